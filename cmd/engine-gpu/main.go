// Command engine-gpu generates spiking brains, runs them and looks into them.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// keepHeapTight lets the heap hold a quarter of garbage rather than as much as
// is in use: 9 to 30 MB less at the peak of loading 1.6 million synapses, in the
// same time. A brain is a few large arrays without pointers, which cost the
// collector nothing. A user's own GOGC stands.
func keepHeapTight() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(25)
	}
}

func main() {
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as it is under nohup
		ends = append(ends, syscall.SIGHUP) // its terminal is gone
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	// The first signal ends the run cleanly; the second one then kills.
	context.AfterFunc(ctx, stop)
	keepHeapTight()
	os.Exit(execute(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}
