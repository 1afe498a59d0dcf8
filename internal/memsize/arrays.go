package memsize

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
)

// Root is where an account begins.
type Root struct {
	Name  string
	Value any
}

// Array is an array that was found.
type Array struct {
	// Name is the path of fields that leads to it, from the name of its root on.
	// Arrays that the elements of a slice lead to count as one, named with [];
	// those of a Go array stand apart.
	Name     string
	Element  int64 // size of an element [bytes]
	Elements int64
	Bytes    int64 // of its capacity
}

// Structs names what is no array: structs that pointers lead to, texts, maps.
const Structs = "structs"

// Arrays lists the arrays that roots lead to, in the order in which they were
// found, then all that is no array. The bytes add up to what [Of] returns: what
// several ways lead to counts for the first one.
func Arrays(roots ...Root) []Array {
	w := newWalker()
	w.named = true
	for _, r := range roots {
		w.walk(reflect.ValueOf(r.Value), r.Name)
	}
	order := map[string]int{}
	for _, b := range w.blocks {
		if _, known := order[b.name]; !known && b.element > 0 {
			order[b.name] = len(order)
		}
	}
	list := make([]Array, len(order)+1)
	structs := &list[len(order)]
	*structs = Array{Name: Structs, Element: 1, Elements: w.maps, Bytes: w.maps}
	of := func(b *block) *Array {
		if b.element == 0 {
			return structs
		}
		a := &list[order[b.name]]
		a.Name, a.Element = b.name, int64(b.element)
		return a
	}
	w.each(func(b *block) uintptr { return b.end }, func(b *block, bytes uintptr) { of(b).Bytes += int64(bytes) })
	w.each(func(b *block) uintptr { return b.used }, func(b *block, bytes uintptr) {
		a := of(b)
		a.Elements += int64(bytes) / a.Element
	})
	return slices.DeleteFunc(list, func(a Array) bool { return a.Bytes == 0 })
}

// each calls f for every block with those of its bytes that no block before it
// holds; end says where a block ends.
func (w *walker) each(end func(*block) uintptr, f func(b *block, bytes uintptr)) {
	slices.SortStableFunc(w.blocks, func(a, b block) int { return cmp.Compare(a.begin, b.begin) })
	var last uintptr
	for i := range w.blocks {
		b := &w.blocks[i]
		if begin := max(b.begin, last); end(b) > begin {
			f(b, end(b)-begin)
			last = end(b)
		}
	}
}

// join adds to a path, if there are names.
func (w *walker) join(path, step string) string {
	if !w.named {
		return ""
	}
	return path + step
}

func (w *walker) index(path string, i int) string {
	if !w.named {
		return ""
	}
	return path + "[" + strconv.Itoa(i) + "]"
}
