package launch

import (
	"context"

	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Printf tells people something on a line of its own.
type Printf func(format string, args ...any)

// Brain reads a brain from its file, or returns the built-in one if path is "".
// Note is told what takes its time, warn what stops nothing. The name is the
// brain's, for people. The error is that of ctx where it ends first.
func Brain(ctx context.Context, path string, note, warn Printf) (name string, brain *snn.Brain, err error) {
	if path == "" {
		brain, err = builtin(note, warn)
		return BuiltinName, brain, err
	}
	brain, warnings, err := Read(ctx, path)
	if err != nil {
		return path, nil, err
	}
	for _, w := range warnings {
		warn("%s: %s", path, w)
	}
	return path, brain, nil
}

// Read is loader.Read, but where ctx ends first its error: large databases take
// seconds.
func Read(ctx context.Context, path string) (*snn.Brain, []string, error) {
	return unless(ctx, func() (*snn.Brain, []string, error) { return loader.Read(path) })
}

// unless returns what read does, or the error of ctx where that ends first. The
// reading is left to end by itself, or with the process: it changes nothing.
func unless(ctx context.Context, read func() (*snn.Brain, []string, error)) (*snn.Brain, []string, error) {
	type result struct {
		brain    *snn.Brain
		warnings []string
		err      error
	}
	done := make(chan result, 1)
	go func() {
		brain, warnings, err := read()
		done <- result{brain, warnings, err}
	}()
	select {
	case r := <-done:
		return r.brain, r.warnings, r.err
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}
