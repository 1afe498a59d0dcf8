package record

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// batchRows is how many rows of a table are in hand at a time.
const batchRows = 1 << 13

// batch is some rows of a table by columns.
type batch struct {
	columns []values
}

// values are those of one column: the slice of its type is filled.
type values struct {
	kind   string
	ints   []int64
	floats []float64
	texts  []string
}

func newBatch(columns []Column) *batch {
	b := &batch{columns: make([]values, len(columns))}
	for i := range columns {
		b.columns[i].kind = columns[i].Type
	}
	return b
}

func (b *batch) reset() {
	for i := range b.columns {
		c := &b.columns[i]
		c.ints, c.floats, c.texts = c.ints[:0], c.floats[:0], c.texts[:0]
	}
}

func (b *batch) rows() int {
	c := &b.columns[0]
	return len(c.ints) + len(c.floats) + len(c.texts)
}

// tableWriter writes a table, batch by batch.
type tableWriter interface {
	write(b *batch) error
	close() error
}

// newTableWriter returns what writes a table in a format.
func newTableWriter(out io.Writer, f *File, program string) (tableWriter, error) {
	switch f.Format {
	case FormatCSV:
		return newCSVWriter(out, f.Columns)
	case FormatParquet:
		return newParquetWriter(out, f.Columns, program)
	}
	return nil, fmt.Errorf("a table cannot be written as %q", f.Format)
}

// eachBatch calls f with the records of a spool of one record size; check is
// that of ticks in the first column, or nil.
func (r *spoolReader) eachBatch(check *tickCheck, f func(*batch) error) error {
	in := bufio.NewReaderSize(r.records(), 1<<18)
	one := make([]byte, r.record)
	b := newBatch(r.File.Columns)
	for range r.rows() {
		if _, err := io.ReadFull(in, one); err != nil {
			return err
		}
		if err := check.bytes(one); err != nil {
			return err
		}
		if err := r.decode(one, b); err != nil {
			return err
		}
		if b.rows() == batchRows {
			if err := f(b); err != nil {
				return err
			}
			b.reset()
		}
	}
	if b.rows() == 0 {
		return nil
	}
	return f(b)
}

// decode adds a record to a batch.
func (r *spoolReader) decode(record []byte, b *batch) error {
	for i := range b.columns {
		c := &b.columns[i]
		switch c.kind {
		case typeInt32:
			c.ints = append(c.ints, int64(int32(binary.LittleEndian.Uint32(record))))
		case typeInt64:
			c.ints = append(c.ints, int64(binary.LittleEndian.Uint64(record)))
		case typeFloat32:
			c.floats = append(c.floats, float64(math.Float32frombits(binary.LittleEndian.Uint32(record))))
		case typeFloat64:
			c.floats = append(c.floats, math.Float64frombits(binary.LittleEndian.Uint64(record)))
		case typeString:
			if int(record[0]) >= len(r.Names) {
				return fmt.Errorf("there is no name %d", record[0])
			}
			c.texts = append(c.texts, r.Names[record[0]])
		default:
			return fmt.Errorf("a table cannot hold %q", c.kind)
		}
		record = record[width(c.kind):]
	}
	return nil
}

// eachSpikeBatch calls f with the spikes of a spool, as ticks and the neurons'
// database ids, and gives them to the recheck by ticks.
func (r *spoolReader) eachSpikeBatch(ids []int64, check *tickCheck, again *recheck, f func(*batch) error) error {
	in := bufio.NewReaderSize(r.records(), 1<<18)
	b := newBatch(r.File.Columns)
	tick, neuron := &b.columns[0], &b.columns[1]
	head, last := make([]byte, 8), int32(-1)
	var fired []int32 // in a tick
	for {
		if _, err := io.ReadFull(in, head); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return r.short(err)
		}
		t := int32(binary.LittleEndian.Uint32(head))
		if err := check.tick(t); err != nil {
			return err
		}
		count := binary.LittleEndian.Uint32(head[4:])
		if int64(count) > int64(len(ids)) || t == last {
			return damaged("%s: %d spikes in tick %d of %d neurons, after tick %d", r.path, count, t, len(ids), last)
		}
		last, fired = t, fired[:0]
		for range count {
			if _, err := io.ReadFull(in, head[:4]); err != nil {
				return r.short(err)
			}
			n := binary.LittleEndian.Uint32(head)
			if int64(n) >= int64(len(ids)) || len(fired) > 0 && int32(n) <= fired[len(fired)-1] {
				return damaged("%s: tick %d: a spike of neuron %d, there are %d, in order", r.path, t, n, len(ids))
			}
			fired = append(fired, int32(n))
			tick.ints, neuron.ints = append(tick.ints, int64(t)), append(neuron.ints, ids[n])
			if len(tick.ints) == batchRows {
				if err := f(b); err != nil {
					return err
				}
				b.reset()
			}
		}
		if err := again.add(t, fired); err != nil {
			return err
		}
	}
	if b.rows() == 0 {
		return nil
	}
	return f(b)
}

// short is the error of a spool that ends within a record.
func (r *spoolReader) short(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return damaged("%s: it ends within a record", r.path)
	}
	return fmt.Errorf("%s: %w", r.path, err)
}
