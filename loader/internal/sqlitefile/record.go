package sqlitefile

import (
	"encoding/binary"
	"math"
)

// Record collects the values of one row in SQLite's record format: a header of
// serial types, then the values (file format, section 2.1). The zero Record is
// empty; Reset makes it ready for the next row.
type Record struct {
	types  []byte // serial types as varints
	values []byte
}

// Serial types of the record format.
const (
	serialNull = 0
	serialReal = 7
	serialZero = 8
	serialOne  = 9
	serialText = 13 // plus twice the length
)

// Reset empties the record. It keeps its memory.
func (r *Record) Reset() { r.types, r.values = r.types[:0], r.values[:0] }

// Null adds a NULL. The rowid's own column is stored so: its value stands in
// the cell.
func (r *Record) Null() { r.types = append(r.types, serialNull) }

// Int adds an integer in the fewest bytes that the format has for it.
func (r *Record) Int(x int64) {
	switch {
	case x == 0:
		r.types = append(r.types, serialZero)
	case x == 1:
		r.types = append(r.types, serialOne)
	case x == int64(int8(x)):
		r.integer(1, 1, x)
	case x == int64(int16(x)):
		r.integer(2, 2, x)
	case x == x<<40>>40:
		r.integer(3, 3, x)
	case x == int64(int32(x)):
		r.integer(4, 4, x)
	case x == x<<16>>16:
		r.integer(5, 6, x)
	default:
		r.integer(6, 8, x)
	}
}

func (r *Record) integer(serial byte, bytes int, x int64) {
	r.types = append(r.types, serial)
	var whole [8]byte
	binary.BigEndian.PutUint64(whole[:], uint64(x))
	r.values = append(r.values, whole[8-bytes:]...)
}

// largestCompact is the largest whole number that SQLite stores as an integer
// in a REAL column: the largest of six bytes.
const largestCompact = 1<<47 - 1

// Real adds a floating-point number of a REAL column. Whole numbers are stored
// as integers, as SQLite does to save space. The negative zero keeps its sign:
// unlike SQLite, which turns it into 0, this stores its bits.
func (r *Record) Real(x float64) {
	if math.Abs(x) <= largestCompact && x == math.Trunc(x) && !(x == 0 && math.Signbit(x)) {
		r.Int(int64(x))
		return
	}
	r.types = append(r.types, serialReal)
	r.values = binary.BigEndian.AppendUint64(r.values, math.Float64bits(x))
}

// Text adds a UTF-8 text.
func (r *Record) Text(s string) {
	r.types = appendVarint(r.types, serialText+2*uint64(len(s)))
	r.values = append(r.values, s...)
}

// TextBytes adds a UTF-8 text.
func (r *Record) TextBytes(s []byte) {
	r.types = appendVarint(r.types, serialText+2*uint64(len(s)))
	r.values = append(r.values, s...)
}

// size is the number of bytes that appendTo appends.
func (r *Record) size() int {
	n := len(r.types)
	return headerSize(n) + len(r.values)
}

// appendTo appends the record: the header's size, the header, the values.
func (r *Record) appendTo(dst []byte) []byte {
	dst = appendVarint(dst, uint64(headerSize(len(r.types))))
	dst = append(dst, r.types...)
	return append(dst, r.values...)
}

// headerSize is the size of a header with n bytes of serial types; it counts
// the varint that holds it.
func headerSize(n int) int {
	size := n + 1
	for size < n+varintSize(uint64(size)) {
		size = n + varintSize(uint64(size))
	}
	return size
}

// appendVarint appends x in SQLite's variable-length form: seven bits a byte,
// most significant first; a ninth byte carries eight bits.
func appendVarint(dst []byte, x uint64) []byte {
	n := varintSize(x)
	if n == 9 {
		for shift := 57; shift >= 8; shift -= 7 {
			dst = append(dst, byte(x>>shift)|0x80)
		}
		return append(dst, byte(x))
	}
	for i := n - 1; i > 0; i-- {
		dst = append(dst, byte(x>>(7*i))|0x80)
	}
	return append(dst, byte(x)&0x7f)
}

// varintSize is the number of bytes of x as a varint.
func varintSize(x uint64) int {
	n := 1
	for ; x >= 0x80 && n < 9; n++ {
		x >>= 7
	}
	return n
}
