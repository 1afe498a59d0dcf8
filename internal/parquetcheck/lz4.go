package parquetcheck

import (
	"io"

	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// checkLZ4 unpacks the page whose data begin at an offset into the room that
// its header names. The Parquet library makes ever more room for LZ4 data that
// cannot be unpacked, until there is no memory left.
func checkLZ4(r io.ReaderAt, at int64, page *format.PageHeader) error {
	data := make([]byte, page.CompressedPageSize)
	if _, err := r.ReadAt(data, at); err != nil {
		return err
	}
	room := int64(page.UncompressedPageSize)
	if v2 := page.DataPageHeaderV2; page.Type == format.DataPageV2 && v2.Valid {
		levels := int64(v2.V.RepetitionLevelsByteLength) + int64(v2.V.DefinitionLevelsByteLength) // never packed
		if levels < 0 || levels > min(int64(len(data)), room) {
			return damaged("a page of %d bytes with %d bytes of levels", len(data), levels)
		}
		if v2.V.IsCompressed.Valid && !v2.V.IsCompressed.V {
			return nil
		}
		data, room = data[levels:], room-levels
	}
	if _, err := lz4.UncompressBlock(data, make([]byte, room)); err != nil {
		return damaged("LZ4 data that cannot be unpacked")
	}
	return nil
}
