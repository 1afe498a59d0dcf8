// Package parquetcheck looks at the description of a Parquet file, and at the
// headers of its pages, before a library reads them: nothing in them may ask
// for more memory than the file can fill.
package parquetcheck

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// ErrDamaged means that a file is cut short, or that its parts contradict each
// other.
var ErrDamaged = errors.New("the file is damaged")

func damaged(text string, args ...any) error {
	return fmt.Errorf("%w: Parquet: %s", ErrDamaged, fmt.Sprintf(text, args...))
}

const (
	magic         = "PAR1"
	trailerSize   = 8       // length of the footer, magic [bytes]
	longestFooter = 1 << 28 // [bytes]
	// smallestChunk is the least that describes a row group's part of a column,
	// which decoded takes some hundred bytes: where it lies, and each field that
	// its metadata must have [bytes].
	smallestChunk = 22
)

// Footer reads and checks the description of a Parquet file of a size [bytes]
// at its end: row groups that do not add up to the rows of the file, and
// columns outside of it, are refused. How many rows are too many is the
// caller's to say.
func Footer(r io.ReaderAt, size int64) (*format.FileMetaData, error) {
	if size < int64(len(magic))+trailerSize {
		return nil, damaged("it is cut short")
	}
	var trailer [trailerSize]byte
	if _, err := r.ReadAt(trailer[:], size-trailerSize); err != nil {
		return nil, err
	}
	if string(trailer[4:]) != magic {
		return nil, damaged("its end is missing")
	}
	length := int64(binary.LittleEndian.Uint32(trailer[:]))
	if length > longestFooter || length > size-trailerSize-int64(len(magic)) {
		return nil, damaged("a footer of %d bytes in a file of %d", length, size)
	}
	footer := make([]byte, length)
	if _, err := r.ReadAt(footer, size-trailerSize-length); err != nil {
		return nil, err
	}
	if _, err := thriftStruct(footer); err != nil {
		return nil, damaged("footer: %v", err)
	}
	if chunks := countChunks(footer); chunks > length/smallestChunk {
		return nil, damaged("a footer of %d bytes for %d parts of columns", length, chunks)
	}
	meta := new(format.FileMetaData)
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), footer, meta); err != nil {
		return nil, damaged("footer: %v", err)
	}
	return meta, checkFooter(meta, size)
}

// checkFooter checks the numbers of rows, and that the columns lie within the
// file.
func checkFooter(meta *format.FileMetaData, size int64) error {
	if meta.NumRows < 0 {
		return damaged("%d rows", meta.NumRows)
	}
	var rows int64
	for i := range meta.RowGroups {
		g := &meta.RowGroups[i]
		if g.NumRows < 0 || g.NumRows > meta.NumRows-rows {
			return damaged("the row groups do not add up to %d rows", meta.NumRows)
		}
		rows += g.NumRows
		if int(g.Ordinal) != i && g.Ordinal != 0 {
			return damaged("row group %d calls itself %d", i, g.Ordinal)
		}
		for k := range g.Columns {
			if err := checkChunk(&g.Columns[k], size); err != nil {
				return err
			}
		}
	}
	if rows != meta.NumRows {
		return damaged("the row groups have %d rows, the file %d", rows, meta.NumRows)
	}
	return nil
}

func checkChunk(c *format.ColumnChunk, size int64) error {
	if c.FilePath != "" {
		return errors.New("columns in other files are not read")
	}
	m := &c.MetaData
	start := chunkStart(m)
	if start < 0 || m.DataPageOffset < start || m.TotalCompressedSize < 0 || start > size || m.TotalCompressedSize > size-start {
		return damaged("a column from %d, %d bytes long, in a file of %d bytes", start, m.TotalCompressedSize, size)
	}
	return nil
}

// chunkStart is where the pages of a column begin in the file.
func chunkStart(m *format.ColumnMetaData) int64 {
	if m.DictionaryPageOffset != 0 {
		return m.DictionaryPageOffset
	}
	return m.DataPageOffset
}
