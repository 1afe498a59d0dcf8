package hugepages

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// Make returns a slice of n zeros. Its memory is not yet touched where it is
// large, so that the pages come as large ones.
func Make[T any](n int) []T {
	xs := make([]T, n)
	advise(unsafe.Pointer(unsafe.SliceData(xs)), uintptr(n)*unsafe.Sizeof(*new(T)))
	return xs
}

// advise asks for large pages in a stretch of memory. That it may be refused
// changes nothing but speed.
func advise(p unsafe.Pointer, bytes uintptr) {
	if bytes < least {
		return
	}
	page := uintptr(unix.Getpagesize())
	skip := -uintptr(p) & (page - 1)
	whole := (bytes - skip) &^ (page - 1)
	_ = unix.Madvise(unsafe.Slice((*byte)(unsafe.Add(p, skip)), whole), unix.MADV_HUGEPAGE)
}
