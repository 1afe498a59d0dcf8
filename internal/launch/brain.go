package launch

import (
	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Printf tells people something on a line of its own.
type Printf func(format string, args ...any)

// Brain reads a brain from its file, or returns the built-in one if path is "".
// Note is told what takes its time, warn what stops nothing. The name is the
// brain's, for people.
func Brain(path string, note, warn Printf) (name string, brain *snn.Brain, err error) {
	if path == "" {
		brain, err = builtin(note, warn)
		return BuiltinName, brain, err
	}
	brain, warnings, err := loader.Read(path)
	if err != nil {
		return path, nil, err
	}
	for _, w := range warnings {
		warn("%s: %s", path, w)
	}
	return path, brain, nil
}
