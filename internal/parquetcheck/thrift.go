package parquetcheck

import (
	"encoding/binary"
	"errors"
)

// Types of Thrift's compact protocol.
const (
	thriftStop = iota
	thriftTrue
	thriftFalse
	thriftByte
	thriftInt16
	thriftInt32
	thriftInt64
	thriftDouble
	thriftBinary
	thriftList
	thriftSet
	thriftMap
	thriftStructure
	thriftUUID
)

const deepestThrift = 32 // Parquet's own structures nest to 8

var (
	errThriftShort = errors.New("it is cut short")
	errThriftType  = errors.New("it has a field of an unknown type")
	errThriftDepth = errors.New("it is nested too deeply")
)

// thriftStruct returns the length of the structure at the start of data, in
// Thrift's compact protocol. It fails if a list or text claims more than there
// are bytes: decoders make room for what is claimed.
//
// Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
func thriftStruct(data []byte) (int, error) {
	s := thriftScanner{data: data}
	err := s.structure(0)
	return s.at, err
}

// countChunks returns how many parts of columns the row groups of a well-formed
// footer have: what field 1 of the structures in its field 4 lists.
func countChunks(footer []byte) (chunks int64) {
	s := thriftScanner{data: footer}
	lists := func(field, wanted uint64, t byte, element func() error) error {
		if field != wanted || t != thriftList {
			return s.value(t, 0)
		}
		n, t, err := s.listHeader()
		for ; err == nil && n > 0; n-- {
			if t == thriftStructure {
				err = element()
			} else {
				err = s.value(t, 1)
			}
		}
		return err
	}
	_ = s.fields(func(field uint64, t byte) error { // it has been scanned before
		return lists(field, 4, t, func() error {
			return s.fields(func(field uint64, t byte) error {
				return lists(field, 1, t, func() error {
					chunks++
					return s.structure(2)
				})
			})
		})
	})
	return chunks
}

type thriftScanner struct {
	data []byte
	at   int
}

func (s *thriftScanner) byte() (byte, error) {
	if s.at >= len(s.data) {
		return 0, errThriftShort
	}
	s.at++
	return s.data[s.at-1], nil
}

func (s *thriftScanner) varint() (uint64, error) {
	x, n := binary.Uvarint(s.data[s.at:])
	if n <= 0 {
		return 0, errThriftShort
	}
	s.at += n
	return x, nil
}

func (s *thriftScanner) skip(n uint64) error {
	if n > uint64(len(s.data)-s.at) {
		return errThriftShort
	}
	s.at += int(n)
	return nil
}

func (s *thriftScanner) structure(depth int) error {
	if depth > deepestThrift {
		return errThriftDepth
	}
	return s.fields(func(_ uint64, t byte) error { return s.value(t, depth) })
}

// fields calls value for every field of a structure, with its number and its
// type, to skip the field's value.
func (s *thriftScanner) fields(value func(field uint64, t byte) error) error {
	var field uint64
	for {
		header, err := s.byte()
		if err != nil || header == thriftStop {
			return err
		}
		field += uint64(header >> 4) // the difference to the one before
		if header>>4 == 0 {          // the number stands for itself, its sign last
			if field, err = s.varint(); err != nil {
				return err
			}
			field /= 2 // negative ones are nobody's
		}
		t := header & 0xf
		if t == thriftTrue || t == thriftFalse { // the type is the value
			continue
		}
		if err := value(field, t); err != nil {
			return err
		}
	}
}

// value skips a value outside of a field header.
func (s *thriftScanner) value(t byte, depth int) error {
	switch t {
	case thriftTrue, thriftFalse, thriftByte:
		return s.skip(1)
	case thriftInt16, thriftInt32, thriftInt64:
		_, err := s.varint()
		return err
	case thriftDouble:
		return s.skip(8)
	case thriftUUID:
		return s.skip(16)
	case thriftBinary:
		n, err := s.varint()
		if err != nil {
			return err
		}
		return s.skip(n)
	case thriftList, thriftSet:
		return s.list(depth)
	case thriftMap:
		return s.mapping(depth)
	case thriftStructure:
		return s.structure(depth + 1)
	}
	return errThriftType
}

func (s *thriftScanner) list(depth int) error {
	n, t, err := s.listHeader()
	if err != nil {
		return err
	}
	return s.values(n, depth, t)
}

// listHeader reads the number of a list's elements and their type.
func (s *thriftScanner) listHeader() (n uint64, t byte, err error) {
	header, err := s.byte()
	if err != nil {
		return 0, 0, err
	}
	n = uint64(header >> 4)
	if n == 0xf {
		n, err = s.varint()
	}
	return n, header & 0xf, err
}

func (s *thriftScanner) mapping(depth int) error {
	n, err := s.varint()
	if err != nil || n == 0 {
		return err
	}
	types, err := s.byte()
	if err != nil {
		return err
	}
	return s.values(n, depth, types>>4, types&0xf)
}

// values skips n values of each of the types, in turn. A value takes at least
// one byte.
func (s *thriftScanner) values(n uint64, depth int, types ...byte) error {
	if n > uint64(len(s.data)-s.at) {
		return errThriftShort
	}
	if depth > deepestThrift {
		return errThriftDepth
	}
	for range n {
		for _, t := range types {
			if err := s.value(t, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}
