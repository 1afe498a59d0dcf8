package edgelist

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

const (
	readAhead = 1 << 18 // [bytes]
	// longestRecord bounds a row, so that a quote left open does not read the
	// rest of the file into memory [bytes].
	longestRecord = 1 << 20
)

var errLongRecord = fmt.Errorf("the row is longer than %d bytes: is a quote left open?", longestRecord)

// csvReader reads a table of text.
type csvReader struct {
	file    *counter
	size    int64
	limit   *recordLimit
	records *csv.Reader
	at      indices
	names   Columns
	fields  int  // of a row
	zipped  bool // the text is in a gzip file
	row     int64
	line    int // on which the latest row begins
}

// openCSV reads the header. The separator is that of comma, tab and semicolon
// that the header holds most of.
func openCSV(file *os.File, size int64, want Columns) (*csvReader, error) {
	r := &csvReader{file: &counter{r: file}, size: size}
	in := bufio.NewReaderSize(r.file, readAhead)
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" { // an error shows below
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return nil, damaged("gzip: %v", err)
		}
		in, r.zipped = bufio.NewReaderSize(unzipped, readAhead), true
	}
	if bom, _ := in.Peek(3); string(bom) == "\ufeff" { // so does this one
		in.Discard(len(bom)) //nolint:errcheck // they have been peeked at
	}
	start, err := in.Peek(1 << 16)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, r.readError(err)
	}
	if len(start) == 0 {
		return nil, fmt.Errorf("%w: the file is empty", ErrNoRows)
	}
	separator, text := separatorOf(start)
	if !text {
		return nil, fmt.Errorf("%w (a Parquet file begins with %s)", ErrNotEdgeList, parquetMagic)
	}
	r.limit = &recordLimit{r: in, left: longestRecord}
	r.records = csv.NewReader(r.limit)
	r.records.Comma = separator
	r.records.ReuseRecord = true
	r.records.FieldsPerRecord = -1 // checked here, with a better message
	r.records.TrimLeadingSpace = separator != '\t'
	header, err := r.records.Read()
	if err != nil {
		return nil, r.readError(err)
	}
	names := make([]string, len(header))
	for i, h := range header {
		names[i] = strings.Clone(strings.TrimSpace(h))
	}
	r.fields = len(names)
	r.at, r.names, err = choose(names, want)
	return r, err
}

// separatorOf returns the separator of a table that starts like this, and
// whether its first line is text at all.
func separatorOf(start []byte) (separator rune, text bool) {
	counts := map[byte]int{}
	quoted := false
	for i, c := range start {
		if c == 0 {
			return 0, false
		}
		if c == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if c == '\n' {
			start = start[:i]
			break
		}
		counts[c]++
	}
	separator = ','
	for _, c := range []byte{'\t', ';'} {
		if counts[c] > counts[byte(separator)] {
			separator = rune(c)
		}
	}
	// The start may end within a letter.
	for range utf8.UTFMax - 1 {
		if r, n := utf8.DecodeLastRune(start); n == 1 && r == utf8.RuneError {
			start = start[:len(start)-1]
		}
	}
	return separator, utf8.Valid(start)
}

func (r *csvReader) columns() Columns { return r.names }

func (r *csvReader) share() float64 {
	if r.size <= 0 {
		return 0
	}
	return min(float64(r.file.n)/float64(r.size), 1)
}

func (r *csvReader) close() {}

func (r *csvReader) next(b *Batch) error {
	for range batchRows {
		r.limit.left = longestRecord
		record, err := r.records.Read()
		if errors.Is(err, io.EOF) {
			if b.Len() > 0 {
				return nil
			}
			return io.EOF
		}
		if err != nil {
			return r.readError(err)
		}
		r.row++
		r.line, _ = r.records.FieldPos(0)
		if err := r.add(b, record); err != nil {
			return &RowError{Line: r.line, Row: r.row, Err: err}
		}
	}
	return nil
}

// add adds one row to the batch.
func (r *csvReader) add(b *Batch, record []string) error {
	if len(record) != r.fields {
		return fmt.Errorf("%d fields, the header has %d", len(record), r.fields)
	}
	field := func(i int) string { return strings.TrimSpace(record[i]) }
	pre, err := parseNeuron(field(r.at.pre))
	if err != nil {
		return fmt.Errorf("%s %w", r.names.Pre, err)
	}
	post, err := parseNeuron(field(r.at.post))
	if err != nil {
		return fmt.Errorf("%s %w", r.names.Post, err)
	}
	weight, err := parseNumber(field(r.at.weight))
	if err == nil {
		err = checkWeight(weight)
	}
	if err != nil {
		return fmt.Errorf("%s %w", r.names.Weight, err)
	}
	b.Pre, b.Post, b.Weight = append(b.Pre, pre), append(b.Post, post), append(b.Weight, weight)
	if r.at.delay < 0 {
		return nil
	}
	ms, err := parseNumber(field(r.at.delay))
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

// readError completes an error of the packages below.
func (r *csvReader) readError(err error) error {
	if r.limit != nil && r.limit.left <= 0 {
		return &RowError{Line: r.line + 1, Row: r.row + 1, Err: errLongRecord}
	}
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		return &RowError{Line: parse.StartLine, Row: r.row + 1, Err: parse.Err}
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%w: the file is empty", ErrNoRows)
	case r.zipped:
		return damaged("gzip: %v", err)
	}
	return err
}

// recordLimit ends a record that does not end by itself.
type recordLimit struct {
	r    io.Reader
	left int
}

func (l *recordLimit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errLongRecord
	}
	n, err := l.r.Read(p)
	l.left -= n
	return n, err
}
