package record

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// csvWriter writes a table as CSV. Numbers read back as the same bits.
type csvWriter struct {
	out  *bufio.Writer
	line []byte
}

func newCSVWriter(out io.Writer, columns []Column) (*csvWriter, error) {
	w := &csvWriter{out: bufio.NewWriterSize(out, 1<<16)}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	_, err := w.out.WriteString(strings.Join(names, ",") + "\n")
	return w, err
}

func (w *csvWriter) write(b *batch) error {
	for row := range b.rows() {
		line := w.line[:0]
		for i := range b.columns {
			if i > 0 {
				line = append(line, ',')
			}
			switch c := &b.columns[i]; c.kind {
			case typeString:
				line = append(line, c.texts[row]...)
			case typeFloat32:
				line = strconv.AppendFloat(line, c.floats[row], 'g', -1, 32)
			case typeFloat64:
				line = strconv.AppendFloat(line, c.floats[row], 'g', -1, 64)
			default:
				line = strconv.AppendInt(line, c.ints[row], 10)
			}
		}
		w.line = append(line, '\n')
		if _, err := w.out.Write(w.line); err != nil {
			return err
		}
	}
	return nil
}

func (w *csvWriter) close() error { return w.out.Flush() }

// readCSV calls f with the rows of a table in batches.
func readCSV(in io.Reader, columns []Column, f func(*batch) error) error {
	r := csv.NewReader(bufio.NewReaderSize(in, 1<<16))
	r.ReuseRecord = true
	names, err := r.Read()
	if errors.Is(err, io.EOF) {
		return errors.New("it is empty")
	}
	if err != nil {
		return err
	}
	for i, c := range columns {
		if len(names) != len(columns) || names[i] != c.Name {
			return fmt.Errorf("the columns are %s; the manifest says otherwise", strings.Join(names, ","))
		}
	}
	b := newBatch(columns)
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		for i, text := range row {
			if err := b.columns[i].parse(text); err != nil {
				return fmt.Errorf("column %s: %w", columns[i].Name, err)
			}
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

func (c *values) parse(text string) error {
	switch c.kind {
	case typeString:
		c.texts = append(c.texts, strings.Clone(text))
	case typeFloat32, typeFloat64:
		x, err := strconv.ParseFloat(text, 8*width(c.kind))
		c.floats = append(c.floats, x)
		return err
	default:
		x, err := strconv.ParseInt(text, 10, 8*width(c.kind))
		c.ints = append(c.ints, x)
		return err
	}
	return nil
}
