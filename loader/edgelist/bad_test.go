package edgelist

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/engine-gpu/engine-gpu/snn"
)

// TestBadText says in one line what is wrong with a text, and where.
func TestBadText(t *testing.T) {
	many := strings.Repeat("1,2,3\n", batchRows)
	for name, c := range map[string]struct {
		text, want string
		cause      error
	}{
		"empty":            {"", "the file is empty", ErrNoRows},
		"no rows":          {"pre,post,weight\n", "no rows", ErrNoRows},
		"no header":        {"1,2,3\n4,5,6\n", `the file has "1", "2", "3"`, ErrNoColumn},
		"missing column":   {"pre,weight,x y\n1,2,3\n", `the file has "pre", "weight", "x y"`, ErrNoColumn},
		"too few fields":   {"pre,post,weight\n1,2,3\n4,5\n", "line 3: 2 fields, the header has 3", nil},
		"too many fields":  {"pre,post,weight\n1,2,3,4\n", "line 2: 4 fields", nil},
		"later batch":      {"pre,post,weight\n" + many + "4,5\n", "line 8194: 2 fields", nil},
		"not a number":     {"pre,post,weight\n1,2,heavy\n", `line 2: weight "heavy" is not a number`, nil},
		"not a weight":     {"pre,post,weight\n1,2,NaN\n", "line 2: weight NaN is not finite", nil},
		"infinite weight":  {"pre,post,weight\n1,2,-Inf\n", "line 2: weight -Inf is not finite", nil},
		"too large":        {"pre,post,weight\n1,2,1e999\n", "is not finite", nil},
		"missing weight":   {"pre,post,weight\n1,2,\n", "line 2: weight is missing", nil},
		"missing neuron":   {"pre,post,weight\n,2,1\n", "line 2: pre is missing", nil},
		"a name":           {"pre,post,weight\nAVAL,2,1\n", `line 2: pre "AVAL" is not a whole number`, nil},
		"negative neuron":  {"pre,post,weight\n1,-2,3\n", "line 2: post -2 is negative", nil},
		"half a neuron":    {"pre,post,weight\n1,1.5,3\n", "post 1.5 is not a whole number", nil},
		"lost digits":      {"pre,post,weight\n1,720575940629970489.0,3\n", "lost digits", nil},
		"beyond 63 bits":   {"pre,post,weight\n1,9223372036854775808,3\n", "outside 0 to 2^63-1", nil},
		"negative delay":   {"pre,post,weight,delay\n1,2,3,-1\n", "line 2: delay -1 is negative", nil},
		"long delay":       {"pre,post,weight,delay\n1,2,3,70000\n", "limit of 65535 ticks", nil},
		"open quote":       {"pre,post,weight\n1,2,3\n\"4,5,6\n", "line 3: ", nil},
		"endless row":      {"pre,post,weight\n1,2,3\n\"" + strings.Repeat("4,5,6\n", 1<<18), "line 3: the row is longer", nil},
		"binary":           {"SQLite format 3\x00\x10", "neither Parquet nor CSV", ErrNotEdgeList},
		"gzip cut short":   {string(zipped(t, "pre,post,weight\n"+many)[:60]), "gzip: ", ErrDamaged},
		"gzip of nothing":  {"\x1f\x8b", "gzip: ", ErrDamaged},
		"Parquet's start":  {"PAR1", "cut short", ErrDamaged},
		"zeros":            {"pre,post,weight\n1,2,0\n", "all weights are 0", ErrNoRows},
		"line breaks in a": {"pre,post,weight\n1,2,\"3\n\n4\"\n", "line 2: weight", nil},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, "edges.csv", []byte(c.text))
			_, _, err := Import(context.Background(), path, Options{Scale: 1})
			if err == nil {
				t.Fatal("no error")
			}
			oneLineError(t, path, err)
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%q, want %q in it", err, c.want)
			}
			if c.cause != nil && !errors.Is(err, c.cause) {
				t.Errorf("%q does not wrap %q", err, c.cause)
			}
		})
	}
}

