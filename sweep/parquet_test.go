package sweep

import (
	"bytes"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// TestParquet reads the tables back by their columns' names.
func TestParquet(t *testing.T) {
	done := []Done{finished(0), finished(1), finished(4294967295)}
	done[1].Reached = nil
	var file bytes.Buffer
	if err := WriteStarts(&file, done); err != nil {
		t.Fatal(err)
	}
	starts, err := parquet.Read[struct {
		Seed    int64   `parquet:"seed"`
		Learn   bool    `parquet:"learn"`
		Index   float64 `parquet:"chemotaxis_index"`
		Reached *int32  `parquet:"reached,optional"`
		Spikes  int64   `parquet:"spikes"`
		Hash    string  `parquet:"spike_sha256"`
	}](bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil || len(starts) != len(done) {
		t.Fatal(starts, err)
	}
	for i, s := range starts {
		d := done[i]
		if s.Seed != int64(d.Seed) || s.Learn != d.Learn || s.Index != d.Index || s.Spikes != d.Spikes || s.Hash != d.SpikeHash ||
			(s.Reached == nil) != (d.Reached == nil) || s.Reached != nil && *s.Reached != *d.Reached {
			t.Errorf("row %d is %+v, want %+v", i, s, d)
		}
	}

	file.Reset()
	if err := WritePaths(&file, done); err != nil {
		t.Fatal(err)
	}
	points, err := parquet.Read[pathRow](bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil || len(points) != 6 {
		t.Fatal(points, err)
	}
	if points[3] != (pathRow{Seed: 1, Learn: false, Tick: 50, X: -3, Y: 30}) || points[5].Seed != 4294967295 {
		t.Errorf("points %+v", points)
	}
}
