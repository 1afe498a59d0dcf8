package parquetcheck

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
)

// column returns a file of one page of ten values, and a copy of its page's
// header that a test may spoil.
func column(t *testing.T, codec format.CompressionCodec, spoil func(*format.PageHeader)) ([]byte, *format.ColumnChunk) {
	t.Helper()
	page := format.PageHeader{Type: format.DataPage, CompressedPageSize: 80, UncompressedPageSize: 80}
	page.DataPageHeader.Valid = true
	page.DataPageHeader.V = format.DataPageHeader{NumValues: 10}
	spoil(&page)
	header, err := thrift.Marshal(new(thrift.CompactProtocol), &page)
	if err != nil {
		t.Fatal(err)
	}
	data := slices.Concat([]byte(magic), header, bytes.Repeat([]byte{0x0f}, 80))
	chunk := new(format.ColumnChunk)
	chunk.MetaData = format.ColumnMetaData{DataPageOffset: 4, TotalCompressedSize: int64(len(data) - 4), Codec: codec}
	return data, chunk
}

// TestPagesThatLie refuses headers of pages that do not fit their column.
func TestPagesThatLie(t *testing.T) {
	for name, c := range map[string]struct {
		codec format.CompressionCodec
		spoil func(*format.PageHeader)
		good  bool
	}{
		"as it is":           {format.Uncompressed, func(*format.PageHeader) {}, true},
		"too long":           {format.Uncompressed, func(p *format.PageHeader) { p.CompressedPageSize = 81 }, false},
		"negative":           {format.Uncompressed, func(p *format.PageHeader) { p.CompressedPageSize = -1 }, false},
		"too much to unpack": {format.Zstd, func(p *format.PageHeader) { p.UncompressedPageSize = 1 << 30 }, false},
		"too many values":    {format.Uncompressed, func(p *format.PageHeader) { p.DataPageHeader.V.NumValues = 11 }, false},
		"too few values":     {format.Uncompressed, func(p *format.PageHeader) { p.DataPageHeader.V.NumValues = 9 }, false},
		"a long dictionary": {format.Uncompressed, func(p *format.PageHeader) {
			p.Type = format.DictionaryPage
			p.DictionaryPageHeader.Valid, p.DictionaryPageHeader.V.NumValues = true, 81
		}, false},
		"LZ4 that is none": {format.Lz4Raw, func(*format.PageHeader) {}, false},
	} {
		t.Run(name, func(t *testing.T) {
			data, chunk := column(t, c.codec, c.spoil)
			err := Pages(bytes.NewReader(data), chunk, 10, Levels{})
			if c.good != (err == nil) || err != nil && !errors.Is(err, ErrDamaged) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestThriftThatLies refuses lists and texts that are longer than what holds
// them, and structures without an end.
func TestThriftThatLies(t *testing.T) {
	for name, data := range map[string][]byte{
		"nothing":          {},
		"no end":           {0x15, 0x02},
		"a long text":      {0x18, 0x7f, 'a', 0},
		"a long list":      {0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07, 0},
		"an unknown type":  {0x1e, 0},
		"too deep":         bytes.Repeat([]byte{0x1c}, 1000),
		"lists of lists":   append([]byte{0x19}, bytes.Repeat([]byte{0x19}, 1000)...),
		"a map without":    {0x1b, 0x05},
		"a map that lies":  {0x1b, 0x70, 0x88, 0},
		"a number's start": {0x15, 0x80},
	} {
		if n, err := thriftStruct(data); err == nil {
			t.Errorf("%s: %d bytes and no error", name, n)
		}
	}
	var file bytes.Buffer
	type row struct {
		A int64  `parquet:"a"`
		B string `parquet:"b,dict"`
	}
	if err := parquet.Write(&file, []row{{1, "x"}, {2, "y"}}, parquet.KeyValueMetadata("pandas", `{"index_columns": []}`)); err != nil {
		t.Fatal(err)
	}
	if _, err := Footer(bytes.NewReader(file.Bytes()), int64(file.Len())); err != nil {
		t.Error(err)
	}
}

// footerWith is the file of a footer with one row group of columns that are
// described like this.
func footerWith(columns int, described []byte) []byte {
	footer := []byte{0x15, 2, 0x19, 0x1c, 0x48, 1, 'a', 0, 0x16, 0} // version, schema, rows
	footer = append(footer, 0x19, 0x1c, 0x19, 0xfc)                 // row groups, columns
	footer = binary.AppendUvarint(footer, uint64(columns))
	footer = append(footer, bytes.Repeat(described, columns)...)
	footer = append(footer, 0x16, 0, 0x16, 0, 0, 0) // bytes, rows
	file := append([]byte(magic), footer...)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(footer)))
	return append(file, magic...)
}

// TestFooterOfManyColumns: a part of a column of three bytes, decoded, takes
// hundreds.
func TestFooterOfManyColumns(t *testing.T) {
	const columns = 1_000_000
	file := footerWith(columns, []byte{0x26, 0, 0})
	allocbound.Check(t, len(file), 1<<20, 4, func() {
		_, err := Footer(bytes.NewReader(file), int64(len(file)))
		if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "for 1000000 parts of columns") {
			t.Errorf("error %v", err)
		}
	})
	// The least that a part of a column is described by.
	least := []byte{
		0x26, 0, 0x1c, 0x15, 0, 0x19, 0x05, 0x19, 0x18, 0, 0x15, 0, 0x16, 0, 0x16, 0, 0x16, 0, 0x26, 0, 0, 0,
	}
	if len(least) != smallestChunk {
		t.Fatalf("%d bytes", len(least))
	}
	file = footerWith(100, least)
	meta, err := Footer(bytes.NewReader(file), int64(len(file)))
	if err != nil || len(meta.RowGroups[0].Columns) != 100 {
		t.Errorf("%v", err)
	}
}
