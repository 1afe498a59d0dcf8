package sqlitefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// PageSize is the size of a page: SQLite's own default.
const PageSize = 4096

const (
	fileHeader = 100
	// lockPage holds the bytes that SQLite locks, at 1 GiB. It must stay unused.
	lockPage = 1<<30/PageSize + 1
	// batch is how many bytes of pages are written at once.
	batch = 256 * PageSize
	// version is the SQLite release whose format this is, as it stands in the
	// header: only information.
	version = 3_040_001
)

// Writer writes a database to a new, empty file: tables and indexes first,
// page 1 with the schema in Close.
type Writer struct {
	file    io.WriterAt
	pages   uint32 // numbered so far, with page 1
	pending []byte // the last of them, not yet written
	schema  []schemaEntry
	err     error // the first one; nothing is written after it
}

type schemaEntry struct {
	kind, name, table, sql string
	root                   uint32
}

// New returns a writer of a database.
func New(file io.WriterAt) *Writer {
	return &Writer{file: file, pages: 1, pending: make([]byte, 0, batch)}
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// nextPage is the number that addPage will give.
func (w *Writer) nextPage() uint32 { return following(w.pages) }

// pageAfterNext is the number that addPage will give after that.
func (w *Writer) pageAfterNext() uint32 { return following(w.nextPage()) }

func following(n uint32) uint32 {
	if n+1 == lockPage {
		return n + 2
	}
	return n + 1
}

// addPage appends a page to the file and returns its number.
func (w *Writer) addPage(data []byte) uint32 {
	if w.pages >= math.MaxUint32-2 {
		w.fail(errors.New("more pages than a SQLite database can have"))
		return w.pages
	}
	if w.pages+1 == lockPage {
		w.put(make([]byte, PageSize))
	}
	w.put(data)
	return w.pages
}

func (w *Writer) put(data []byte) {
	w.pages++
	w.pending = append(w.pending, data...)
	if len(w.pending) >= batch {
		w.flush()
	}
}

func (w *Writer) flush() {
	if w.err == nil && len(w.pending) > 0 {
		offset := int64(w.pages)*PageSize - int64(len(w.pending))
		if _, err := w.file.WriteAt(w.pending, offset); err != nil {
			w.fail(err)
		}
	}
	w.pending = w.pending[:0]
}

// describe adds an entry to the schema and returns its number.
func (w *Writer) describe(kind, name, table, sql string) int {
	w.schema = append(w.schema, schemaEntry{kind: kind, name: name, table: table, sql: sql})
	return len(w.schema) - 1
}

func (w *Writer) root(entry int, page uint32) { w.schema[entry].root = page }

// Close writes what is pending and the first page, which makes the file a
// database, and returns the first error of all. The file itself stays open.
func (w *Writer) Close() error {
	first, err := w.firstPage()
	if err != nil {
		w.fail(err)
	}
	w.flush()
	if w.err != nil {
		return w.err
	}
	_, err = w.file.WriteAt(first, 0)
	return err
}

// firstPage is the file's header and, as rows of a table, the schema (file
// format, sections 1.3 and 2.6).
func (w *Writer) firstPage() ([]byte, error) {
	var p page
	p.reset(leafTable, fileHeader)
	var r Record
	var cell []byte
	for i, e := range w.schema {
		if e.root == 0 {
			return nil, fmt.Errorf("%s %s was not closed", e.kind, e.name)
		}
		r.Reset()
		r.Text(e.kind)
		r.Text(e.name)
		r.Text(e.table)
		r.Int(int64(e.root))
		r.Text(e.sql)
		cell = appendVarint(cell[:0], uint64(r.size()))
		cell = appendVarint(cell, uint64(i+1))
		if !p.add(r.appendTo(cell)) {
			return nil, errors.New("the schema does not fit on the first page")
		}
	}
	data := p.seal(0)
	copy(data, "SQLite format 3\x00")
	binary.BigEndian.PutUint16(data[16:], PageSize)
	data[18], data[19] = 1, 1                 // rollback journal, for writing and reading
	data[21], data[22], data[23] = 64, 32, 32 // payload fractions, fixed by the format
	put := func(offset int, x uint32) { binary.BigEndian.PutUint32(data[offset:], x) }
	put(24, 1) // change counter
	put(28, w.pages)
	put(40, uint32(len(w.schema))) // schema cookie
	put(44, 4)                     // schema format
	put(56, 1)                     // UTF-8
	put(92, 1)                     // change counter for which the page count holds
	put(96, version)
	return data, nil
}
