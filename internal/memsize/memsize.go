// Package memsize measures how many bytes of memory values hold, whatever
// their fields are: an account that cannot fall behind the code it accounts
// for.
package memsize

import (
	"cmp"
	"reflect"
	"slices"
	"unsafe"
)

// Of returns the bytes that the roots reach: arrays by their capacity, each
// byte once however many ways lead to it. Maps are estimated from their
// entries; channels, functions and stacks do not count, nor do the roots' own
// headers.
func Of(roots ...any) int64 {
	w := walker{seen: map[place]bool{}, pointers: map[reflect.Type]bool{}}
	for _, r := range roots {
		w.walk(reflect.ValueOf(r))
	}
	return w.union() + w.maps
}

// place tells values apart that begin at the same address.
type place struct {
	at   uintptr
	kind reflect.Type
}

// block is a stretch of memory.
type block struct{ begin, end uintptr }

type walker struct {
	seen     map[place]bool
	blocks   []block
	maps     int64                 // bytes of maps, of which no address is known
	pointers map[reflect.Type]bool // whether a type leads to more memory
}

// hold notes a stretch of memory and reports whether it is new.
func (w *walker) hold(at, bytes uintptr, kind reflect.Type) bool {
	key := place{at, kind}
	if bytes == 0 || w.seen[key] {
		return false
	}
	w.seen[key] = true
	w.blocks = append(w.blocks, block{at, at + bytes})
	return true
}

func (w *walker) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && w.hold(v.Pointer(), v.Type().Elem().Size(), v.Type()) {
			w.walk(v.Elem())
		}
	case reflect.Slice:
		if v.Cap() > 0 && w.hold(v.Pointer(), uintptr(v.Cap())*v.Type().Elem().Size(), v.Type()) {
			w.elements(v)
		}
	case reflect.Array:
		w.elements(v)
	case reflect.String:
		text := v.String()
		w.hold(uintptr(unsafe.Pointer(unsafe.StringData(text))), uintptr(len(text)), v.Type())
	case reflect.Struct:
		for i := range v.NumField() {
			w.walk(v.Field(i))
		}
	case reflect.Interface:
		if !v.IsNil() {
			w.walk(v.Elem())
		}
	case reflect.Map:
		w.entries(v)
	}
}

func (w *walker) elements(v reflect.Value) {
	if !w.leads(v.Type().Elem()) {
		return
	}
	for i := range v.Len() {
		w.walk(v.Index(i))
	}
}

// entries estimates a map: its entries, and half as much again for what is
// free and for the hashes.
func (w *walker) entries(v reflect.Value) {
	if v.IsNil() || w.seen[place{v.Pointer(), v.Type()}] {
		return
	}
	w.seen[place{v.Pointer(), v.Type()}] = true
	entry := v.Type().Key().Size() + v.Type().Elem().Size()
	w.maps += int64(v.Len()) * int64(entry) * 3 / 2
	if !w.leads(v.Type().Key()) && !w.leads(v.Type().Elem()) {
		return
	}
	for i := v.MapRange(); i.Next(); {
		w.walk(i.Key())
		w.walk(i.Value())
	}
}

// leads reports whether values of a type can lead to more memory.
func (w *walker) leads(t reflect.Type) bool {
	known, seen := w.pointers[t]
	if seen {
		return known
	}
	result := false
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.String, reflect.Interface, reflect.Map:
		result = true
	case reflect.Array:
		result = w.leads(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			result = result || w.leads(t.Field(i).Type)
		}
	}
	w.pointers[t] = result
	return result
}

// union adds up the blocks, each byte once.
func (w *walker) union() int64 {
	slices.SortFunc(w.blocks, func(a, b block) int { return cmp.Compare(a.begin, b.begin) })
	var sum, end uintptr
	for _, b := range w.blocks {
		begin := max(b.begin, end)
		if b.end > begin {
			sum += b.end - begin
			end = b.end
		}
	}
	return int64(sum)
}
