package sqlitefile

import (
	"encoding/binary"
	"fmt"
	"io"
)

// DamageError says in what way a b-tree is none.
type DamageError struct{ text string }

// Error implements error.
func (d *DamageError) Error() string { return d.text }

func damaged(format string, args ...any) error {
	return &DamageError{fmt.Sprintf(format, args...)}
}

const (
	// SchemaRoot is the page at which the tree of sqlite_schema begins.
	SchemaRoot = 1

	deepestTree = 20 // levels; SQLite gives up there
)

// CountRows returns how many rows the b-tree of a table has that begins at a
// page of a database of a size [bytes]. The file must not change meanwhile.
//
// SQLite itself reads a page as often as the tree names it: some kilobytes can
// be a table of any length. A tree that comes to a page twice is refused, and
// so is one whose rows take more bytes than the file has, for their overflow
// pages can only be shared. What else is wrong with it SQLite tells.
func CountRows(file io.ReaderAt, size int64, root uint32) (int64, error) {
	var header [fileHeader]byte
	if _, err := file.ReadAt(header[:], 0); err != nil {
		return 0, damaged("it ends in its header")
	}
	pageSize := int64(binary.BigEndian.Uint16(header[16:]))
	if pageSize == 1 {
		pageSize = 1 << 16
	}
	if pageSize < 512 || pageSize&(pageSize-1) != 0 {
		return 0, nil // SQLite takes it for no database
	}
	w := treeWalk{file: file, pageSize: pageSize, size: size, seen: map[uint32]*[seenPages / 8]byte{}}
	err := w.page(root, 0)
	return w.rows, err
}

// seenPages is how many pages share a piece of the set of pages seen.
const seenPages = 1 << 15

type treeWalk struct {
	file     io.ReaderAt
	pageSize int64
	size     int64 // of the file
	seen     map[uint32]*[seenPages / 8]byte
	levels   [deepestTree][]byte // the page at each level
	rows     int64
	payload  int64 // of all rows so far
}

// page counts the rows of a page and of all below it.
func (w *treeWalk) page(number uint32, level int) error {
	if level == deepestTree {
		return damaged("a table of more than %d levels", deepestTree)
	}
	at := (int64(number) - 1) * w.pageSize
	if at < 0 || at > w.size-w.pageSize {
		return damaged("page %d is not in the file", number)
	}
	if w.visit(number) {
		return damaged("page %d stands in a table twice", number)
	}
	if w.levels[level] == nil {
		w.levels[level] = make([]byte, w.pageSize)
	}
	page := w.levels[level]
	if _, err := w.file.ReadAt(page, at); err != nil {
		return damaged("page %d cannot be read: %v", number, err)
	}
	origin := int64(0)
	if number == SchemaRoot {
		origin = fileHeader
	}
	header := page[origin:]
	kind, cells := header[0], int64(binary.BigEndian.Uint16(header[3:]))
	inner := kind == interiorTable || kind == interiorIndex
	pointers := int64(leafHeader)
	if inner {
		pointers = interiorHeader
	}
	if !inner && kind != leafTable && kind != leafIndex || origin+pointers+2*cells > w.pageSize {
		return damaged("page %d is not one of a table", number)
	}
	for i := range cells {
		cell := int64(binary.BigEndian.Uint16(header[pointers+2*i:]))
		if cell > w.pageSize-4 {
			return damaged("page %d has a row at byte %d of %d", number, cell, w.pageSize)
		}
		if inner {
			if err := w.page(binary.BigEndian.Uint32(page[cell:]), level+1); err != nil {
				return err
			}
			cell += 4
		}
		if kind != interiorTable {
			if err := w.row(page[cell:], number); err != nil {
				return err
			}
		}
	}
	if inner {
		return w.page(binary.BigEndian.Uint32(header[8:]), level+1)
	}
	return nil
}

// row counts the row whose cell, without a child, begins like this.
func (w *treeWalk) row(cell []byte, page uint32) error {
	w.rows++
	bytes := varint(cell)
	if bytes > uint64(w.size-w.payload) {
		return damaged("the rows up to page %d have more bytes than the file", page)
	}
	w.payload += int64(bytes)
	return nil
}

// varint returns SQLite's variable-length number at the beginning of data; what
// is missing of it is 0.
func varint(data []byte) uint64 {
	var x uint64
	for i := range 9 {
		if i == len(data) {
			return x
		}
		if i == 8 {
			return x<<8 | uint64(data[i])
		}
		x = x<<7 | uint64(data[i]&0x7f)
		if data[i] < 0x80 {
			return x
		}
	}
	return x
}

// visit notes that the walk has come to a page, and reports whether it had been
// there.
func (w *treeWalk) visit(number uint32) bool {
	part := w.seen[number/seenPages]
	if part == nil {
		part = new([seenPages / 8]byte)
		w.seen[number/seenPages] = part
	}
	at, bit := number%seenPages/8, byte(1)<<(number%8)
	before := part[at]&bit != 0
	part[at] |= bit
	return before
}
