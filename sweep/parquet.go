package sweep

import (
	"io"

	"github.com/parquet-go/parquet-go"
)

// startRow is a row of the table of starts; see [Start].
type startRow struct {
	Seed          int64   `parquet:"seed"`
	Learn         bool    `parquet:"learn"`
	Index         float64 `parquet:"chemotaxis_index"`
	StartDistance float64 `parquet:"start_distance"`
	FinalDistance float64 `parquet:"final_distance"`
	MinDistance   float64 `parquet:"min_distance"`
	MeanDistance  float64 `parquet:"mean_distance"`
	PathLength    float64 `parquet:"path_length"`
	Reached       *int32  `parquet:"reached,optional"`
	Spikes        int64   `parquet:"spikes"`
	SpikeHash     string  `parquet:"spike_sha256"`
}

// WriteStarts writes the starts as a Parquet table, a row each.
func WriteStarts(out io.Writer, done []Done) error {
	rows := make([]startRow, len(done))
	for i := range done {
		d := &done[i]
		rows[i] = startRow{
			Seed: int64(d.Seed), Learn: d.Learn, Index: d.Index, StartDistance: d.StartDistance,
			FinalDistance: d.FinalDistance, MinDistance: d.MinDistance, MeanDistance: d.MeanDistance,
			PathLength: d.PathLength, Reached: d.Reached, Spikes: d.Spikes, SpikeHash: d.SpikeHash,
		}
	}
	return parquet.Write(out, rows, parquet.Compression(&parquet.Zstd))
}

// pathRow is a row of the table of paths; see [Path].
type pathRow struct {
	Seed  int64   `parquet:"seed,delta"`
	Learn bool    `parquet:"learn"`
	Tick  int32   `parquet:"tick,delta"`
	X     float32 `parquet:"x"`
	Y     float32 `parquet:"y"`
}

// WritePaths writes the paths of all starts as one Parquet table, a row for
// every point.
func WritePaths(out io.Writer, done []Done) error {
	w := parquet.NewGenericWriter[pathRow](out, parquet.Compression(&parquet.Zstd))
	var rows []pathRow
	for i := range done {
		d := &done[i]
		rows = rows[:0]
		for k, tick := range d.Path.Tick {
			rows = append(rows, pathRow{Seed: int64(d.Seed), Learn: d.Learn, Tick: tick, X: d.Path.X[k], Y: d.Path.Y[k]})
		}
		if _, err := w.Write(rows); err != nil {
			return err
		}
	}
	return w.Close()
}
