//go:build unix

package filelock

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func exclusive(f *os.File) Outcome { return flock(f, unix.LOCK_EX|unix.LOCK_NB) }

func share(f *os.File) Outcome { return flock(f, unix.LOCK_SH) }

func flock(f *os.File, how int) Outcome {
	for {
		switch err := unix.Flock(int(f.Fd()), how); {
		case err == nil:
			return Taken
		case errors.Is(err, unix.EWOULDBLOCK):
			return Busy
		case !errors.Is(err, unix.EINTR):
			return Unknown
		}
	}
}
