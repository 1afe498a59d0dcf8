// Package memsize measures how many bytes of memory values hold, whatever
// their fields are: an account that cannot fall behind the code it accounts
// for.
package memsize

import (
	"reflect"
	"unsafe"
)

// Of returns the bytes that the roots reach: arrays by their capacity, each
// byte once however many ways lead to it. Maps are estimated from their
// entries; channels, functions and stacks do not count, nor do the roots' own
// headers.
func Of(roots ...any) int64 {
	w := newWalker()
	for _, r := range roots {
		w.walk(reflect.ValueOf(r), "")
	}
	return w.union() + w.maps
}

func newWalker() *walker {
	return &walker{seen: map[place]bool{}, pointers: map[reflect.Type]bool{}}
}

// place tells values apart that begin at the same address.
type place struct {
	at   uintptr
	kind reflect.Type
}

// block is a stretch of memory.
type block struct {
	begin, end uintptr
	used       uintptr // where the elements of a slice end
	element    uintptr // size of an element; 0 for what is no array
	name       string  // of the array, see Arrays
}

type walker struct {
	named    bool // give blocks names
	seen     map[place]bool
	blocks   []block
	maps     int64                 // bytes of maps, of which no address is known
	pointers map[reflect.Type]bool // whether a type leads to more memory
}

// hold notes a stretch of memory and reports whether it is new.
func (w *walker) hold(b block, kind reflect.Type) bool {
	key := place{b.begin, kind}
	if b.begin == b.end || w.seen[key] {
		return false
	}
	w.seen[key] = true
	w.blocks = append(w.blocks, b)
	return true
}

// plain is a block that is no array.
func plain(at, bytes uintptr) block { return block{begin: at, end: at + bytes, used: at + bytes} }

// walk notes what a value leads to; path names it.
func (w *walker) walk(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && w.hold(plain(v.Pointer(), v.Type().Elem().Size()), v.Type()) {
			w.walk(v.Elem(), path)
		}
	case reflect.Slice:
		at, size := v.Pointer(), v.Type().Elem().Size()
		b := block{at, at + uintptr(v.Cap())*size, at + uintptr(v.Len())*size, size, path}
		if w.hold(b, v.Type()) && w.leads(v.Type().Elem()) {
			inside := w.join(path, "[]")
			for i := range v.Len() {
				w.walk(v.Index(i), inside)
			}
		}
	case reflect.Array:
		if w.leads(v.Type().Elem()) {
			for i := range v.Len() {
				w.walk(v.Index(i), w.index(path, i))
			}
		}
	case reflect.String:
		text := v.String()
		w.hold(plain(uintptr(unsafe.Pointer(unsafe.StringData(text))), uintptr(len(text))), v.Type())
	case reflect.Struct:
		for i := range v.NumField() {
			if w.leads(v.Type().Field(i).Type) {
				w.walk(v.Field(i), w.join(path, "."+v.Type().Field(i).Name))
			}
		}
	case reflect.Interface:
		if !v.IsNil() {
			w.walk(v.Elem(), path)
		}
	case reflect.Map:
		w.entries(v, path)
	}
}

// entries estimates a map: its entries, and half as much again for what is
// free and for the hashes.
func (w *walker) entries(v reflect.Value, path string) {
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
		w.walk(i.Key(), path)
		w.walk(i.Value(), path)
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
	var sum uintptr
	w.each(func(b *block) uintptr { return b.end }, func(_ *block, bytes uintptr) { sum += bytes })
	return int64(sum)
}
