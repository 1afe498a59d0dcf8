package checkpoint

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
)

// Section is a part of a checkpoint that is to be written.
type Section struct {
	Name  string // 1 to 255 bytes
	Size  int64  // [bytes]
	Write func(io.Writer) error
}

// Bytes is a section of these bytes.
func Bytes(name string, data []byte) Section {
	return Section{name, int64(len(data)), func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}}
}

// JSON is a section of a value as JSON.
func JSON(name string, value any) (Section, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false) // texts in it stay as they are
	if err := e.Encode(value); err != nil {
		return Section{}, fmt.Errorf("section %s: %w", name, err)
	}
	return Bytes(name, text.Bytes()), nil
}

// chunkValues is how many numbers are turned into bytes at a time.
const chunkValues = 1 << 14

// Values is a section of numbers, little-endian: what pointer points to, a
// number or a slice of numbers or truth values (a byte each).
func Values(name string, pointer any) Section {
	v := reflect.ValueOf(pointer).Elem()
	size := int64(binary.Size(v.Interface()))
	return Section{name, size, func(w io.Writer) error {
		if v.Kind() != reflect.Slice {
			return binary.Write(w, binary.LittleEndian, v.Interface())
		}
		buffer := make([]byte, 0, min(size, 8*chunkValues))
		for first := 0; first < v.Len(); first += chunkValues {
			var err error
			chunk := v.Slice(first, min(first+chunkValues, v.Len())).Interface()
			if buffer, err = binary.Append(buffer[:0], binary.LittleEndian, chunk); err != nil {
				return err
			}
			if _, err := w.Write(buffer); err != nil {
				return err
			}
		}
		return nil
	}}
}
