package parquetcheck

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// unpacker unpacks pages into the room that their headers name, and no more:
// the Parquet library makes as much room as packed data turn out to need.
type unpacker struct {
	codec  format.CompressionCodec
	packed []byte
	room   []byte

	// Decoders that were needed, for their memory.
	zstd   *zstd.Decoder
	gzip   gzip.Reader
	brotli brotli.Reader
}

// read returns the bytes of a page at an offset, packed. They are valid until the
// next call.
func (u *unpacker) read(r io.ReaderAt, at, size int64) ([]byte, error) {
	u.packed = resize(u.packed, size)
	_, err := r.ReadAt(u.packed, at)
	if errors.Is(err, io.EOF) && size == 0 {
		err = nil
	}
	return u.packed, err
}

// known reports whether there is a way to unpack the pages; the library knows no
// other.
func (u *unpacker) known() bool {
	switch u.codec {
	case format.Uncompressed, format.Snappy, format.Gzip, format.Brotli, format.Zstd, format.Lz4Raw:
		return true
	}
	return false
}

// unpack returns what data unpack to, which must have exactly so many bytes. It
// is valid until the next call.
func (u *unpacker) unpack(data []byte, size int64) ([]byte, error) {
	var n int
	var err error
	switch u.codec {
	case format.Snappy:
		if n, err = snappy.DecodedLen(data); err == nil && int64(n) == size {
			u.room = resize(u.room, size)
			_, err = snappy.Decode(u.room, data)
		}
	case format.Gzip:
		if err = u.gzip.Reset(bytes.NewReader(data)); err == nil {
			n, err = u.inflate(&u.gzip, size)
		}
	case format.Brotli:
		if err = u.brotli.Reset(bytes.NewReader(data)); err == nil {
			n, err = u.inflate(&u.brotli, size)
		}
	case format.Zstd:
		if u.zstd == nil {
			if u.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true)); err != nil {
				return nil, err
			}
		}
		u.room = resize(u.room, size)
		var out []byte
		out, err = u.zstd.DecodeAll(data, u.room[:0:size])
		n = len(out)
	case format.Lz4Raw:
		u.room = resize(u.room, size)
		n, err = lz4.UncompressBlock(data, u.room)
	default:
		return data, nil
	}
	if err != nil || int64(n) != size {
		return nil, damaged("a page that does not unpack to its %d bytes", size)
	}
	return u.room[:size], nil
}

// inflate reads at most one byte more than a size.
func (u *unpacker) inflate(in io.Reader, size int64) (int, error) {
	u.room = resize(u.room, size+1)
	n, err := io.ReadFull(in, u.room)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

func (u *unpacker) close() {
	if u.zstd != nil {
		u.zstd.Close()
	}
}

// resize returns memory of a size, the same while it suffices.
func resize(data []byte, size int64) []byte {
	if int64(cap(data)) < size {
		return make([]byte, size)
	}
	return data[:size]
}
