package columnar

import (
	"encoding/binary"
	"slices"
	"unsafe"
)

// littleEndian reports whether this machine's numbers lie in memory as in the
// file.
func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

// view returns the elements of a column's bytes, which must be aligned to the
// elements' size: the same memory on a little-endian machine, a copy on others.
// No elements are nil.
func view[T element](data []byte) []T { return viewOn[T](littleEndian(), data) }

func viewOn[T element](little bool, data []byte) []T {
	size := int(kindOf[T]().size())
	if len(data) < size {
		return nil
	}
	if !little {
		data = swapped(data, size)
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(data))), len(data)/size)
}

// raw returns the bytes of a column with the given elements; it may be the
// same memory.
func raw[T element](xs []T) []byte { return rawOn(littleEndian(), xs) }

func rawOn[T element](little bool, xs []T) []byte {
	if len(xs) == 0 {
		return nil
	}
	size := int(kindOf[T]().size())
	data := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(xs))), len(xs)*size)
	if !little {
		data = swapped(data, size)
	}
	return data
}

// swapped returns a copy in which the bytes of each element stand in reverse
// order.
func swapped(data []byte, size int) []byte {
	turned := memory(len(data))
	copy(turned, data)
	for at := 0; at+size <= len(turned); at += size {
		slices.Reverse(turned[at : at+size])
	}
	return turned
}

// memory returns so many bytes, aligned for any element.
func memory(n int) []byte {
	words := make([]uint64, (n+7)/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), n)
}
