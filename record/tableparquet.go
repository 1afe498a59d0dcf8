package record

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
	"github.com/parquet-go/parquet-go/format"

	"github.com/engine-gpu/engine-gpu/internal/parquetcheck"
)

// rowGroupRows bounds what a Parquet writer keeps in memory: a row group's
// compressed pages.
const rowGroupRows = 1 << 20

// parquetWriter writes a table as Parquet: zstd over whole numbers as deltas,
// floats and texts as they are.
type parquetWriter struct {
	to      *parquet.GenericWriter[any]
	columns []*parquet.ColumnWriter
	row     []parquet.Value
	rows    int // in the row group
}

func newParquetWriter(out io.Writer, columns []Column, program string) (*parquetWriter, error) {
	schema, err := parquetSchema(columns)
	if err != nil {
		return nil, err
	}
	w := parquet.NewGenericWriter[any](out, schema,
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}),
		parquet.CreatedBy("engine-gpu", program, ""),
		parquet.DataPageStatistics(true),
	)
	return &parquetWriter{to: w, columns: w.ColumnWriters(), row: make([]parquet.Value, batchRows)}, nil
}

// parquetSchema builds the schema from a struct type, since the columns of a
// parquet.Group stand in the order of the alphabet.
func parquetSchema(columns []Column) (*parquet.Schema, error) {
	fields := make([]reflect.StructField, len(columns))
	for i, c := range columns {
		var kind reflect.Type
		encoding := ""
		switch c.Type {
		case typeInt32:
			kind, encoding = reflect.TypeFor[int32](), ",delta"
		case typeInt64:
			kind, encoding = reflect.TypeFor[int64](), ",delta"
		case typeFloat32:
			kind = reflect.TypeFor[float32]()
		case typeFloat64:
			kind = reflect.TypeFor[float64]()
		case typeString:
			kind, encoding = reflect.TypeFor[string](), ",dict"
		default:
			return nil, fmt.Errorf("column %s: a table cannot hold %q", c.Name, c.Type)
		}
		fields[i] = reflect.StructField{
			Name: fmt.Sprintf("F%d", i), Type: kind,
			Tag: reflect.StructTag(fmt.Sprintf("parquet:%q", c.Name+encoding)),
		}
	}
	return parquet.NewSchema("recording", parquet.SchemaOf(reflect.New(reflect.StructOf(fields)).Interface())), nil
}

func (w *parquetWriter) write(b *batch) error {
	for i := range b.columns {
		c := &b.columns[i]
		w.row = w.row[:0]
		switch c.kind {
		case typeInt32:
			for _, x := range c.ints {
				w.row = append(w.row, parquet.Int32Value(int32(x)).Level(0, 0, i))
			}
		case typeInt64:
			for _, x := range c.ints {
				w.row = append(w.row, parquet.Int64Value(x).Level(0, 0, i))
			}
		case typeFloat32:
			for _, x := range c.floats {
				w.row = append(w.row, parquet.FloatValue(float32(x)).Level(0, 0, i))
			}
		case typeFloat64:
			for _, x := range c.floats {
				w.row = append(w.row, parquet.DoubleValue(x).Level(0, 0, i))
			}
		case typeString:
			for _, x := range c.texts {
				w.row = append(w.row, parquet.ByteArrayValue([]byte(x)).Level(0, 0, i))
			}
		}
		if _, err := w.columns[i].WriteRowValues(w.row); err != nil {
			return err
		}
	}
	if w.rows += b.rows(); w.rows >= rowGroupRows {
		w.rows = 0
		return w.to.Flush()
	}
	return nil
}

func (w *parquetWriter) close() error { return w.to.Close() }

// readParquet calls f with the rows of a table in batches.
func readParquet(in *os.File, columns []Column, f func(*batch) error) (err error) {
	defer func() { // the library panics at some damaged files
		if p := recover(); p != nil {
			err = fmt.Errorf("damaged: %v", p)
		}
	}()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	meta, err := parquetcheck.Footer(in, info.Size())
	if err != nil {
		return err
	}
	file, err := parquet.OpenFile(in, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return err
	}
	if err := matchColumns(file, columns); err != nil {
		return err
	}
	b := newBatch(columns)
	for i, group := range file.RowGroups() {
		if err := checkRowGroup(in, meta, i, file.Schema(), len(columns)); err != nil {
			return err
		}
		if err := readRowGroup(group, b, f); err != nil {
			return err
		}
	}
	return nil
}

// checkRowGroup checks what the pages of a row group say of themselves. The
// library unpacks those of all groups as the first one has it.
func checkRowGroup(in io.ReaderAt, meta *format.FileMetaData, i int, schema *parquet.Schema, columns int) error {
	group, first := &meta.RowGroups[i], &meta.RowGroups[0]
	if len(group.Columns) != columns {
		return fmt.Errorf("damaged: row group %d has %d columns", i, len(group.Columns))
	}
	for k := range group.Columns {
		chunk := &group.Columns[k]
		if chunk.MetaData.Codec != first.Columns[k].MetaData.Codec {
			return errors.New("row groups compressed in different ways are not read")
		}
		leaf, known := schema.Lookup(schema.Columns()[k]...)
		if !known {
			return fmt.Errorf("damaged: column %d is not in its schema", k)
		}
		levels := parquetcheck.Levels{Repetition: leaf.MaxRepetitionLevel, Definition: leaf.MaxDefinitionLevel}
		if err := parquetcheck.Pages(in, chunk, group.NumRows, levels); err != nil {
			return fmt.Errorf("%w (column %d, row group %d)", err, k, i)
		}
	}
	return nil
}

func matchColumns(file *parquet.File, columns []Column) error {
	var names []string
	for _, path := range file.Schema().Columns() {
		names = append(names, strings.Join(path, "."))
	}
	for i, c := range columns {
		if len(names) != len(columns) || names[i] != c.Name {
			return fmt.Errorf("the columns are %s; the manifest says otherwise", strings.Join(names, ","))
		}
	}
	return nil
}

func readRowGroup(group parquet.RowGroup, b *batch, f func(*batch) error) error {
	rows := group.Rows()
	defer rows.Close()
	buffer := make([]parquet.Row, 1024)
	for {
		n, err := rows.ReadRows(buffer)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		b.reset()
		for _, row := range buffer[:n] {
			if len(row) != len(b.columns) {
				return fmt.Errorf("a row of %d values", len(row))
			}
			for i := range row {
				if err := b.columns[i].take(&row[i]); err != nil {
					return err
				}
			}
		}
		if n > 0 {
			if err := f(b); err != nil {
				return err
			}
		}
		if err != nil || n == 0 {
			return nil
		}
	}
}

func (c *values) take(v *parquet.Value) error {
	switch kind := v.Kind(); {
	case c.kind == typeInt32 && kind == parquet.Int32:
		c.ints = append(c.ints, int64(v.Int32()))
	case c.kind == typeInt64 && kind == parquet.Int64:
		c.ints = append(c.ints, v.Int64())
	case c.kind == typeFloat32 && kind == parquet.Float:
		c.floats = append(c.floats, float64(v.Float()))
	case c.kind == typeFloat64 && kind == parquet.Double:
		c.floats = append(c.floats, v.Double())
	case c.kind == typeString && kind == parquet.ByteArray:
		c.texts = append(c.texts, string(v.ByteArray()))
	default:
		return fmt.Errorf("a value of %s where the manifest says %s", kind, c.kind)
	}
	return nil
}
