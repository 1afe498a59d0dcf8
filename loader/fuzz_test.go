package loader

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
	"github.com/engine-gpu/engine-gpu/internal/fuzzcorpus"
	"github.com/engine-gpu/engine-gpu/snn"
)

// FuzzRead gives any bytes to Read: an error or a valid brain, never a panic,
// never a change on the disk. Run it with -fuzzminimizetime=1x: to shorten a
// database byte by byte takes the fuzzer all its time.
func FuzzRead(f *testing.F) {
	// Small pages make small files: more of what is tried matters.
	for _, script := range []string{
		schemaSQL + rowsSQL, looseSQL, "PRAGMA encoding = 'UTF-16le';" + looseSQL,
		"PRAGMA auto_vacuum = full;" + looseSQL + "DROP TABLE body_map;",
		schemaSQL + rowsSQL + "CREATE VIEW heavy AS SELECT * FROM synapses; ALTER TABLE synapses ADD COLUMN twice REAL AS (2 * weight);",
	} {
		data, err := os.ReadFile(database(f, "PRAGMA page_size = 512;"+script))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(sharedTree(f, schemaSQL+rowsSQL+"DELETE FROM sensor_map;", "body_map", 3))
	f.Add(sharedOverflow(f, 2))
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "brain.db")
		write(t, path, data)
		var b *snn.Brain
		var err error
		// SQLite's own memory is not on Go's heap; it bounds that itself.
		allocbound.Check(t, len(data), 16<<20, 1000, func() { b, _, err = Read(path) })
		if err != nil {
			oneLineError(t, path, err)
		} else if err := b.Validate(); err != nil {
			t.Errorf("an invalid brain: %v", err)
		}
		if left, err := os.ReadFile(path); err != nil || !bytes.Equal(left, data) {
			t.Errorf("the file has changed (%v)", err)
		}
		if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
			t.Errorf("left behind: %v (%v)", entries, err)
		}
	})
}
