package edgelist

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
	"github.com/engine-gpu/engine-gpu/internal/fuzzcorpus"
	"github.com/engine-gpu/engine-gpu/snn"
)

// FuzzCSV gives any text to the reader: rows that can be edges or one line of
// error, never a panic.
func FuzzCSV(f *testing.F) {
	for _, text := range []string{
		"pre,post,weight\n0,1,2.5\n1,0,-3\n", "Source\tTARGET\tweight\tdelay\r\n5\t720575940629970489\t1e3\t1.8\r\n",
		"\ufeffpre;post;weight\n\"1\";2;3\n\n4;5;6", "pre,post,weight\n1,2\n", "pre,post,weight\n\"1,2,3\n",
	} {
		f.Add([]byte(text))
	}
	f.Add(zipped(f, "pre,post,weight\n1,2,3\n"))
	f.Fuzz(checkAny)
}

// FuzzParquet gives any bytes to the reader, between the marks that make them
// Parquet.
func FuzzParquet(f *testing.F) {
	for _, options := range [][]parquet.WriterOption{
		{parquet.DataPageVersion(1)}, {parquet.DataPageVersion(2)},
		{parquet.Compression(&parquet.Snappy)}, {parquet.Compression(&parquet.Zstd)},
	} {
		small := new(table)
		small.add("pre", parquet.Encoded(parquet.Leaf(parquet.Int64Type), &parquet.RLEDictionary), int64s(1, 1, 2)...)
		small.add("post", parquet.Encoded(parquet.Leaf(parquet.Int64Type), &parquet.DeltaBinaryPacked), int64s(2, 3, 1)...)
		small.add("weight", parquet.Optional(parquet.Leaf(parquet.DoubleType)), doubles(1, -2, 0.5)...)
		f.Add(inner(small.parquetFile(f, options...)))
	}
	f.Add(inner(flyWire().parquetFile(f)))
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		checkAny(t, append(append([]byte(parquetMagic), data...), parquetMagic...))
	})
}

// inner is a Parquet file without its marks.
func inner(data []byte) []byte { return data[len(parquetMagic) : len(data)-len(parquetMagic)] }

// checkAny reads a file of any content.
func checkAny(t *testing.T, data []byte) {
	path := filepath.Join(t.TempDir(), "edges")
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	var e edges
	var err error
	allocbound.Check(t, len(data), 64<<20, 4000, func() { e, err = readAll(path, Columns{}) })
	if err != nil {
		oneLineError(t, path, err)
		var row *RowError
		if errors.As(err, &row) && row.Line == 0 && !bytes.HasPrefix(data, []byte(parquetMagic)) {
			t.Errorf("no line: %v", err)
		}
		return
	}
	for i := range e.pre {
		if e.pre[i] < 0 || e.post[i] < 0 || checkWeight(e.weight[i]) != nil {
			t.Fatalf("edge %d: %d, %d, %v", i, e.pre[i], e.post[i], e.weight[i])
		}
	}
	for _, d := range e.delay {
		if d < 1 || d > snn.MaxDelay {
			t.Fatalf("delay %d", d)
		}
	}
}
