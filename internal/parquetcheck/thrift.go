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
	for {
		header, err := s.byte()
		if err != nil || header == thriftStop {
			return err
		}
		if header>>4 == 0 { // the field's number stands for itself
			if _, err := s.varint(); err != nil {
				return err
			}
		}
		t := header & 0xf
		if t == thriftTrue || t == thriftFalse { // the type is the value
			continue
		}
		if err := s.value(t, depth); err != nil {
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
	header, err := s.byte()
	if err != nil {
		return err
	}
	n := uint64(header >> 4)
	if n == 0xf {
		if n, err = s.varint(); err != nil {
			return err
		}
	}
	return s.values(n, depth, header&0xf)
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
