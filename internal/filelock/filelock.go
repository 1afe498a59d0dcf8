// Package filelock keeps open files to one process, or to several that share
// them, by the system's advisory locks: they end with the file's closing and so
// with their process, however that ends.
package filelock

import "os"

// Outcome is what came of trying to lock a file.
type Outcome int

// The outcomes.
const (
	Taken   Outcome = iota
	Busy            // another process has it
	Unknown         // the system, or the file's, has no locks
)

// Alone takes a file for this process alone, without waiting.
func Alone(f *os.File) Outcome { return exclusive(f) }

// Shared takes a share in a file. It waits for who has the file alone.
func Shared(f *os.File) Outcome { return share(f) }

// IsCurrent reports whether an open file is still the one of its name: between
// opening and locking it another process may have removed or replaced it.
func IsCurrent(f *os.File) bool {
	mine, err1 := f.Stat()
	now, err2 := os.Stat(f.Name())
	return err1 == nil && err2 == nil && os.SameFile(mine, now)
}
