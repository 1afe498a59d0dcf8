package edgelist

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// write writes a file into a folder of the test and returns its path.
func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func zipped(t testing.TB, data string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, data)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// table is what a Parquet file is made of: columns of one length.
type table struct {
	names  []string
	nodes  []parquet.Node
	values [][]parquet.Value // by column
	group  int               // rows of a row group; 0: all
}

func (t *table) add(name string, node parquet.Node, values ...parquet.Value) {
	t.names, t.nodes, t.values = append(t.names, name), append(t.nodes, node), append(t.values, values)
}

// parquetFile writes the table as Parquet.
func (t *table) parquetFile(tb testing.TB, options ...parquet.WriterOption) []byte {
	tb.Helper()
	group := parquet.Group{}
	for i, name := range t.names {
		group[name] = t.nodes[i]
	}
	order := slices.Sorted(slices.Values(t.names)) // as Group sorts its columns
	var b bytes.Buffer
	w := parquet.NewGenericWriter[any](&b, append(options, parquet.NewSchema("edges", group))...)
	for i := range t.values[0] {
		row := make(parquet.Row, len(order))
		for k, name := range order {
			at := slices.Index(t.names, name)
			v := t.values[at][i]
			level := 0
			if t.nodes[at].Optional() && !v.IsNull() {
				level = 1
			}
			row[k] = v.Level(0, level, k)
		}
		if _, err := w.WriteRows([]parquet.Row{row}); err != nil {
			tb.Fatal(err)
		}
		if t.group > 0 && (i+1)%t.group == 0 {
			if err := w.Flush(); err != nil {
				tb.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func int64s(xs ...int64) (values []parquet.Value) {
	for _, x := range xs {
		values = append(values, parquet.Int64Value(x))
	}
	return values
}

func doubles(xs ...float64) (values []parquet.Value) {
	for _, x := range xs {
		values = append(values, parquet.DoubleValue(x))
	}
	return values
}

// flyWire is a small table with the columns of Shiu et al.'s connectivity.
func flyWire() *table {
	t := new(table)
	root := int64(720575940600000000)
	t.add("Presynaptic_ID", parquet.Leaf(parquet.Int64Type), int64s(root+7, root+7, root+3, root+9)...)
	t.add("Postsynaptic_ID", parquet.Leaf(parquet.Int64Type), int64s(root+3, root+9, root+7, root+7)...)
	t.add("Presynaptic_Index", parquet.Leaf(parquet.Int64Type), int64s(1, 1, 0, 3)...)
	t.add("Postsynaptic_Index", parquet.Leaf(parquet.Int64Type), int64s(0, 3, 1, 1)...)
	t.add("Connectivity", parquet.Leaf(parquet.Int64Type), int64s(5, 6, 7, 8)...)
	t.add("Excitatory", parquet.Leaf(parquet.Int64Type), int64s(1, 1, -1, 1)...)
	t.add("Excitatory x Connectivity", parquet.Leaf(parquet.Int64Type), int64s(5, 6, -7, 8)...)
	return t
}

// edges is an edge list in memory.
type edges struct {
	pre, post []int64
	weight    []float64
	delay     []int32
}

// readAll reads an edge list.
func readAll(path string, want Columns) (e edges, err error) {
	s, err := Open(path, want)
	if err != nil {
		return e, err
	}
	defer s.Close()
	for {
		b, err := s.Next()
		if errors.Is(err, io.EOF) {
			return e, nil
		}
		if err != nil {
			return e, err
		}
		if n := b.Len(); n == 0 || len(b.Pre) != n || len(b.Post) != n || len(b.Delay) != 0 && len(b.Delay) != n {
			return e, fmt.Errorf("a batch of %d, %d, %d and %d values", len(b.Pre), len(b.Post), n, len(b.Delay))
		}
		e.pre, e.post = append(e.pre, b.Pre...), append(e.post, b.Post...)
		e.weight, e.delay = append(e.weight, b.Weight...), append(e.delay, b.Delay...)
	}
}

func (e *edges) equal(o *edges) bool {
	return slices.Equal(e.pre, o.pre) && slices.Equal(e.post, o.post) && slices.Equal(e.weight, o.weight) && slices.Equal(e.delay, o.delay)
}

// oneLineError checks that an error is one line of sensible length that begins
// with the file.
func oneLineError(t testing.TB, path string, err error) {
	t.Helper()
	text := err.Error()
	if !strings.HasPrefix(text, path+": ") || strings.ContainsAny(text, "\r\n") || len(text) > len(path)+800 {
		t.Errorf("not one line that begins with the file: %q", text)
	}
}
