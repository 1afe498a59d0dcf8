package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/loader"
)

func convertCommand() command {
	return command{
		name:    "convert",
		summary: "Convert a brain between database and columnar file.",
		usage:   "IN OUT",
		details: `
Reads the brain in IN, of whatever format, and writes it to OUT: a name that
ends in ` + loader.ColumnarSuffix + ` becomes a columnar file, which loads in an instant, any other
name a database in V8's schema. Nothing of the brain is lost either way; tables
and columns of a database that are no part of a brain stay behind. A file that
stands at OUT is replaced when the new one is complete.`,
		build: func(f *flags) action {
			from, to := f.operand("IN"), f.operand("OUT")
			return func(ctx context.Context, std streams) error {
				return convert(ctx, std, *from, *to)
			}
		},
	}
}

// convert reads a brain and writes it in the format of the other name.
func convert(ctx context.Context, std streams, from, to string) error {
	start := time.Now()
	if err := checkFileTarget(to); err != nil {
		return err
	}
	in, err1 := os.Stat(from)
	out, err2 := os.Stat(to)
	if err1 == nil && err2 == nil && os.SameFile(in, out) {
		return fmt.Errorf("%s and %s are the same file: choose another name", from, to)
	}
	brain, warnings, err := launch.Read(ctx, from)
	if err != nil {
		return err
	}
	for _, w := range warnings {
		std.warn("%s: %s", from, w)
	}
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err := loader.Write(to, brain); err != nil {
		return err
	}
	t := newTable()
	t.row("brain", "%s%s", from, sizeText(from))
	t.brain(brain)
	t.written(to, time.Since(start))
	return t.print(std.out)
}
