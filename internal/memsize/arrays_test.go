package memsize_test

import (
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/memsize"
)

// TestArrays: every array once, by its path, and the sum of all is that of Of.
func TestArrays(t *testing.T) {
	type leaf struct{ Values []int16 }
	type tree struct {
		label  string
		whole  []int64
		part   []int64
		fixed  [2][]int32
		leaves []*leaf
	}
	whole := make([]int64, 10, 12)
	x := &tree{
		label: "name", whole: whole, part: whole[5:],
		fixed:  [2][]int32{make([]int32, 3), make([]int32, 4)},
		leaves: []*leaf{{make([]int16, 5)}, {make([]int16, 6, 8)}},
	}
	got := memsize.Arrays(memsize.Root{Name: "net", Value: whole[:2:2]}, memsize.Root{Name: "tree", Value: x})
	header := memsize.Of(&tree{}) + 2*memsize.Of(&leaf{}) + int64(len("name"))
	want := []memsize.Array{
		{Name: "net", Element: 8, Elements: 2, Bytes: 16},
		{Name: "tree.part", Element: 8, Elements: 5, Bytes: 56},
		{Name: "tree.fixed[0]", Element: 4, Elements: 3, Bytes: 12},
		{Name: "tree.fixed[1]", Element: 4, Elements: 4, Bytes: 16},
		{Name: "tree.leaves", Element: 8, Elements: 2, Bytes: 16},
		{Name: "tree.leaves[].Values", Element: 2, Elements: 11, Bytes: 26},
		{Name: memsize.Structs, Element: 1, Elements: header, Bytes: header},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
	var sum int64
	for _, a := range got {
		sum += a.Bytes
	}
	if all := memsize.Of(whole[:2:2], x); sum != all {
		t.Errorf("the arrays have %d bytes, all have %d", sum, all)
	}
}
