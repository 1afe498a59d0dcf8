package sweep

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
)

// BenchmarkOpen is what a start costs before its first tick: a backend on a
// network that is compiled once, which is what a sweep does, and one on a
// network of its own. The bytes are what a job needs beside the others.
func BenchmarkOpen(b *testing.B) {
	brain := testbrain.Builtin(b, "arena_v1", "")
	net, err := snn.Compile(brain)
	if err != nil {
		b.Fatal(err)
	}
	opt := snn.Options{Learn: true, Threads: 1}
	for name, open := range map[string]func() (engine.Backend, error){
		"shared":   func() (engine.Backend, error) { return cpu.NewNetworkBackend(net, opt) },
		"compiled": func() (engine.Backend, error) { return cpu.NewBackend(brain, opt) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				backend, err := open()
				if err != nil {
					b.Fatal(err)
				}
				backend.Close()
			}
		})
	}
}
