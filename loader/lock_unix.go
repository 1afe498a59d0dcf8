//go:build unix

package loader

import (
	"os"

	"golang.org/x/sys/unix"
)

// lockAlone takes a file for this process alone, if nobody else has a share.
func lockAlone(f *os.File) bool { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil }

// lockShared takes a share. Who has the file alone has it for a moment only.
func lockShared(f *os.File) bool { return unix.Flock(int(f.Fd()), unix.LOCK_SH) == nil }
