package loader

import (
	"path/filepath"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
)

// A brain is the same by its hash as a recipe makes it and from every file that
// it is written to, whatever file it was read from before.
func TestBrainHashIsOfNoFile(t *testing.T) {
	for _, name := range []string{"kitchen_sink", "exp06_structured_pipeline", "exp12_hybrid_creature", "arena_v1", "arena_v2_dev"} {
		b := testbrain.Builtin(t, name, "{}")
		want := snn.BrainHash(b)
		for _, file := range []string{"first.db", "second.brain", "third.db", "fourth.brain"} {
			path := filepath.Join(t.TempDir(), file)
			if err := Write(path, b); err != nil {
				t.Fatal(err)
			}
			if b = read(t, path); snn.BrainHash(b) != want {
				t.Errorf("%s as %s has another hash", name, file)
			}
		}
	}
}
