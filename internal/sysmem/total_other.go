//go:build !linux

package sysmem

// Total returns the memory that this process may have [bytes], which is not
// known here.
func Total() (bytes int64, known bool) { return 0, false }
