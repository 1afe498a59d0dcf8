package edgelist

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/engine-gpu/engine-gpu/internal/parquetcheck"
)

// parquetReader reads a Parquet file, only the columns that are needed, one
// row group after the other.
type parquetReader struct {
	file  *parquet.File
	raw   io.ReaderAt
	names Columns

	pre, post, weight, delay *parquetColumn // delay is nil if there is none
	group                    int            // the next row group
	left                     int64          // rows of the present one
	row                      int64          // rows read
}

// openParquet reads the description of the file.
func openParquet(file *os.File, size int64, want Columns) (r *parquetReader, err error) {
	err = guard(func() error {
		r, err = newParquetReader(file, size, want)
		return err
	})
	return r, err
}

func newParquetReader(file io.ReaderAt, size int64, want Columns) (*parquetReader, error) {
	if err := checkFooter(file, size); err != nil {
		return nil, err
	}
	f, err := parquet.OpenFile(file, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, damaged("Parquet: %v", err)
	}
	r := &parquetReader{file: f, raw: file}
	var names []string
	for _, c := range f.Root().Columns() {
		names = append(names, c.Name())
	}
	at, found, err := choose(names, want)
	if err != nil {
		return nil, err
	}
	r.names = found
	columns := f.Root().Columns()
	if r.pre, err = newParquetColumn(columns[at.pre]); err != nil {
		return nil, err
	}
	if r.post, err = newParquetColumn(columns[at.post]); err != nil {
		return nil, err
	}
	if r.weight, err = newParquetColumn(columns[at.weight]); err != nil {
		return nil, err
	}
	if at.delay >= 0 {
		if r.delay, err = newParquetColumn(columns[at.delay]); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// guard turns a panic into an error: the library panics on some files that are
// damaged.
func guard(f func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = damaged("Parquet: %v", cause)
		}
	}()
	return f()
}

func (r *parquetReader) columns() Columns { return r.names }

func (r *parquetReader) share() float64 {
	return float64(r.row) / float64(max(r.file.NumRows(), 1))
}

// used lists the columns that are read.
func (r *parquetReader) used() []*parquetColumn {
	columns := []*parquetColumn{r.pre, r.post, r.weight}
	if r.delay != nil {
		columns = append(columns, r.delay)
	}
	return columns
}

func (r *parquetReader) close() {
	for _, c := range r.used() {
		c.close()
	}
}

func (r *parquetReader) next(b *Batch) error {
	return guard(func() error { return r.read(b) })
}

func (r *parquetReader) read(b *Batch) error {
	for r.left == 0 {
		if r.group == len(r.file.RowGroups()) {
			return io.EOF
		}
		if err := r.nextGroup(); err != nil {
			return err
		}
	}
	n := int(min(r.left, batchRows))
	for _, c := range r.used() {
		if err := c.read(n); err != nil {
			return damaged("Parquet: column %s, row group %d: %v", c.name, r.group, err)
		}
	}
	for i := range n {
		if err := r.add(b, i); err != nil {
			return &RowError{Row: r.row + int64(i) + 1, Err: err}
		}
	}
	r.row += int64(n)
	r.left -= int64(n)
	return nil
}

// nextGroup enters the next row group.
func (r *parquetReader) nextGroup() error {
	group := r.file.RowGroups()[r.group]
	raw := &r.file.Metadata().RowGroups[r.group]
	for _, c := range r.used() {
		chunk := &raw.Columns[c.index]
		if chunk.MetaData.Codec != r.file.Metadata().RowGroups[0].Columns[c.index].MetaData.Codec {
			return errors.New("row groups compressed in different ways are not read")
		}
		if err := parquetcheck.Pages(r.raw, chunk, group.NumRows(), c.levels); err != nil {
			return fmt.Errorf("%w (column %s, row group %d)", err, c.name, r.group)
		}
		c.enter(group.ColumnChunks()[c.index])
	}
	r.group++
	r.left = group.NumRows()
	return nil
}

// add adds row i of what has been read to the batch.
func (r *parquetReader) add(b *Batch, i int) error {
	pre, err := r.pre.neuron(i)
	if err != nil {
		return fmt.Errorf("%s %w", r.names.Pre, err)
	}
	post, err := r.post.neuron(i)
	if err != nil {
		return fmt.Errorf("%s %w", r.names.Post, err)
	}
	weight, err := r.weight.number(i)
	if err == nil {
		err = checkWeight(weight)
	}
	if err != nil {
		return fmt.Errorf("%s %w", r.names.Weight, err)
	}
	b.Pre, b.Post, b.Weight = append(b.Pre, pre), append(b.Post, post), append(b.Weight, weight)
	if r.delay == nil {
		return nil
	}
	ms, err := r.delay.number(i)
	if err != nil {
		return fmt.Errorf("%s %w", r.names.Delay, err)
	}
	delay, err := delayOf(ms)
	if err != nil {
		return fmt.Errorf("%s %w", r.names.Delay, err)
	}
	b.Delay = append(b.Delay, delay)
	return nil
}

// isDecimal reports whether whole numbers stand for fractions.
func isDecimal(t parquet.Type) bool {
	logical := t.LogicalType()
	if logical == nil {
		return false
	}
	_, decimal := logical.Value.(*format.DecimalType)
	return decimal
}
