package record

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The NPY format of NumPy arrays, version 1.0.
// Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

const npyMagic = "\x93NUMPY\x01\x00"

// npyKind maps our types to NumPy's.
func npyKind(kind string) string {
	switch kind {
	case typeUint8:
		return "|u1"
	case typeInt32:
		return "<i4"
	case typeInt64:
		return "<i8"
	case typeFloat32:
		return "<f4"
	case typeFloat64:
		return "<f8"
	}
	return ""
}

// npyHeader returns what stands before the values of an array in C order.
func npyHeader(descr string, shape ...int64) []byte {
	var extents strings.Builder
	for _, n := range shape {
		fmt.Fprintf(&extents, "%d, ", n)
	}
	tuple := strings.TrimSuffix(extents.String(), " ")
	if len(shape) > 1 {
		tuple = strings.TrimSuffix(tuple, ",")
	}
	head := fmt.Appendf([]byte(npyMagic+"\x00\x00"), "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, tuple)
	for (len(head)+1)%64 != 0 {
		head = append(head, ' ')
	}
	head = append(head, '\n')
	binary.LittleEndian.PutUint16(head[len(npyMagic):], uint16(len(head)-len(npyMagic)-2))
	return head
}

// npyArray returns a one-dimensional array as an .npy file.
func npyArray[T int64 | uint8](kind string, values []T) []byte {
	file, err := binary.Append(npyHeader(npyKind(kind), int64(len(values))), binary.LittleEndian, values)
	if err != nil {
		panic(err) // whole numbers have a size
	}
	return file
}

// npyTexts returns an array of texts: NumPy's are of one length, in UCS-4.
func npyTexts(texts []string) []byte {
	longest := 1
	for _, s := range texts {
		longest = max(longest, utf8.RuneCountInString(s))
	}
	file := npyHeader(fmt.Sprintf("<U%d", longest), int64(len(texts)))
	for _, s := range texts {
		n := 0
		for _, r := range s {
			file = binary.LittleEndian.AppendUint32(file, uint32(r))
			n++
		}
		for ; n < longest; n++ {
			file = binary.LittleEndian.AppendUint32(file, 0)
		}
	}
	return file
}

// npyReader reads the values of an array.
type npyReader struct {
	in    *bufio.Reader
	descr string
	shape []int64
}

var (
	npyDescr = regexp.MustCompile(`'descr': '([^']*)'`)
	npyShape = regexp.MustCompile(`'shape': \(([0-9, ]*)\)`)
)

// readNPY reads the header of an .npy file of a size [bytes], which its values
// fill.
func readNPY(in io.Reader, size int64) (*npyReader, error) {
	r := &npyReader{in: bufio.NewReaderSize(in, 1<<16)}
	head := make([]byte, len(npyMagic)+2)
	if _, err := io.ReadFull(r.in, head); err != nil {
		return nil, err
	}
	if string(head[:len(npyMagic)]) != npyMagic {
		return nil, errors.New("not an NPY array of version 1.0")
	}
	text := make([]byte, binary.LittleEndian.Uint16(head[len(npyMagic):]))
	if _, err := io.ReadFull(r.in, text); err != nil {
		return nil, err
	}
	descr, shape := npyDescr.FindSubmatch(text), npyShape.FindSubmatch(text)
	if descr == nil || shape == nil || !strings.Contains(string(text), "'fortran_order': False") {
		return nil, fmt.Errorf("an NPY array of an unknown kind: %s", text)
	}
	r.descr = string(descr[1])
	for extent := range strings.SplitSeq(string(shape[1]), ",") {
		if extent = strings.TrimSpace(extent); extent == "" {
			continue
		}
		n, err := strconv.ParseInt(extent, 10, 64)
		if err != nil {
			return nil, err
		}
		r.shape = append(r.shape, n)
	}
	if size -= int64(len(head) + len(text)); !r.fill(size) {
		return nil, fmt.Errorf("%s%v does not take %d bytes", r.descr, r.shape, size)
	}
	return r, nil
}

// fill reports whether the values take so many bytes.
func (r *npyReader) fill(size int64) bool {
	total := r.width()
	if total <= 0 || len(r.shape) == 0 {
		return false
	}
	if slices.Contains(r.shape, 0) {
		return size == 0
	}
	for _, n := range r.shape {
		if total > size/n { // also where the product has no int64
			return false
		}
		total *= n
	}
	return total == size
}

// width is the size of a value [bytes], 0 for kinds that are not read.
func (r *npyReader) width() int64 {
	for _, kind := range []string{typeUint8, typeInt32, typeInt64, typeFloat32, typeFloat64} {
		if r.descr == npyKind(kind) {
			return int64(width(kind))
		}
	}
	if length, found := strings.CutPrefix(r.descr, "<U"); found {
		if n, err := strconv.ParseUint(length, 10, 16); err == nil {
			return 4 * int64(n)
		}
	}
	return 0
}

// texts reads an array of texts.
func (r *npyReader) texts() ([]string, error) {
	if !strings.HasPrefix(r.descr, "<U") || len(r.shape) != 1 {
		return nil, fmt.Errorf("not a list of texts: %s%v", r.descr, r.shape)
	}
	var texts []string
	one := make([]byte, r.width())
	for range r.shape[0] {
		if _, err := io.ReadFull(r.in, one); err != nil {
			return nil, err
		}
		var s strings.Builder
		for i := 0; i < len(one); i += 4 {
			if c := binary.LittleEndian.Uint32(one[i:]); c != 0 {
				s.WriteRune(rune(c))
			}
		}
		texts = append(texts, s.String())
	}
	return texts, nil
}
