package columnar

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"reflect"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Magic begins every file. Like PNG's, it shows what a transfer as text would
// do to the file.
const Magic = "\x89snn\r\n\x1a\n"

// DamageError says in what way a file is not as it was written.
type DamageError struct{ text string }

// Error implements error.
func (d *DamageError) Error() string { return d.text }

// errTooLarge means that there is not the memory for a file.
var errTooLarge = errors.New("it is too large for this machine")

func damaged(format string, args ...any) error {
	return &DamageError{fmt.Sprintf(format, args...)}
}

// VersionError means that the file is of a version, or a byte order, that this
// program does not know.
type VersionError struct{ text string }

// Error implements error.
func (v *VersionError) Error() string { return v.text }

// The layout: header, table of columns, columns; numbers are little-endian.
const (
	version   = 1
	byteOrder = 0x01020304
	alignment = 64 // of each column, in the file and so in memory

	// The header: magic, version u32, byte order u32, size of the file u64,
	// number of columns u32, size of an entry u32, zeros, and at its end the
	// CRC-32C of all before it and of the table.
	headerSize = 64
	headerSum  = headerSize - 4

	// An entry of the table: name, kind u32, CRC-32C u32, count u64, offset
	// u64, length u64.
	entrySize = 64
	nameSize  = 32

	// maxCount is the largest number of elements of a column.
	maxCount = math.MaxInt32
)

// kind is the type of a column's elements.
type kind uint32

const (
	kindUint8   kind = 1
	kindInt32   kind = 2
	kindInt64   kind = 3
	kindFloat64 kind = 4
)

// size returns the bytes of an element.
func (k kind) size() uint64 {
	switch k {
	case kindUint8:
		return 1
	case kindInt32:
		return 4
	}
	return 8
}

// element is what columns are made of.
type element interface {
	~uint8 | ~int32 | ~int64 | ~float64
}

func kindOf[T element]() kind {
	switch reflect.TypeFor[T]().Kind() {
	case reflect.Uint8:
		return kindUint8
	case reflect.Int32:
		return kindInt32
	case reflect.Int64:
		return kindInt64
	}
	return kindFloat64
}

// entry is what the table says of a column.
type entry struct {
	name   string
	kind   kind
	sum    uint32 // CRC-32C of its bytes
	count  uint64 // elements
	offset uint64 // bytes from the beginning of the file
	length uint64 // bytes
}

// checksum is CRC-32C (Castagnoli).
func checksum(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

func aligned(n uint64) uint64 { return (n + alignment - 1) / alignment * alignment }

// tableEnd returns where the columns begin.
func tableEnd(columns int) uint64 { return headerSize + uint64(columns)*entrySize }

// appendHead appends header and table of a file of the given size.
func appendHead(dst []byte, entries []entry, size uint64) []byte {
	begin := len(dst)
	le := binary.LittleEndian
	dst = append(dst, Magic...)
	dst = le.AppendUint32(dst, version)
	dst = le.AppendUint32(dst, byteOrder)
	dst = le.AppendUint64(dst, size)
	dst = le.AppendUint32(dst, uint32(len(entries)))
	dst = le.AppendUint32(dst, entrySize)
	dst = append(dst, make([]byte, begin+headerSize-len(dst))...)
	for _, e := range entries {
		dst = append(dst, e.name...)
		dst = append(dst, make([]byte, nameSize-len(e.name))...)
		dst = le.AppendUint32(dst, uint32(e.kind))
		dst = le.AppendUint32(dst, e.sum)
		dst = le.AppendUint64(dst, e.count)
		dst = le.AppendUint64(dst, e.offset)
		dst = le.AppendUint64(dst, e.length)
	}
	head := dst[begin:]
	le.PutUint32(head[headerSum:], headChecksum(head))
	return dst
}

// headChecksum is the checksum of header and table, but for the checksum
// itself.
func headChecksum(head []byte) uint32 {
	return crc32.Update(checksum(head[:headerSum]), crc32.MakeTable(crc32.Castagnoli), head[headerSize:])
}

// parseHead reads header and table of a file of a size [bytes] that begins with
// the given bytes. What it returns lies within the file, one column behind the
// other.
func parseHead(data []byte, fileSize uint64, columns []column) ([]entry, error) {
	if len(data) < headerSize || string(data[:len(Magic)]) != Magic {
		return nil, damaged("it ends in its header, or has none")
	}
	le := binary.LittleEndian
	if v := le.Uint32(data[8:]); v != version {
		return nil, &VersionError{fmt.Sprintf("it is of version %d of the format, this program reads version %d", v, version)}
	}
	if order := le.Uint32(data[12:]); order != byteOrder {
		return nil, &VersionError{fmt.Sprintf("its byte order mark is %08x, little-endian files have %08x", order, byteOrder)}
	}
	if size := le.Uint64(data[16:]); size != fileSize {
		return nil, damaged("it was written with %d bytes and has %d", size, fileSize)
	}
	count, size := le.Uint32(data[24:]), le.Uint32(data[28:])
	if int64(count) > int64(len(columns)) || size != entrySize || tableEnd(int(count)) > uint64(len(data)) {
		return nil, damaged("its table of %d columns, %d bytes each, is not one of version %d", count, size, version)
	}
	head := data[:tableEnd(int(count))]
	if want, got := le.Uint32(head[headerSum:]), headChecksum(head); want != got {
		return nil, damaged("the checksum of its header is %08x, %08x is stored", got, want)
	}
	entries := make([]entry, count)
	for i := range entries {
		row := head[headerSize+i*entrySize:]
		entries[i] = entry{
			name: string(bytes.TrimRight(row[:nameSize], "\x00")),
			kind: kind(le.Uint32(row[32:])), sum: le.Uint32(row[36:]),
			count: le.Uint64(row[40:]), offset: le.Uint64(row[48:]), length: le.Uint64(row[56:]),
		}
	}
	return entries, checkPlaces(entries, fileSize)
}

// checkPlaces checks that each column stands where the one before it ends, and
// the file ends with the last.
func checkPlaces(entries []entry, size uint64) error {
	next := aligned(tableEnd(len(entries)))
	for _, e := range entries {
		switch {
		case e.count > maxCount:
			return damaged("the column %q has %d elements, more than the limit of %d", e.name, e.count, maxCount)
		case e.length != e.count*e.kind.size():
			return damaged("the column %q has %d elements in %d bytes", e.name, e.count, e.length)
		case e.offset != next:
			return damaged("the column %q begins at byte %d, not %d", e.name, e.offset, next)
		case e.length > size-min(size, e.offset):
			return damaged("the column %q ends behind the file", e.name)
		}
		next = aligned(e.offset + e.length)
	}
	if next != size {
		return damaged("its columns end at byte %d, the file at %d", next, size)
	}
	return nil
}

// rowLimit returns how many rows a table may have.
func rowLimit(table string) uint64 {
	if table == "neurons" {
		return snn.MaxNeurons
	}
	return maxCount
}
