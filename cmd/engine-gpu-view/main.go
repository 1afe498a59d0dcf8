// Command engine-gpu-view shows a running brain in a window: the worm in its
// dish, rasters, rates and weights.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"github.com/engine-gpu/engine-gpu/internal/input"
)

// Exit codes.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2
	exitInterrupted = 130
)

func main() {
	runtime.LockOSThread() // window systems want the main thread
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal closes the window; the second one then kills.
	context.AfterFunc(ctx, stop)
	os.Exit(execute(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// execute runs one command line and returns the exit code.
func execute(ctx context.Context, args []string, out, errs io.Writer) int {
	o, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(out, usage(newFlagSet(new(options))))
		return exitOK
	}
	if err != nil {
		fmt.Fprintf(errs, "engine-gpu-view: %s (see \"engine-gpu-view --help\")\n", oneLine(err))
		return exitUsage
	}
	s := &session{o: o, errs: errs}
	if err = s.load(ctx); err == nil {
		err = s.show(ctx, out)
	}
	switch {
	case err != nil && !errors.Is(err, context.Canceled):
		fmt.Fprintf(errs, "engine-gpu-view: %s\n", oneLine(err))
		return exitFailure
	case ctx.Err() != nil:
		return exitInterrupted
	}
	return exitOK
}

// oneLine folds an error of several lines into one that a terminal may show.
func oneLine(err error) string {
	return input.Printable(strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; "))
}
