package main

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/rogpeppe/go-internal/testscript"
)

// zip FROM TO: compresses a file with gzip.
func zip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: gzip FROM TO")
	}
	f, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	w := gzip.NewWriter(f)
	_, err = io.WriteString(w, ts.ReadFile(args[0]))
	ts.Check(errors.Join(err, w.Close(), f.Close()))
}

// toParquet FROM TO: turns a CSV file of numbers into Parquet, as pandas would:
// columns that may be missing, of whole numbers where they hold no others.
func toParquet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: parquet FROM TO")
	}
	records, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[0]))).ReadAll()
	ts.Check(err)
	header, rows := records[0], records[1:]
	group := parquet.Group{}
	values := map[string][]parquet.Value{}
	for i, name := range header {
		var texts []string
		for _, row := range rows {
			texts = append(texts, row[i])
		}
		kind, column := parquetColumn(ts, texts)
		group[name], values[name] = parquet.Optional(parquet.Leaf(kind)), column
	}
	f, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	w := parquet.NewGenericWriter[any](f, parquet.NewSchema("schema", group), parquet.Compression(&parquet.Snappy), parquet.DataPageVersion(1))
	slices.Sort(header) // as Group does
	for i := range rows {
		row := make(parquet.Row, len(header))
		for k, name := range header {
			row[k] = values[name][i].Level(0, 1, k)
		}
		_, err := w.WriteRows([]parquet.Row{row})
		ts.Check(err)
	}
	ts.Check(errors.Join(w.Close(), f.Close()))
}

// parquetColumn returns the values of a column and their type.
func parquetColumn(ts *testscript.TestScript, texts []string) (kind parquet.Type, values []parquet.Value) {
	for _, text := range texts {
		x, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			break
		}
		values = append(values, parquet.Int64Value(x))
	}
	if len(values) == len(texts) {
		return parquet.Int64Type, values
	}
	values = nil
	for _, text := range texts {
		x, err := strconv.ParseFloat(text, 64)
		ts.Check(err)
		values = append(values, parquet.DoubleValue(x))
	}
	return parquet.DoubleType, values
}
