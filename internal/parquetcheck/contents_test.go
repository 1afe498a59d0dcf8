package parquetcheck

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
)

// codecs are the ways to pack a page that the library writes.
func codecs() []compress.Codec {
	return []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Gzip, &parquet.Brotli, &parquet.Zstd, &parquet.Lz4Raw}
}

// TestPagesOfEveryKind: pages as they are written are in order, however they are
// packed, with and without a dictionary and values that are missing.
func TestPagesOfEveryKind(t *testing.T) {
	type row struct {
		Few     int64   `parquet:"few,dict"`
		Many    int64   `parquet:"many,delta"`
		Missing *int64  `parquet:"missing,dict"`
		Plain   float64 `parquet:"plain"`
		Listed  []int64 `parquet:"listed,dict"`
	}
	random := rand.New(rand.NewPCG(1, 2))
	var rows []row
	for i := range int64(20_000) {
		r := row{Few: random.Int64N(7), Many: i * i, Plain: random.Float64()}
		if few := random.Int64N(300); few > 100 {
			r.Missing = &few
		}
		for range random.IntN(4) {
			r.Listed = append(r.Listed, random.Int64N(9))
		}
		if i > 10_000 && i < 15_000 { // long runs
			r.Few, r.Missing, r.Listed = 3, nil, nil
		}
		rows = append(rows, r)
	}
	for _, codec := range codecs() {
		for version := 1; version <= 2; version++ {
			var out bytes.Buffer
			w := parquet.NewGenericWriter[row](&out, parquet.Compression(codec), parquet.DataPageVersion(version), parquet.PageBufferSize(10_000))
			if _, err := w.Write(rows); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			in := bytes.NewReader(out.Bytes())
			meta, err := Footer(in, in.Size())
			if err != nil {
				t.Fatal(err)
			}
			for i := range meta.RowGroups[0].Columns[:4] {
				levels := Levels{}
				if i == 2 {
					levels.Definition = 1
				}
				if err := Pages(in, &meta.RowGroups[0].Columns[i], int64(len(rows)), levels); err != nil {
					t.Errorf("%s, version %d, column %d: %v", codec, version, i, err)
				}
			}
			listed := &meta.RowGroups[0].Columns[4]
			if err := Pages(in, listed, listed.MetaData.NumValues, Levels{Repetition: 1, Definition: 1}); err != nil {
				t.Errorf("%s, version %d, lists: %v", codec, version, err)
			}
		}
	}
}

// TestPagesThatUnpackToMore: a page that says less of itself than it unpacks to
// takes no memory for it.
func TestPagesThatUnpackToMore(t *testing.T) {
	const most = 12 << 20 // Brotli looks back on twice 4 MiB
	for _, codec := range codecs()[1:] {
		packed, err := codec.Encode(nil, make([]byte, 64<<20))
		if err != nil {
			t.Fatal(err)
		}
		page := format.PageHeader{Type: format.DataPage, CompressedPageSize: int32(len(packed)), UncompressedPageSize: 80}
		page.DataPageHeader.Valid, page.DataPageHeader.V.NumValues = true, 10
		header, err := thrift.Marshal(new(thrift.CompactProtocol), &page)
		if err != nil {
			t.Fatal(err)
		}
		data := slices.Concat([]byte(magic), header, packed)
		chunk := new(format.ColumnChunk)
		chunk.MetaData = format.ColumnMetaData{
			DataPageOffset: 4, TotalCompressedSize: int64(len(data) - 4), Codec: codec.CompressionCodec(),
		}
		allocbound.Check(t, len(packed), most, 2, func() { err = Pages(bytes.NewReader(data), chunk, 10, Levels{}) })
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: error %v", codec, err)
		}
	}
}

// TestRuns: runs of at most so many values, and what fills the last group.
func TestRuns(t *testing.T) {
	for name, c := range map[string]struct {
		data  []byte
		width int
		good  bool
	}{
		"none":                      {nil, 1, true},
		"three times 1":             {[]byte{6, 1}, 1, true},
		"a group of eight":          {[]byte{3, 0xff}, 1, true},
		"a group without bits":      {[]byte{3}, 0, true},
		"2^27 times 1":              {[]byte{0x80, 0x80, 0x80, 0x80, 1, 1}, 1, false},
		"the same, after none":      {[]byte{6, 1, 0, 0x80, 0x80, 0x80, 0x80, 1, 1}, 1, false},
		"many times 200":            {bytes.Repeat([]byte{0x90, 3, 1}, 100), 8, false},
		"2^24 groups without bits":  {[]byte{0x81, 0x80, 0x80, 0x10}, 0, false},
		"cut short, the library's":  {[]byte{0x80}, 1, true},
		"groups beyond the end too": {[]byte{0x81, 0x80, 0x80, 0x10}, 7, true},
	} {
		if err := checkRuns(c.data, c.width, 3); c.good != (err == nil) || err != nil && !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
