package sqlitefile

import (
	"encoding/binary"
	"fmt"
)

// Payloads above largestLocal bytes keep only a part in their cell and the
// rest on a chain of overflow pages (file format, section 1.6).
const (
	largestLocal  = PageSize - 35
	smallestLocal = (PageSize-12)*32/255 - 23
	overflowData  = PageSize - 4 // behind the number of the next page
)

// Table writes the rows of one table.
type Table struct {
	w        *Writer
	entry    int // in the schema
	leaf     page
	children []child
	last     int64 // rowid of the last row
	rows     int
	cell     []byte
	payload  []byte
}

// child is a finished page of a table and the largest rowid below it.
type child struct {
	page uint32
	key  int64
}

// Table begins a table. Its statement must be the CREATE TABLE that describes
// the records. Tables may be written side by side; each ends with Close.
func (w *Writer) Table(name, sql string) *Table {
	t := &Table{w: w, entry: w.describe("table", name, name, sql)}
	t.leaf.reset(leafTable, 0)
	return t
}

// Append adds a row. Rowids must ascend; an error of the file shows in Close.
func (t *Table) Append(rowid int64, r *Record) {
	if t.rows > 0 && rowid <= t.last {
		t.w.fail(fmt.Errorf("rowid %d after %d", rowid, t.last))
		return
	}
	size := r.size()
	t.cell = appendVarint(t.cell[:0], uint64(size))
	t.cell = appendVarint(t.cell, uint64(rowid))
	if size <= largestLocal {
		t.cell = r.appendTo(t.cell)
	} else {
		t.payload = r.appendTo(t.payload[:0])
		t.spill()
	}
	if !t.leaf.add(t.cell) {
		t.flush()
		t.leaf.add(t.cell)
	}
	t.last = rowid
	t.rows++
}

// spill puts a long payload's first part into the cell and the rest on
// overflow pages.
func (t *Table) spill() {
	local := smallestLocal + (len(t.payload)-smallestLocal)%overflowData
	if local > largestLocal {
		local = smallestLocal
	}
	t.cell = append(t.cell, t.payload[:local]...)
	t.cell = binary.BigEndian.AppendUint32(t.cell, t.w.nextPage())
	for rest := t.payload[local:]; len(rest) > 0; {
		var data [PageSize]byte
		n := copy(data[4:], rest)
		if rest = rest[n:]; len(rest) > 0 {
			binary.BigEndian.PutUint32(data[:], t.w.pageAfterNext())
		}
		t.w.addPage(data[:])
	}
}

func (t *Table) flush() {
	t.children = append(t.children, child{t.w.addPage(t.leaf.seal(0)), t.last})
	t.leaf.reset(leafTable, 0)
}

// Close ends the table: what is left of it is written, then the pages above
// its leaves.
func (t *Table) Close() {
	if t.leaf.cells > 0 || len(t.children) == 0 {
		t.flush()
	}
	const perPage = (PageSize-interiorHeader)/(4+9+2) + 1 // child, longest varint, offset
	level := t.children
	for len(level) > 1 {
		var above []child
		for group := range evenGroups(len(level), perPage) {
			above = append(above, t.interior(level[group.from:group.to]))
		}
		level = above
	}
	t.w.root(t.entry, level[0].page)
}

func (t *Table) interior(children []child) child {
	p := &t.leaf
	p.reset(interiorTable, 0)
	rightmost := children[len(children)-1]
	for _, c := range children[:len(children)-1] {
		t.cell = binary.BigEndian.AppendUint32(t.cell[:0], c.page)
		t.cell = appendVarint(t.cell, uint64(c.key))
		p.add(t.cell)
	}
	return child{t.w.addPage(p.seal(rightmost.page)), rightmost.key}
}
