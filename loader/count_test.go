package loader

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/testbrain"
)

// TestCount: both formats, counted without being read; nothing on the disk
// changes.
func TestCount(t *testing.T) {
	brain := testbrain.Builtin(t, "kitchen_sink", "")
	for _, name := range []string{"b.db", "b" + ColumnarSuffix} {
		path := filepath.Join(t.TempDir(), name)
		if err := Write(path, brain); err != nil {
			t.Fatal(err)
		}
		before := folderState(t, path)
		neurons, synapses, err := Count(path)
		if err != nil || neurons != int64(len(brain.Neurons)) || synapses != int64(brain.Synapses.Len()) {
			t.Errorf("%s: %d neurons, %d synapses, %v; want %d, %d", name, neurons, synapses, err, len(brain.Neurons), brain.Synapses.Len())
		}
		if after := folderState(t, path); after != before {
			t.Errorf("folder changed from\n%s to\n%s", before, after)
		}
	}
	if _, _, err := Count(database(t, "CREATE TABLE other (id)")); !errors.Is(err, ErrNotBrain) {
		t.Errorf("no brain: %v", err)
	}
}
