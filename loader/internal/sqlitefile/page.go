package sqlitefile

import "encoding/binary"

// Kinds of b-tree pages.
const (
	interiorIndex = 0x02
	interiorTable = 0x05
	leafIndex     = 0x0a
	leafTable     = 0x0d
)

const (
	leafHeader     = 8
	interiorHeader = 12 // a leaf's and the rightmost child
)

// page is a b-tree page in the making: cells are stacked from its end
// downwards, their offsets listed in order behind the header.
type page struct {
	data    [PageSize]byte
	origin  int // where the header begins: 100 on page 1, which carries the file's header
	pointer int // where the next cell's offset goes
	content int // where the lowest cell begins
	cells   int
}

// reset empties the page; origin is where its header begins.
func (p *page) reset(kind byte, origin int) {
	clear(p.data[:])
	p.data[origin] = kind
	p.origin, p.content, p.cells = origin, PageSize, 0
	p.pointer = origin + leafHeader
	if kind == interiorIndex || kind == interiorTable {
		p.pointer = origin + interiorHeader
	}
}

// add appends a cell and reports whether it fitted.
func (p *page) add(cell []byte) bool {
	if p.content-p.pointer < len(cell)+2 {
		return false
	}
	p.content -= len(cell)
	copy(p.data[p.content:], cell)
	binary.BigEndian.PutUint16(p.data[p.pointer:], uint16(p.content))
	p.pointer += 2
	p.cells++
	return true
}

// takeLast removes the cell that was added last, of the given size, and
// returns a copy of it.
func (p *page) takeLast(size int) []byte {
	cell := append([]byte(nil), p.data[p.content:p.content+size]...)
	clear(p.data[p.content : p.content+size])
	p.content += size
	p.pointer -= 2
	clear(p.data[p.pointer : p.pointer+2])
	p.cells--
	return cell
}

// seal completes the header and returns the page. Only an interior page has a
// rightmost child.
func (p *page) seal(rightmost uint32) []byte {
	h := p.data[p.origin:]
	binary.BigEndian.PutUint16(h[3:], uint16(p.cells))
	binary.BigEndian.PutUint16(h[5:], uint16(p.content))
	if rightmost != 0 {
		binary.BigEndian.PutUint32(h[8:], rightmost)
	}
	return p.data[:]
}
