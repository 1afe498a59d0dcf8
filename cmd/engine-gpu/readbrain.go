package main

import (
	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/snn"
)

// readBrain reads the brain that --brain names, the built-in one if it names
// none, and says what to call it. Note tells what takes its time.
func readBrain(path string, note func(string, ...any), std streams) (name string, brain *snn.Brain, err error) {
	if path == "" {
		brain, err = builtinBrain(note, std)
		return builtinName, brain, err
	}
	brain, warnings, err := loader.Read(path)
	if err != nil {
		return path, nil, err
	}
	for _, w := range warnings {
		std.warn("%s: %s", path, w)
	}
	return path, brain, nil
}
