package parquetcheck

import (
	"encoding/binary"
	"math/bits"

	"github.com/parquet-go/parquet-go/format"
)

// Levels are the largest levels of a column: how often it may repeat, and how
// often it may be missing.
type Levels struct{ Repetition, Definition int }

// padding is how many values more than it has a page's runs may speak of:
// writers fill their last group.
const padding = 1 << 10

// contents checks the runs of a data page of so many values: those of its levels
// and, where its values are numbers of a dictionary, theirs.
func (u *unpacker) contents(page *format.PageHeader, data []byte, levels Levels) error {
	encoding, count := page.DataPageHeader.V.Encoding, int64(page.DataPageHeader.V.NumValues)
	room := int64(page.UncompressedPageSize)
	var err error
	if page.Type == format.DataPage {
		if data, err = u.unpack(data, room); err != nil {
			return err
		}
		for _, level := range []int{levels.Repetition, levels.Definition} {
			if level == 0 {
				continue
			}
			if len(data) < 4 || int64(binary.LittleEndian.Uint32(data)) > int64(len(data)-4) {
				return damaged("a page that ends in its levels")
			}
			end := 4 + int64(binary.LittleEndian.Uint32(data))
			if err := checkRuns(data[4:end], bits.Len(uint(level)), count); err != nil {
				return err
			}
			data = data[end:]
		}
	} else {
		v2 := &page.DataPageHeaderV2.V
		encoding, count = v2.Encoding, int64(v2.NumValues)
		for i, length := range []int64{int64(v2.RepetitionLevelsByteLength), int64(v2.DefinitionLevelsByteLength)} { // never packed
			if length < 0 || length > min(int64(len(data)), room) {
				return damaged("a page of %d bytes with %d bytes of levels", len(data), length)
			}
			level := []int{levels.Repetition, levels.Definition}[i]
			if err := checkRuns(data[:length], bits.Len(uint(level)), count); err != nil {
				return err
			}
			data, room = data[length:], room-length
		}
		if packed := v2.IsCompressed; !packed.Valid || packed.V {
			if data, err = u.unpack(data, room); err != nil {
				return err
			}
		}
	}
	dictionary := encoding == format.RLEDictionary || encoding == format.PlainDictionary //nolint:staticcheck // as older writers call it
	if !dictionary || len(data) == 0 {
		return nil
	}
	return checkRuns(data[1:], int(data[0]), count)
}

// checkRuns walks runs of values of a width [bits], some repeated and some packed
// in groups of eight. Runs of more values than the page has are refused: a few bytes
// would take gigabytes. Runs that end too soon are the library's to tell.
func checkRuns(data []byte, width int, most int64) error {
	var values uint64
	for len(data) > 0 {
		head, n := binary.Uvarint(data)
		if n <= 0 {
			return nil
		}
		data = data[n:]
		if head>>1 == 0 {
			continue // without a value, as the library reads it
		}
		count, size := head>>1, (uint64(width)+7)/8
		if head&1 != 0 {
			if count > uint64(len(data)) && width > 0 {
				return nil
			}
			count, size = 8*count, count*uint64(width)
		}
		if values += count; count > uint64(most)+padding || values > uint64(most)+padding {
			return damaged("a page of %d values has runs of %d", most, values)
		}
		data = data[min(size, uint64(len(data))):]
	}
	return nil
}
