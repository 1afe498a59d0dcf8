package columnar

import (
	"errors"
	"io"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Write writes a brain into an empty file. Equal brains give equal files. The
// brain is checked first: what is written can be read back, to the last bit.
func Write(w io.WriterAt, b *snn.Brain) error {
	if err := check(b); err != nil {
		return err
	}
	c := &content{Brain: b}
	if err := c.joinTexts(); err != nil {
		return err
	}
	var present []column
	for _, col := range columns() {
		if !col.optional || col.encode(c) != nil {
			present = append(present, col)
		}
	}
	entries := make([]entry, len(present))
	at := tableEnd(len(entries))
	if err := pad(w, at); err != nil {
		return err
	}
	for i, col := range present {
		data := col.encode(c)
		e := &entries[i]
		e.name, e.kind, e.sum = col.name, col.kind, checksum(data)
		e.count, e.offset, e.length = uint64(len(data))/col.kind.size(), aligned(at), uint64(len(data))
		if e.count > maxCount {
			return errors.New("the column " + col.name + " is too long")
		}
		if _, err := w.WriteAt(data, int64(e.offset)); err != nil {
			return err
		}
		at = e.offset + e.length
		if err := pad(w, at); err != nil {
			return err
		}
	}
	_, err := w.WriteAt(appendHead(nil, entries, aligned(at)), 0)
	return err
}

// pad writes zeros up to where the next column may begin.
func pad(w io.WriterAt, at uint64) error {
	_, err := w.WriteAt(make([]byte, aligned(at)-at), int64(at))
	return err
}
