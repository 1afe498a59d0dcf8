package record

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// A spool is where a run writes a field while it runs: an append-only file of
// little-endian records behind a header that says what they are. Whatever
// ends the run, what is in the file up to some offset is a recording up to
// some tick. Its layout:
//
//	magic, 8 bytes; length of the header, uint32; header, JSON (spoolHeader)
//	the static arrays one after the other, each a whole .npy file
//	records
//
// The records of spikes are of variable length: uint32 tick, uint32 number,
// uint32 position of each neuron that fired.
type spool struct {
	path   string
	file   *os.File
	buffer []byte // what is not yet written
	start  int64  // offset of the first record
	end    int64  // offset of the next record
}

const (
	spoolMagic  = "EGSPOOL1"
	spoolBuffer = 1 << 18 // [bytes]
)

// spoolHeader says what a spool holds.
type spoolHeader struct {
	File    File     `json:"file"`
	Names   []string `json:"names,omitempty"`   // of the values of string columns
	Statics []static `json:"statics,omitempty"` // arrays that stand before the records
	bytes   int64    // of a record, once it is encoded
}

// static is an array that no tick changes.
type static struct {
	Name string `json:"name"` // of its column
	Size int64  `json:"size"` // [bytes]
	npy  []byte
}

// spoolPath is the path of a field's spool.
func spoolPath(dir, field string) string { return filepath.Join(dir, "."+field+".spool") }

// createSpool creates a field's spool, which must not exist.
func createSpool(dir string, h *spoolHeader) (*spool, error) {
	path := spoolPath(dir, h.File.Field)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	s := &spool{path: path, file: f}
	head, err := h.encode()
	if err == nil {
		s.buffer = head
		for i := range h.Statics {
			if err = s.flush(); err == nil {
				s.buffer = append(s.buffer, h.Statics[i].npy...)
				h.Statics[i].npy = nil // it is on disk
			}
		}
		err = errors.Join(err, s.flush())
	}
	if err != nil {
		s.file.Close()
		return nil, err
	}
	s.start = s.end
	s.buffer = make([]byte, 0, spoolBuffer)
	return s, nil
}

