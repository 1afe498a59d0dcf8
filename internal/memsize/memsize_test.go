package memsize_test

import (
	"runtime"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/memsize"
)

type node struct {
	next   *node
	values []int32
	label  string
	any    any
}

func TestOf(t *testing.T) {
	shared := make([]int32, 100)
	loop := &node{values: shared}
	loop.next = loop
	header := memsize.Of(&node{})
	for _, c := range []struct {
		name  string
		value any
		want  int64
	}{
		{"nil", nil, 0},
		{"number", 7, 0},
		{"slice", make([]float64, 3, 10), 80},
		{"nil slice", []int64(nil), 0},
		{"pointer", new(int32), 4},
		{"struct with a slice and a text", &node{values: shared[:1:1], label: "twelve bytes"}, header + 4 + 12},
		{"cycle", loop, header + 400},
		{"parts of one array", [][]int32{shared[:60], shared[30:], shared}, 3*24 + 400},
		{"interface", &node{any: &[2]int64{}}, header + 16},
		{"array of pointers", [2]*int64{new(int64), new(int64)}, 16},
		{"map", map[int64]int64{1: 2, 3: 4}, 48},
		{"map of slices", map[int64][]int64{1: make([]int64, 4)}, 48 + 32},
	} {
		if got := memsize.Of(c.value); got != c.want {
			t.Errorf("%s: %d bytes, want %d", c.name, got, c.want)
		}
	}
}

func TestRootsCountOnce(t *testing.T) {
	xs := make([]int64, 50)
	if got := memsize.Of(xs, &node{any: xs}, xs[10:]); got != 400+memsize.Of(&node{}) {
		t.Errorf("%d bytes", got)
	}
}

// TestAgainstRuntime compares with what the runtime allocates for large
// arrays.
func TestAgainstRuntime(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	value := make([][]float64, 64)
	for i := range value {
		value[i] = make([]float64, 1<<13)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	allocated := float64(after.HeapAlloc) - float64(before.HeapAlloc)
	if got := float64(memsize.Of(value)); got < 0.98*allocated || got > 1.02*allocated {
		t.Errorf("%.0f bytes, the runtime says %.0f", got, allocated)
	}
	runtime.KeepAlive(value)
}