// TestBadParquet says in one line what is wrong with a Parquet file.
func TestBadParquet(t *testing.T) {
	leaf := parquet.Leaf
	file := func(pre, weight parquet.Node, pres, weights []parquet.Value) []byte {
		f := new(table)
		f.add("pre", pre, pres...)
		f.add("post", leaf(parquet.Int64Type), int64s(1, 2)...)
		f.add("weight", weight, weights...)
		return f.parquetFile(t)
	}
	whole, double := leaf(parquet.Int64Type), leaf(parquet.DoubleType)
	ones, halves := int64s(1, 1), doubles(0.5, 0.5)
	good := file(whole, double, ones, halves)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"a null":           {file(parquet.Optional(whole), double, []parquet.Value{parquet.Int64Value(1), parquet.NullValue()}, halves), "row 2: pre is missing"},
		"a null weight":    {file(whole, parquet.Optional(double), ones, []parquet.Value{parquet.NullValue(), parquet.DoubleValue(1)}), "row 1: weight is missing"},
		"a negative":       {file(whole, double, int64s(1, -4), halves), "row 2: pre -4 is negative"},
		"text":             {file(parquet.String(), double, []parquet.Value{parquet.ValueOf("a"), parquet.ValueOf("b")}, halves), "column pre holds STRING, not numbers"},
		"decimals":         {file(whole, parquet.Decimal(2, 12, parquet.Int64Type), ones, ones), "holds decimal fractions"},
		"beyond 63 bits":   {file(parquet.Uint(64), double, int64s(1, -1), halves), "row 2: pre 18446744073709551615 is outside"},
		"cut short":        {good[:len(good)-20], "its end is missing"},
		"only its ends":    {append(bytes.Clone(good[:4]), good[len(good)-8:]...), "a footer of"},
		"without its data": {append(bytes.Clone(good[:4]), good[len(good)-300:]...), "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, "edges.parquet", c.data)
			_, err := readAll(path, Columns{})
			if err == nil {
				t.Fatal("no error")
			}
			oneLineError(t, path, err)
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%q, want %q in it", err, c.want)
			}
		})
	}
}

// TestCutAnywhere cuts files at every length: an error, or, for text, fewer
// rows, but never a panic.
func TestCutAnywhere(t *testing.T) {
	data := flyWire().parquetFile(t, parquet.Compression(&parquet.Snappy))
	for n := range data {
		if _, err := readAll(write(t, "edges.parquet", data[:n]), Columns{}); err == nil {
			t.Fatalf("no error after %d of %d bytes", n, len(data))
		}
	}
}

// TestMissingFile passes on why a file cannot be opened.
func TestMissingFile(t *testing.T) {
	if _, err := Open("missing.csv", Columns{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
	dir := t.TempDir()
	if _, err := Open(dir, Columns{}); err == nil {
		t.Error("a folder was opened")
	}
}

// TestTooManyNeurons refuses counts beyond the limits, before memory is given
// to them.
func TestTooManyNeurons(t *testing.T) {
	path := write(t, "edges.csv", []byte("Presynaptic_Index,Postsynaptic_Index,Excitatory x Connectivity\n0,67108864,1\n"))
	_, _, err := Import(context.Background(), path, Options{Scale: 1})
	if err == nil || !strings.Contains(err.Error(), "index 67108864 is beyond the limit of 67108864 neurons") {
		t.Errorf("error %v", err)
	}
	_, _, err = Import(context.Background(), write(t, "edges.csv", []byte("pre,post,weight\n0,5,1\n")), Options{Scale: 1, Neurons: 5})
	if err == nil || !strings.Contains(err.Error(), "neuron 5 is outside of 5 neurons, 0 to 4") {
		t.Errorf("error %v", err)
	}
	if err := checkRows(snn.MaxSynapses+1, 1<<40); err == nil || !strings.Contains(err.Error(), "limit of 2147483647 synapses") {
		t.Errorf("error %v", err)
	}
	if err := checkRows(1<<30, 1000); !errors.Is(err, ErrDamaged) {
		t.Errorf("error %v", err)
	}
}
