//go:build unix

package record

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock takes a file for this process alone, until it is closed. It reports
// whether nobody else had it.
func lock(f *os.File) bool {
	return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil
}

// freeSpace returns the room that is left for files in a folder [bytes].
func freeSpace(dir string) (bytes int64, known bool) {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
