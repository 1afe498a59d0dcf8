package main

import (
	"context"

	"github.com/engine-gpu/engine-gpu/record"
)

func recoverCommand() command {
	return command{
		name:    "recover",
		summary: "Finish the recording that a killed run or a full disk left in a folder.",
		usage:   "DIR",
		details: `
A run with --record writes to hidden files in its folder and makes Parquet, CSV
and NPZ of them when it ends. A run that is killed cannot: this command does it
in its place. The recording then ends a tenth of a second or less before that.
Ctrl-C leaves the hidden files as they are.`,
		build: func(f *flags) action {
			dir := f.operand("DIR")
			return func(ctx context.Context, std streams) error {
				r, paths, err := record.Recover(ctx, *dir)
				if ctx.Err() != nil && err != nil {
					return errInterrupted
				}
				if err != nil {
					return err
				}
				m := &r.Manifest
				t := newTable()
				t.row("brain", "%s (%s, %s)", m.Brain.Name, plural(int64(m.Brain.Neurons), "neuron"), plural(int64(m.Brain.Synapses), "synapse"))
				t.row("ticks", "%s (%s were asked for)", grouped(int64(m.Ticks)), grouped(m.Options.Ticks))
				t.row("spikes", "%s", grouped(m.Spikes))
				t.row("spike hash", "sha256 %s", m.SpikeHash)
				t.files(paths)
				return t.print(std.out)
			}
		},
	}
}
