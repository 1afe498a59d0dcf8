package sqlitefile

import (
	"encoding/binary"
	"fmt"
)

// largestKey is the largest payload that an index page holds in full. Keys of
// a brain are far below it.
const largestKey = (PageSize-12)*64/255 - 23

// Index writes one index: a b-tree in which every entry stands once, on a leaf
// or between two pages.
type Index struct {
	w          *Writer
	entry      int
	leaf       page
	lastSize   int      // of the cell that the leaf got last
	children   []uint32 // finished leaves
	separators [][]byte // the entries between them
	next       []byte   // the entry that was appended last: it waits until another one follows
}

// Index begins an index of a table.
func (w *Writer) Index(name, table, sql string) *Index {
	x := &Index{w: w, entry: w.describe("index", name, table, sql)}
	x.leaf.reset(leafIndex, 0)
	return x
}

// Append adds an entry: the indexed values and the rowid, in index order.
func (x *Index) Append(r *Record) {
	size := r.size()
	if size > largestKey {
		x.w.fail(fmt.Errorf("an index key of %d bytes is longer than %d", size, largestKey))
		return
	}
	if len(x.next) > 0 {
		x.place()
	}
	x.next = appendVarint(x.next[:0], uint64(size))
	x.next = r.appendTo(x.next)
}

// place puts the waiting entry on the leaf or, when that is full, between it
// and the one that begins.
func (x *Index) place() {
	if x.leaf.add(x.next) {
		x.lastSize = len(x.next)
		return
	}
	x.flush(append([]byte(nil), x.next...))
}

func (x *Index) flush(separator []byte) {
	x.children = append(x.children, x.w.addPage(x.leaf.seal(0)))
	x.separators = append(x.separators, separator)
	x.leaf.reset(leafIndex, 0)
}

// Close ends the index and writes the pages above its leaves.
func (x *Index) Close() {
	if len(x.next) > 0 && !x.leaf.add(x.next) {
		// The last entry cannot stand between two leaves: its neighbour does.
		x.flush(x.leaf.takeLast(x.lastSize))
		x.leaf.add(x.next)
	}
	x.children = append(x.children, x.w.addPage(x.leaf.seal(0)))

	longest := 0
	for _, s := range x.separators {
		longest = max(longest, len(s))
	}
	perPage := (PageSize-interiorHeader)/(4+longest+2) + 1
	for len(x.children) > 1 {
		var children []uint32
		var separators [][]byte
		for group := range evenGroups(len(x.children), perPage) {
			children = append(children, x.interior(group))
			if group.to < len(x.children) {
				separators = append(separators, x.separators[group.to-1])
			}
		}
		x.children, x.separators = children, separators
	}
	x.w.root(x.entry, x.children[0])
}

func (x *Index) interior(g group) uint32 {
	p := &x.leaf
	p.reset(interiorIndex, 0)
	var cell []byte
	for i := g.from; i < g.to-1; i++ {
		cell = binary.BigEndian.AppendUint32(cell[:0], x.children[i])
		p.add(append(cell, x.separators[i]...))
	}
	return x.w.addPage(p.seal(x.children[g.to-1]))
}
