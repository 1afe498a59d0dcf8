package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"

	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/plot/recorded"
	"github.com/engine-gpu/engine-gpu/record"
)

// plotOptions are the flags of plot.
type plotOptions struct {
	dir, out *string
	formats  *plotFormatsValue
	only     *namesValue
	from, to *int64
}

func plotCommand() command {
	return command{
		name:    "plot",
		summary: "Draw figures of a recording.",
		usage:   "DIR [flags]",
		details: `
Draws what a run with --record left in the folder DIR: spikes by neuron type,
population rates, intervals, rates, weights, membrane potentials, the worm's
path, its body and its chemotaxis index over time. What was not recorded is not
drawn, and said so. With --from and --to a span of ticks fills the figures.`,
		build: func(f *flags) action {
			o := &plotOptions{dir: f.operand("DIR"), formats: &plotFormatsValue{formats: []plot.Format{plot.PNG}}, only: &namesValue{known: recorded.Names()}}
			f.add("format", "png,svg", "formats of the figures (default png)", o.formats)
			o.out = f.text("out", "DIR", "folder of the figures (default: the recording's)")
			f.add("only", "LIST", "only these figures, of\n"+twoLines(recorded.Names()), o.only)
			o.from = f.whole("from", 0, 0, math.MaxInt32, "first tick to draw (default 0)")
			o.to = f.whole("to", 0, 0, math.MaxInt32, "tick before which to end; 0 is the recording's end (default 0)")
			return func(ctx context.Context, std streams) error {
				if *o.to != 0 && *o.to <= *o.from {
					return f.wrong("--to %d is not after --from %d", *o.to, *o.from)
				}
				return plotRecording(ctx, std, o)
			}
		},
	}
}

// twoLines lists names in lines that fit the help.
func twoLines(names []string) string {
	half := (len(names) + 1) / 2
	return joined(names[:half]) + ",\n" + joined(names[half:])
}

// plotRecording is the command plot.
func plotRecording(ctx context.Context, std streams, o *plotOptions) error {
	r, err := recorded.Open(*o.dir, int32(*o.from), int32(*o.to))
	if err != nil {
		return err
	}
	r.Stopped = ctx.Err
	out := *o.out
	if out == "" {
		out = *o.dir
	}
	if err := makeFolder(out); err != nil {
		return err
	}
	names := o.only.names
	if names == nil {
		names = recorded.Names()
	}
	t := newTable()
	written := 0
	var failure error
	for _, name := range names {
		figure, err := r.Figure(name)
		if ctx.Err() != nil {
			failure = errors.Join(failure, errInterrupted)
			break
		}
		if absent(err) && o.only.names == nil {
			t.row("not drawn", "%s: %s", name, reason(err))
			continue
		}
		if err != nil {
			failure = errors.Join(failure, err)
			continue
		}
		for _, format := range o.formats.formats {
			f := figureFile(figure, format)
			path := filepath.Join(out, f.name)
			if err := record.WriteFile(path, f.write); err != nil {
				failure = errors.Join(failure, err)
				continue
			}
			t.row("written", "%s", path)
			written++
		}
	}
	if written == 0 && failure == nil {
		return fmt.Errorf("%s: %w: nothing that figures show was recorded", *o.dir, plot.ErrNothing)
	}
	return errors.Join(t.print(std.out), failure)
}

// absent reports whether the recording has nothing for a figure to show.
func absent(err error) bool {
	return errors.Is(err, plot.ErrNothing) || errors.Is(err, record.ErrNotRecorded)
}

func reason(err error) string {
	if errors.Is(err, record.ErrNotRecorded) {
		return record.ErrNotRecorded.Error()
	}
	return err.Error()
}

// figureFile is the file of a figure.
func figureFile(figure plot.Figure, format plot.Format) output {
	return output{
		name:   fmt.Sprintf("%s.%s", figure.Name(), format),
		write:  func(w io.Writer) error { return plot.Write(w, figure, format) },
		figure: true,
	}
}
