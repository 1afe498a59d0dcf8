package edgelist

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// batchRows is how many rows are read at a time.
const batchRows = 8192

// Batch holds consecutive rows of an edge list in columns of one length.
type Batch struct {
	Pre, Post []int64 // neurons, at least 0
	Weight    []float64
	Delay     []int32 // [ticks], 1 to snn.MaxDelay; nil if the list has none
}

// Len returns the number of rows.
func (b *Batch) Len() int { return len(b.Weight) }

// reset empties the batch.
func (b *Batch) reset() {
	b.Pre, b.Post, b.Weight, b.Delay = b.Pre[:0], b.Post[:0], b.Weight[:0], b.Delay[:0]
}

// Source is an open edge list.
type Source struct {
	path   string
	file   *os.File
	rows   rowReader
	batch  Batch
	failed error
}

// rowReader reads the rows of one format.
type rowReader interface {
	// columns names the columns it reads.
	columns() Columns
	// next fills an empty batch with up to batchRows rows; io.EOF at the end.
	next(b *Batch) error
	// share is how much of the file has been read, 0 to 1.
	share() float64
	close()
}

// Open opens an edge list. What want leaves empty is found by the names that
// are known: see [Columns] and the order in knownColumns. Whether a file is
// Parquet, gzip or CSV is told by its content.
func Open(path string, want Columns) (*Source, error) {
	if info, err := os.Stat(path); err == nil && info.Mode()&os.ModeNamedPipe != 0 {
		return nil, pathError(path, errors.New("is a pipe, which cannot be read twice: write the edges to a file first"))
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, pathError(path, err)
	}
	s := &Source{path: path, file: file}
	if s.rows, err = s.open(want); err != nil {
		file.Close()
		return nil, pathError(path, err)
	}
	return s, nil
}

func (s *Source) open(want Columns) (rowReader, error) {
	info, err := s.file.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errors.New("is a folder: name a file")
	}
	if info.Mode().IsRegular() && info.Size() == 0 {
		return nil, fmt.Errorf("%w: the file is empty", ErrNoRows)
	}
	in := bufio.NewReaderSize(&counter{r: s.file}, readAhead)
	magic, err := in.Peek(len(parquetMagic))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if string(magic) == parquetMagic && info.Mode().IsRegular() {
		return openParquet(s.file, info.Size(), want)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return openCSV(s.file, info.Size(), want)
}

// Columns names the columns that are read, as the file spells them.
func (s *Source) Columns() Columns { return s.rows.columns() }

// Share is how much of the file has been read, 0 to 1.
func (s *Source) Share() float64 { return s.rows.share() }

// Next returns the next rows in the order of the file, or io.EOF at the end.
// The batch is valid until the next call. After an error it returns the same
// error.
func (s *Source) Next() (*Batch, error) {
	if s.failed != nil {
		return nil, s.failed
	}
	s.batch.reset()
	if err := s.rows.next(&s.batch); err != nil {
		if !errors.Is(err, io.EOF) {
			err = pathError(s.path, err)
		}
		s.failed = err
		return nil, err
	}
	return &s.batch, nil
}

// Close closes the file.
func (s *Source) Close() error {
	s.rows.close()
	return s.file.Close()
}

// pathError begins an error with the file's name, once.
func pathError(path string, err error) error {
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		err = onPath.Err
	}
	return fmt.Errorf("%s: %w", path, brief{err})
}

// counter counts the bytes read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
