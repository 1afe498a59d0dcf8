package main

import "context"

func benchCommand() command {
	return command{
		name:    "bench",
		summary: "Measure how fast networks run.",
		usage:   "izh [flags]",
		subs:    []command{benchIZHCommand()},
		build: func(f *flags) action {
			return func(context.Context, streams) error {
				return f.wrong("no benchmark given: try \"engine-gpu bench izh\"")
			}
		},
	}
}