func (h *spoolHeader) encode() ([]byte, error) {
	for i := range h.Statics {
		if s := &h.Statics[i]; s.npy != nil {
			s.Size = int64(len(s.npy))
		}
	}
	size, err := h.File.recordBytes()
	if err != nil {
		return nil, err
	}
	h.bytes = int64(size)
	text, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	head := append([]byte(spoolMagic), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(head[len(spoolMagic):], uint32(len(text)))
	return append(head, text...), nil
}

// reopenSpool opens a spool to go on at an offset, where cut cuts it off. It
// must hold what h says.
func reopenSpool(dir string, h *spoolHeader, offset int64) (*spool, error) {
	path := spoolPath(dir, h.File.Field)
	want, err := h.encode()
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	s := &spool{path: path, file: f, start: int64(len(want)), end: offset, buffer: make([]byte, 0, spoolBuffer)}
	for i := range h.Statics {
		x := &h.Statics[i]
		s.start += x.Size
		want, x.npy = append(want, x.npy...), nil
	}
	if err := s.reopen(want, h.bytes, offset); err != nil {
		f.Close()
		return nil, err
	}
	return s, nil
}

func (s *spool) reopen(want []byte, record, offset int64) error {
	got := make([]byte, len(want))
	if _, err := io.ReadFull(s.file, got); err != nil || !bytes.Equal(got, want) {
		return fmt.Errorf("%s: it was begun with another brain, other options of recording or another version of the program", s.path)
	}
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	if offset < s.start || offset > info.Size() {
		return fmt.Errorf("%s: it has %d bytes, the checkpoint says %d", s.path, info.Size(), offset)
	}
	if s.path != spoolPath(filepath.Dir(s.path), FieldSpikes) && (offset-s.start)%record != 0 {
		return fmt.Errorf("%s: the checkpoint says %d bytes, which end within a record", s.path, offset)
	}
	return nil
}

// cut drops what stands behind the offset of the next record.
func (s *spool) cut() error {
	if err := s.file.Truncate(s.end); err != nil {
		return err
	}
	_, err := s.file.Seek(s.end, io.SeekStart)
	return err
}

// room flushes the buffer if n more bytes would not fit. Records go into
// s.buffer by append.
func (s *spool) room(n int) error {
	if len(s.buffer)+n > spoolBuffer {
		return s.flush()
	}
	return nil
}

// flush hands what is buffered to the system.
func (s *spool) flush() error {
	if len(s.buffer) == 0 {
		return nil
	}
	n, err := s.file.Write(s.buffer)
	s.end += int64(n)
	s.buffer = s.buffer[:0]
	return err
}

// spoolReader reads a spool.
type spoolReader struct {
	spoolHeader
	path   string
	file   *os.File
	begin  int64 // of the static arrays
	start  int64 // of the records
	end    int64 // of the last whole record
	record int   // size of a record; 0: variable
}

// openSpool opens a spool to read it up to an offset.
func openSpool(dir, field string, end int64) (_ *spoolReader, err error) {
	r := &spoolReader{path: spoolPath(dir, field), end: end}
	if r.file, err = os.Open(r.path); err != nil {
		return nil, damaged("%w", err)
	}
	defer func() {
		if err != nil {
			r.file.Close()
			err = damaged("%s: %w", r.path, withoutPath(err))
		}
	}()
	info, err := r.file.Stat()
	if err != nil {
		return nil, err
	}
	if err := r.readHeader(info.Size()); err != nil {
		return nil, err
	}
	if r.File.Field != field {
		return nil, fmt.Errorf("it holds the field %q", r.File.Field)
	}
	if err := r.File.checkColumns(); err != nil {
		return nil, err
	}
	if end < r.start || end > info.Size() {
		return nil, fmt.Errorf("it has %d bytes, %d were written", info.Size(), end)
	}
	if field != FieldSpikes {
		if r.record, err = r.File.recordBytes(); err != nil {
			return nil, err
		}
		if r.record == 0 || (end-r.start)%int64(r.record) != 0 {
			return nil, fmt.Errorf("%d bytes are no whole number of records of %d bytes", end-r.start, r.record)
		}
	}
	return r, nil
}

// maxHeader bounds the room that a damaged header can claim.
const maxHeader = 1 << 20

// readHeader reads the header of a spool of a size [bytes].
func (r *spoolReader) readHeader(file int64) error {
	head := make([]byte, len(spoolMagic)+4)
	if _, err := io.ReadFull(r.file, head); err != nil || string(head[:len(spoolMagic)]) != spoolMagic {
		return errors.New("not a spool of a recording")
	}
	size := binary.LittleEndian.Uint32(head[len(spoolMagic):])
	if size > maxHeader {
		return errors.New("not a spool of a recording")
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(r.file, text); err != nil {
		return err
	}
	if err := json.Unmarshal(text, &r.spoolHeader); err != nil {
		return err
	}
	r.begin = int64(len(head)) + int64(size)
	r.start = r.begin
	for _, s := range r.Statics {
		if s.Size < 0 || s.Size > file-r.start {
			return fmt.Errorf("the array %s is said to have %d bytes, of %d", s.Name, s.Size, file)
		}
		r.start += s.Size
	}
	for _, name := range r.Names {
		if strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '_' }) {
			return fmt.Errorf("it has the name %q", name) // a table in CSV could not hold it
		}
	}
	return nil
}

func (r *spoolReader) close() { r.file.Close() }

// rows is the number of records of a spool whose records are of one size.
func (r *spoolReader) rows() int64 { return (r.end - r.start) / int64(r.record) }

// records returns a reader of all records.
func (r *spoolReader) records() io.Reader {
	return io.NewSectionReader(r.file, r.start, r.end-r.start)
}

// static returns a reader of a static array's .npy file, which must be what its
// column says.
func (r *spoolReader) static(c *Column) (io.Reader, error) {
	at := r.begin
	for _, s := range r.Statics {
		if s.Name != c.Name {
			at += s.Size
			continue
		}
		file := io.NewSectionReader(r.file, at, s.Size)
		in, err := readNPY(file, s.Size)
		if err != nil {
			return nil, err
		}
		extents, err := c.extents()
		if err != nil {
			return nil, err
		}
		ofKind := in.descr == npyKind(c.Type) || c.Type == typeString && strings.HasPrefix(in.descr, "<U")
		if !ofKind || !slices.Equal(in.shape, extents) {
			return nil, fmt.Errorf("it holds %s%v, not %s%s", in.descr, in.shape, c.Type, c.Shape)
		}
		_, err = file.Seek(0, io.SeekStart)
		return file, err
	}
	return nil, errors.New("it is missing")
}
