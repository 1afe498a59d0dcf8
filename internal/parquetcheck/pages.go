package parquetcheck

import (
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

const (
	// longestPageHeader bounds the header of a page: some numbers, and the
	// smallest and the largest value [bytes].
	longestPageHeader = 1 << 16
	// densestPage bounds by what factor a page can be compressed; Brotli and
	// Zstandard reach some thousands on constant columns.
	densestPage = 1 << 14
	roomyPage   = 1 << 24 // a page up to this size may have any [bytes]
)

// Pages walks a column's pages: pages that lie outside of the column, whose size
// or number of values the file cannot bear out, that do not unpack to the size
// they name, or whose runs are of more values than they have, are refused before
// the library gives memory to them.
func Pages(r io.ReaderAt, chunk *format.ColumnChunk, rows int64, levels Levels) error {
	u := &unpacker{codec: chunk.MetaData.Codec}
	defer u.close()
	m := &chunk.MetaData
	at, end := chunkStart(m), chunkStart(m)+m.TotalCompressedSize
	header := make([]byte, longestPageHeader)
	var values int64
	for at < end && values < rows {
		n, err := r.ReadAt(header[:min(end-at, longestPageHeader)], at)
		if err != nil && n == 0 {
			return err
		}
		length, err := thriftStruct(header[:n])
		if err != nil {
			return damaged("header of a page: %v", err)
		}
		var page format.PageHeader
		if err := thrift.Unmarshal(new(thrift.CompactProtocol), header[:length], &page); err != nil {
			return damaged("header of a page: %v", err)
		}
		at += int64(length)
		size, unpacked := int64(page.CompressedPageSize), int64(page.UncompressedPageSize)
		if size < 0 || size > end-at || unpacked < 0 || unpacked > roomyPage && unpacked/densestPage > size {
			return damaged("a page of %d bytes, unpacked %d, where %d are left", size, unpacked, end-at)
		}
		data, err := u.read(r, at, size)
		if err != nil {
			return err
		}
		at += size
		switch {
		case !u.known():
		case page.Type == format.DataPage, page.Type == format.DataPageV2:
			err = u.contents(&page, data, levels)
		case page.Type == format.DictionaryPage:
			_, err = u.unpack(data, unpacked)
		}
		if err != nil {
			return err
		}
		count, isDictionary := pageValues(&page)
		switch {
		case isDictionary && (count < 0 || count > unpacked):
			return damaged("a dictionary of %d values in %d bytes", count, unpacked)
		case !isDictionary && (count < 0 || count > rows-values):
			return damaged("a column has more values than its %d rows", rows)
		case !isDictionary:
			values += count
		}
	}
	if values < rows {
		return damaged("a column has %d values for %d rows", values, rows)
	}
	return nil
}

// pageValues returns the number of values that a page claims.
func pageValues(page *format.PageHeader) (count int64, isDictionary bool) {
	switch page.Type {
	case format.DictionaryPage:
		return int64(page.DictionaryPageHeader.V.NumValues), true
	case format.DataPage:
		return int64(page.DataPageHeader.V.NumValues), false
	case format.DataPageV2:
		return int64(page.DataPageHeaderV2.V.NumValues), false
	}
	return 0, false
}
