//go:build !linux

package sysmem

// Available returns the memory that this process can still take [bytes], and
// what bounds it: here all that the machine has, as far as that is known.
func Available() (bytes int64, by string, known bool) {
	bytes, known = Total()
	return bytes, "the machine's memory", known
}

// Resident returns the memory that this process has resident now [bytes], which
// is not known here.
func Resident() (bytes int64, known bool) { return 0, false }
