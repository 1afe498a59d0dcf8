package checkpoint

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
)

// atEnd is an observer that does something with the end of a run.
type atEnd struct{ do func(m *engine.Moment) }

func (atEnd) Next(int32) int32                { return engine.Never }
func (atEnd) Observe(*engine.Moment) error    { return nil }
func (o atEnd) Finish(m *engine.Moment) error { o.do(m); return nil }

// BenchmarkArena measures what a checkpoint of the worm in its dish costs, after
// 3,000 ticks: to copy the state, to turn it into a file's bytes, and all of it
// with the file on disk.
func BenchmarkArena(b *testing.B) {
	brain := testbrain.Builtin(b, "arena_v1", "")
	backend, err := cpu.NewBackend(brain, snn.Options{Learn: true, Threads: 1})
	if err != nil {
		b.Fatal(err)
	}
	defer backend.Close()
	world, err := engine.NewArena(brain, engine.DefaultArenaConfig())
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "run.ckpt")
	measure := func(m *engine.Moment) {
		sections := func(b *testing.B) []Section {
			state, err := m.State()
			if err != nil {
				b.Fatal(err)
			}
			sections, err := Run(state)
			if err != nil {
				b.Fatal(err)
			}
			return sections
		}
		b.Run("state", func(b *testing.B) {
			for b.Loop() {
				sections(b)
			}
		})
		b.Run("bytes", func(b *testing.B) {
			for b.Loop() {
				var file bytes.Buffer
				if err := Encode(&file, sections(b)); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(file.Len()))
			}
		})
		b.Run("disk", func(b *testing.B) {
			for b.Loop() {
				if err := Save(path, sections(b)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	if _, err := engine.Run(context.Background(), brain, backend, engine.Config{
		Ticks: 3000, World: world, Observers: []engine.Observer{atEnd{measure}},
	}); err != nil {
		b.Fatal(err)
	}
}
