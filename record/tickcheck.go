package record

import (
	"encoding/binary"
	"io"
)

// tickCheck checks the ticks of a field of a recording in work, in their order.
type tickCheck struct {
	path string // of the spool
	last int32  // tick; the next is no smaller
	end  int32  // the largest that may come
}

// newTickCheck returns the check of a field that was recorded in so many ticks.
func newTickCheck(r *spoolReader, ticks int32) *tickCheck {
	c := &tickCheck{path: r.path, last: -1, end: ticks - 1}
	switch r.File.Field {
	case FieldWeights, FieldTrajectory, FieldBody: // they count the ticks run
		c.end = ticks
	}
	return c
}

// tick checks the next tick. No check checks nothing.
func (c *tickCheck) tick(t int32) error {
	if c == nil {
		return nil
	}
	if t < c.last || t > c.end {
		return damaged("%s: tick %d follows tick %d; the last is %d", c.path, t, c.last, c.end)
	}
	c.last = t
	return nil
}

// bytes checks the tick that stands at the start of b.
func (c *tickCheck) bytes(b []byte) error {
	return c.tick(int32(binary.LittleEndian.Uint32(b)))
}

// at checks the tick that stands at an offset.
func (c *tickCheck) at(in io.ReaderAt, offset int64) error {
	if c == nil {
		return nil
	}
	var b [4]byte
	if _, err := in.ReadAt(b[:], offset); err != nil {
		return err
	}
	return c.bytes(b[:])
}
