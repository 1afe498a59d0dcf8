//go:build linux || darwin

package columnar

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// checkRoom refuses what the system has no memory for at all. It is asked for
// it, and given it back: Go's own asking would end the process.
func checkRoom(size int64) error {
	if size == 0 {
		return nil
	}
	if size != int64(int(size)) {
		return errTooLarge
	}
	room, err := unix.Mmap(-1, 0, int(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return fmt.Errorf("%w (%w)", errTooLarge, err)
	}
	return unix.Munmap(room)
}
