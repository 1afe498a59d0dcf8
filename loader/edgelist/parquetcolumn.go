package edgelist

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/engine-gpu/engine-gpu/internal/parquetcheck"
)

// parquetColumn reads the values of one column.
type parquetColumn struct {
	name     string
	index    int // among the columns that hold values
	kind     parquet.Kind
	unsigned bool
	levels   parquetcheck.Levels

	pages  parquet.Pages // of the present row group
	page   parquet.Page  // the present one; nil: none
	values parquet.ValueReader
	buffer []parquet.Value
}

// newParquetColumn checks that a column holds numbers, one a row.
func newParquetColumn(c *parquet.Column) (*parquetColumn, error) {
	if !c.Leaf() || c.Repeated() {
		return nil, fmt.Errorf("column %s holds lists or structures, not numbers", c.Name())
	}
	t := c.Type()
	column := &parquetColumn{name: c.Name(), index: c.Index(), kind: t.Kind(), unsigned: isUnsigned(t)}
	if c.Optional() {
		column.levels.Definition = 1
	}
	switch column.kind {
	case parquet.Int32, parquet.Int64, parquet.Float, parquet.Double:
	default:
		return nil, fmt.Errorf("column %s holds %s, not numbers", c.Name(), t)
	}
	if isDecimal(t) {
		return nil, fmt.Errorf("column %s holds decimal fractions (%s): store them as floats", c.Name(), t)
	}
	return column, nil
}

func isUnsigned(t parquet.Type) bool {
	logical := t.LogicalType()
	if logical == nil {
		return false
	}
	whole, ok := logical.Value.(*format.IntType)
	return ok && !whole.IsSigned
}

// enter goes to the column's part of a row group.
func (c *parquetColumn) enter(chunk parquet.ColumnChunk) {
	c.close()
	c.pages = chunk.Pages()
}

func (c *parquetColumn) close() {
	c.leavePage()
	if c.pages != nil {
		c.pages.Close() //nolint:errcheck // there is nothing to lose
		c.pages = nil
	}
}

func (c *parquetColumn) leavePage() {
	if c.page != nil {
		parquet.Release(c.page)
		c.page, c.values = nil, nil
	}
}

// read reads the next n values into the buffer.
func (c *parquetColumn) read(n int) error {
	if cap(c.buffer) < n {
		c.buffer = make([]parquet.Value, n)
	}
	c.buffer = c.buffer[:n]
	for filled := 0; filled < n; {
		if c.page == nil {
			page, err := c.pages.ReadPage()
			if errors.Is(err, io.EOF) {
				return io.ErrUnexpectedEOF
			}
			if err != nil {
				return err
			}
			c.page, c.values = page, page.Values()
		}
		got, err := c.values.ReadValues(c.buffer[filled:])
		filled += got
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err != nil || got == 0 {
			c.leavePage()
		}
	}
	return nil
}

// neuron returns value i as a neuron's number.
func (c *parquetColumn) neuron(i int) (int64, error) {
	v := &c.buffer[i]
	if v.IsNull() {
		return 0, errMissing
	}
	var id int64
	switch c.kind {
	case parquet.Int32:
		if id = int64(v.Int32()); c.unsigned {
			id = int64(v.Uint32())
		}
	case parquet.Int64:
		if id = v.Int64(); c.unsigned && id < 0 {
			return 0, fmt.Errorf("%d is outside 0 to 2^63-1", v.Uint64())
		}
	case parquet.Float:
		return neuronOf(float64(v.Float()))
	case parquet.Double:
		return neuronOf(v.Double())
	}
	return id, checkNeuron(id)
}

// number returns value i as a float.
func (c *parquetColumn) number(i int) (float64, error) {
	v := &c.buffer[i]
	if v.IsNull() {
		return math.NaN(), errMissing
	}
	switch {
	case c.kind == parquet.Int32 && c.unsigned:
		return float64(v.Uint32()), nil
	case c.kind == parquet.Int32:
		return float64(v.Int32()), nil
	case c.kind == parquet.Int64 && c.unsigned:
		return float64(v.Uint64()), nil
	case c.kind == parquet.Int64:
		return float64(v.Int64()), nil
	case c.kind == parquet.Float:
		return float64(v.Float()), nil
	}
	return v.Double(), nil
}
