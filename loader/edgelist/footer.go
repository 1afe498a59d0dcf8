package edgelist

import (
	"encoding/binary"
	"errors"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/engine-gpu/engine-gpu/snn"
)

const (
	parquetMagic   = "PAR1"
	parquetTrailer = 8       // length of the footer, magic [bytes]
	longestFooter  = 1 << 28 // [bytes]

	// A file of more than manyRows takes at least a byte for each densestRows
	// of them; an edge list can hardly be squeezed below one bit a row.
	manyRows    = 1 << 20
	densestRows = 256
)

// readFooter reads and checks the description of a Parquet file at its end, so
// that nothing in it asks for more memory than the file can fill.
func readFooter(r io.ReaderAt, size int64) (*format.FileMetaData, error) {
	if size < int64(len(parquetMagic))+parquetTrailer {
		return nil, damaged("Parquet: it is cut short")
	}
	var trailer [parquetTrailer]byte
	if _, err := r.ReadAt(trailer[:], size-parquetTrailer); err != nil {
		return nil, err
	}
	if string(trailer[4:]) != parquetMagic {
		return nil, damaged("Parquet: its end is missing")
	}
	length := int64(binary.LittleEndian.Uint32(trailer[:]))
	if length > longestFooter || length > size-parquetTrailer-int64(len(parquetMagic)) {
		return nil, damaged("Parquet: a footer of %d bytes in a file of %d", length, size)
	}
	footer := make([]byte, length)
	if _, err := r.ReadAt(footer, size-parquetTrailer-length); err != nil {
		return nil, err
	}
	if _, err := thriftStruct(footer); err != nil {
		return nil, damaged("Parquet: footer: %v", err)
	}
	meta := new(format.FileMetaData)
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), footer, meta); err != nil {
		return nil, damaged("Parquet: footer: %v", err)
	}
	return meta, checkFooter(meta, size)
}

// checkFooter checks the numbers of rows, and that the columns lie within the
// file.
func checkFooter(meta *format.FileMetaData, size int64) error {
	if err := checkRows(meta.NumRows, size); err != nil {
		return err
	}
	var rows int64
	for i := range meta.RowGroups {
		g := &meta.RowGroups[i]
		if g.NumRows < 0 || g.NumRows > meta.NumRows-rows {
			return damaged("Parquet: the row groups do not add up to %d rows", meta.NumRows)
		}
		rows += g.NumRows
		if int(g.Ordinal) != i && g.Ordinal != 0 {
			return damaged("Parquet: row group %d calls itself %d", i, g.Ordinal)
		}
		for k := range g.Columns {
			if err := checkChunk(&g.Columns[k], size); err != nil {
				return err
			}
		}
	}
	if rows != meta.NumRows {
		return damaged("Parquet: the row groups have %d rows, the file %d", rows, meta.NumRows)
	}
	return nil
}

// checkRows checks the number of rows against the size of the file.
func checkRows(rows, size int64) error {
	switch {
	case rows > snn.MaxSynapses:
		return tooManyRows(rows)
	case rows < 0 || rows > manyRows && rows/densestRows > size:
		return damaged("Parquet: %d rows in a file of %d bytes", rows, size)
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
		return damaged("Parquet: a column from %d, %d bytes long, in a file of %d bytes", start, m.TotalCompressedSize, size)
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
