//go:build linux || darwin

package columnar

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// mapFile maps a file so that its bytes can be written to without changing it.
// No swap space is set aside for what may be written.
func mapFile(f *os.File, size int) ([]byte, error) {
	data, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_NORESERVE)
	if err != nil {
		return nil, fmt.Errorf("it cannot be mapped: %w", err)
	}
	_ = unix.Madvise(data, unix.MADV_WILLNEED) // only a hint: reading begins at once
	return data, nil
}

func unmapFile(data []byte) {
	_ = unix.Munmap(data) // it was mapped, and fails for no other reason
}
