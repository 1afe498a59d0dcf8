package record_test

import (
	"context"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// readWithArrow reads a Parquet file with Apache Arrow, a reader that shares no
// code with the writer: names and types of the columns, and their values.
func readWithArrow(t *testing.T, path string) (schema *arrow.Schema, columns map[string][]any) {
	t.Helper()
	in, err := file.OpenParquetFile(path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	reader, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{BatchSize: 1 << 12}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	table, err := reader.ReadTable(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer table.Release()
	columns = map[string][]any{}
	for i := range int(table.NumCols()) {
		column := table.Column(i)
		for _, chunk := range column.Data().Chunks() {
			columns[column.Name()] = append(columns[column.Name()], arrowValues(t, chunk)...)
		}
	}
	return table.Schema(), columns
}

func arrowValues(t *testing.T, chunk arrow.Array) (values []any) {
	for i := range chunk.Len() {
		if chunk.IsNull(i) {
			t.Fatal("a value is missing")
		}
		switch x := chunk.(type) {
		case *array.Int32:
			values = append(values, x.Value(i))
		case *array.Int64:
			values = append(values, x.Value(i))
		case *array.Float32:
			values = append(values, x.Value(i))
		case *array.Float64:
			values = append(values, x.Value(i))
		case *array.String:
			values = append(values, x.Value(i))
		default:
			t.Fatalf("a column of %T", chunk)
		}
	}
	return values
}
