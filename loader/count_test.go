package loader

import (
	"errors"
	"fmt"
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

// TestCountShapes: trees of every shape have as many rows as SQLite says.
func TestCountShapes(t *testing.T) {
	for _, pageSize := range []int{512, 4096, 65536} {
		for _, kind := range []string{"", " WITHOUT ROWID"} {
			path := database(t, fmt.Sprintf(`PRAGMA page_size = %d; PRAGMA encoding = 'UTF-16le'; PRAGMA auto_vacuum = full;
				CREATE TABLE neurons (id INTEGER PRIMARY KEY, neuron_type TEXT, a, b, c, d)%[2]s;
				CREATE TABLE "Synapses" (id INTEGER PRIMARY KEY, source, target, weight, delay, params)%[2]s;
				WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i < 5000)
				INSERT INTO neurons SELECT i, 'RS', 0.02, 0.2, -65, 8 FROM c;
				WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i < 5000)
				INSERT INTO synapses SELECT i, 1, 2, 1.5, 1, '{"x": "' || substr(hex(zeroblob(600)), 1, i %% 1200) || '"}' FROM c;
				DELETE FROM synapses WHERE id %% 3 = 0;`, pageSize, kind))
			neurons, synapses, err := Count(path)
			if err != nil {
				t.Fatal(err)
			}
			want := values(t, path, "SELECT (SELECT count(*) FROM neurons), (SELECT count(*) FROM synapses)")[0]
			if got := fmt.Sprintf("int64 %d | int64 %d", neurons, synapses); got != want {
				t.Errorf("pages of %d bytes%s: %s, not %s", pageSize, kind, got, want)
			}
			if b := read(t, path); len(b.Neurons) != 5000 || b.Synapses.Len() != 3334 {
				t.Errorf("pages of %d bytes%s: read %d and %d", pageSize, kind, len(b.Neurons), b.Synapses.Len())
			}
		}
	}
}
