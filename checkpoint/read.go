package checkpoint

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"reflect"

	"github.com/engine-gpu/engine-gpu/internal/input"
)

// File is a checkpoint whose checksums were found right.
type File struct {
	Path     string
	data     io.ReaderAt
	close    func() error
	sections map[string]span
}

// span is where the data of a section lie.
type span struct{ offset, size int64 }

// damage is an error in the bytes of a file.
type damage struct{ problem string }

func (d *damage) Error() string { return d.problem }

func damaged(format string, args ...any) error { return &damage{fmt.Sprintf(format, args...)} }

// Open opens the checkpoint at a path, or the one before it where that is
// missing or damaged: the warning, if any, then says so.
func Open(path string) (f *File, warning string, err error) {
	f, err = open(path)
	var broken *damage
	if err == nil || !errors.Is(err, fs.ErrNotExist) && !errors.As(err, &broken) {
		return f, "", err
	}
	before, err2 := open(Previous(path))
	if err2 != nil {
		if errors.Is(err2, fs.ErrNotExist) {
			return nil, "", err
		}
		return nil, "", fmt.Errorf("%w; and the one before it: %w", err, err2)
	}
	return before, fmt.Sprintf("%v; the checkpoint before it, %s, is taken", err, before.Path), nil
}

// openRegular opens a regular file for reading.
func openRegular(path string) (*os.File, error) {
	if err := input.CheckRegular(path); err != nil {
		return nil, err
	}
	return os.Open(path)
}

// open opens one file.
func open(path string) (*File, error) {
	f, err := openRegular(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such checkpoint: %w", path, fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	var file *File
	if err == nil {
		file, err = Decode(f, info.Size())
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	file.Path, file.close = path, f.Close
	return file, nil
}

// Decode checks a checkpoint of so many bytes: every checksum, every length. It
// needs no memory in proportion to what the file claims.
func Decode(data io.ReaderAt, size int64) (*File, error) {
	file := &File{data: data, sections: map[string]span{}}
	whole := sha256.New()
	in := &reader{whole: whole, size: size}
	in.from = bufio.NewReaderSize(io.NewSectionReader(data, 0, size), 1<<16)
	head := in.next(headerBytes)
	if in.err != nil || string(head[:len(magic)]) != magic {
		return nil, damaged("not a checkpoint of engine-gpu")
	}
	if v := binary.LittleEndian.Uint32(head[len(magic):]); v != version {
		return nil, fmt.Errorf("a checkpoint of version %d, this program reads version %d", v, version)
	}
	for {
		in.crc = 0
		name := int(in.uint16())
		if in.err == nil && name == 0 {
			break
		}
		if in.err == nil && (name > maxName || len(file.sections) == maxSections) {
			return nil, damaged("damaged: a section that cannot be, at byte %d", in.offset)
		}
		length := in.uint64()
		if in.err == nil && length > uint64(size-in.offset) {
			return nil, damaged("damaged or cut off: a section of %d bytes where %d are left", length, size-in.offset)
		}
		title := string(in.next(name))
		at := in.offset
		in.skip(int64(length))
		sum := in.crc
		if stored := in.uint32(); in.err == nil && stored != sum {
			return nil, damaged("damaged: the section %q does not match its checksum", title)
		}
		if in.err != nil {
			return nil, damaged("cut off at byte %d", in.offset)
		}
		if _, twice := file.sections[title]; twice {
			return nil, damaged("damaged: the section %q is there twice", title)
		}
		file.sections[title] = span{at, int64(length)}
	}
	sum := whole.Sum(nil)
	if stored := in.next(sha256.Size); in.err != nil || !bytes.Equal(stored, sum) {
		return nil, damaged("damaged: it does not match its checksum")
	}
	if in.offset != size {
		return nil, damaged("damaged: %d bytes follow its end", size-in.offset)
	}
	return file, nil
}

// reader reads a file from its beginning and keeps its checksums, until it
// fails.
type reader struct {
	from   *bufio.Reader
	size   int64
	offset int64
	whole  io.Writer
	crc    uint32
	buffer [1 << 15]byte
	err    error
}

// next returns the next bytes, valid until the next call.
func (r *reader) next(n int) []byte {
	b := r.buffer[:n]
	if r.err == nil {
		var got int
		got, r.err = io.ReadFull(r.from, b)
		r.offset += int64(got)
	}
	if r.err != nil {
		clear(b)
		return b
	}
	r.whole.Write(b) //nolint:errcheck // a hash
	r.crc = crc32.Update(r.crc, castagnoli(), b)
	return b
}

func (r *reader) uint16() uint16 { return binary.LittleEndian.Uint16(r.next(2)) }
func (r *reader) uint32() uint32 { return binary.LittleEndian.Uint32(r.next(4)) }
func (r *reader) uint64() uint64 { return binary.LittleEndian.Uint64(r.next(8)) }

// skip reads bytes for their checksums alone.
func (r *reader) skip(n int64) {
	for n > 0 && r.err == nil {
		n -= int64(len(r.next(int(min(n, int64(len(r.buffer)))))))
	}
}

// Close closes the file.
func (f *File) Close() error {
	if f.close == nil {
		return nil
	}
	return f.close()
}

// Has reports whether there is a section of the name.
func (f *File) Has(name string) bool {
	_, found := f.sections[name]
	return found
}

// Bytes returns a section.
func (f *File) Bytes(name string) ([]byte, error) {
	s, found := f.sections[name]
	if !found {
		return nil, fmt.Errorf("%s: the section %q is missing", f.Path, name)
	}
	data := make([]byte, s.size) // at most as much as the file has
	if _, err := f.data.ReadAt(data, s.offset); err != nil {
		return nil, fmt.Errorf("%s: section %q: %w", f.Path, name, err)
	}
	return data, nil
}

// JSON reads a section of JSON into a value. Unknown keys are ignored.
func (f *File) JSON(name string, into any) error {
	text, err := f.Bytes(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: section %q: %w", f.Path, name, err)
	}
	return nil
}

// Values reads a section of numbers into what pointer points to; see the
// function [Values]. A slice gets the length that the section has.
func (f *File) Values(name string, pointer any) error {
	s, found := f.sections[name]
	if !found {
		return fmt.Errorf("%s: the section %q is missing", f.Path, name)
	}
	v := reflect.ValueOf(pointer).Elem()
	element := int64(v.Type().Size())
	if v.Kind() == reflect.Slice {
		element = int64(v.Type().Elem().Size())
		if s.size%element == 0 && s.size/element <= math.MaxInt32 {
			v.Set(reflect.MakeSlice(v.Type(), int(s.size/element), int(s.size/element)))
		}
	}
	if binary.Size(v.Interface()) != int(s.size) {
		return fmt.Errorf("%s: the section %q has %d bytes, of values of %d", f.Path, name, s.size, element)
	}
	in := bufio.NewReaderSize(io.NewSectionReader(f.data, s.offset, s.size), 8*chunkValues)
	var err error
	if v.Kind() != reflect.Slice {
		err = binary.Read(in, binary.LittleEndian, pointer)
	}
	for first := 0; v.Kind() == reflect.Slice && first < v.Len() && err == nil; first += chunkValues {
		err = binary.Read(in, binary.LittleEndian, v.Slice(first, min(first+chunkValues, v.Len())).Interface())
	}
	if err != nil {
		return fmt.Errorf("%s: section %q: %w", f.Path, name, err)
	}
	if v.Kind() == reflect.Slice && v.Len() == 0 {
		v.SetZero()
	}
	return nil
}
