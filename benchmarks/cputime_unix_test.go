//go:build unix

package benchmarks_test

import (
	"syscall"
	"time"
)

// processorTime is the time that processors have spent on this process. Beside
// the wall clock it tells how fast a run is on a machine that does other work.
func processorTime() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
