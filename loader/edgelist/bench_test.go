package edgelist

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/engine-gpu/engine-gpu/snn"
)

// The size of the adult fly's connectome.
const (
	flyNeurons = 139_255
	flyEdges   = 15_000_000
)

// flyRow is an edge of a random network.
type flyRow struct {
	Pre    int64 `parquet:"Presynaptic_Index,snappy,dict"`
	Post   int64 `parquet:"Postsynaptic_Index,snappy"`
	Weight int64 `parquet:"Excitatory x Connectivity,snappy,dict"`
}

// flyRows calls each with the edges of a random network, by source.
func flyRows(each func(flyRow) error) error {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range int64(flyEdges) {
		row := flyRow{Pre: i * flyNeurons / flyEdges, Post: r.Int64N(flyNeurons), Weight: 1 + int64(r.ExpFloat64()*4)}
		if row.Pre%5 == 0 {
			row.Weight = -row.Weight
		}
		if err := each(row); err != nil {
			return err
		}
	}
	return nil
}

func BenchmarkImport(b *testing.B) {
	b.Run("csv", func(b *testing.B) {
		benchmarkImport(b, func(f *os.File) error {
			w := bufio.NewWriter(f)
			fmt.Fprintln(w, "Presynaptic_Index,Postsynaptic_Index,Excitatory x Connectivity")
			err := flyRows(func(r flyRow) error {
				_, err := fmt.Fprintf(w, "%d,%d,%d\n", r.Pre, r.Post, r.Weight)
				return err
			})
			if err != nil {
				return err
			}
			return w.Flush()
		})
	})
	b.Run("parquet", func(b *testing.B) {
		benchmarkImport(b, func(f *os.File) error {
			w := parquet.NewGenericWriter[flyRow](f, parquet.MaxRowsPerRowGroup(1<<20))
			buffer := make([]flyRow, 0, 1<<12)
			err := flyRows(func(r flyRow) error {
				buffer = append(buffer, r)
				if len(buffer) < cap(buffer) {
					return nil
				}
				_, err := w.Write(buffer)
				buffer = buffer[:0]
				return err
			})
			if err != nil {
				return err
			}
			if _, err := w.Write(buffer); err != nil {
				return err
			}
			return w.Close()
		})
	})
}

// benchmarkImport imports a file; on Linux it also reports the largest memory
// of the process, brain included.
func benchmarkImport(b *testing.B, fill func(*os.File) error) {
	f, err := os.Create(filepath.Join(b.TempDir(), "edges"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if err := fill(f); err != nil {
		b.Fatal(err)
	}
	debug.FreeOSMemory()
	canReset := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) == nil
	b.ResetTimer()
	for b.Loop() {
		brain, _, err := Import(context.Background(), f.Name(), Options{Scale: 0.275, Delay: 2, Inhibitory: snn.FS})
		if err != nil {
			b.Fatal(err)
		}
		if len(brain.Neurons) != flyNeurons || brain.Synapses.Len() != flyEdges {
			b.Fatalf("%d neurons, %d synapses", len(brain.Neurons), brain.Synapses.Len())
		}
	}
	b.ReportMetric(flyEdges*float64(b.N)/b.Elapsed().Seconds(), "edges/s")
	status, err := os.ReadFile("/proc/self/status")
	if err != nil || !canReset {
		return
	}
	if m := regexp.MustCompile(`VmHWM:\s*(\d+) kB`).FindSubmatch(status); m != nil {
		kib, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(kib/1024, "peak-MiB")
	}
}
