//go:build unix && !linux

package sysmem

import (
	"runtime"
	"syscall"
)

// Peak returns the most memory that this process has had resident so far
// [bytes].
func Peak() (bytes int64, known bool) {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0, false
	}
	bytes = int64(use.Maxrss)
	if runtime.GOOS != "darwin" && runtime.GOOS != "ios" {
		bytes *= 1024 // the others count kilobytes
	}
	return bytes, true
}
