//go:build !unix

package sysmem

// Peak returns the most memory that this process has had resident so far
// [bytes], which is not known here.
func Peak() (bytes int64, known bool) { return 0, false }
