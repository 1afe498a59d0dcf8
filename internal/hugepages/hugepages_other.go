//go:build !linux

package hugepages

// Make returns a slice of n zeros.
func Make[T any](n int) []T { return make([]T, n) }
