package benchmarks

import (
	_ "embed"

	"github.com/engine-gpu/engine-gpu/engine"
)

//go:embed testdata/program.json
var goldenProgram []byte

// GoldenProgram returns the stimulus program of V8's golden runs, under which
// brains are measured alone.
func GoldenProgram() (*engine.Program, error) { return engine.ParseProgram(goldenProgram) }
