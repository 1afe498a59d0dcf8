package columnar

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/engine-gpu/engine-gpu/snn"
)

// smallest is the size from which a file is mapped: below it, reading is as
// fast and leaves nothing behind.
const smallest = 1 << 20

// Read reads the brain in an open file, which may be closed afterwards. The
// brain is valid; its synapses lie in the file's mapping, see the package's
// comment. Errors do not name the file.
func Read(f *os.File) (*snn.Brain, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	data, err := bytesOf(f, info.Size())
	if err != nil {
		return nil, err
	}
	var b *snn.Brain
	err = guarded(func() error {
		b, err = decode(data)
		return err
	})
	if err != nil {
		release(data)
		return nil, err
	}
	return b, nil
}

// bytesOf returns the file's bytes. Of a large file they are a mapping.
func bytesOf(f *os.File, size int64) ([]byte, error) {
	if size != int64(int(size)) {
		return nil, errors.New("it is too large for this machine")
	}
	if size >= smallest {
		data, err := mapFile(f, int(size))
		if !errors.Is(err, errors.ErrUnsupported) {
			return data, err
		}
	}
	data := memory(int(size))
	if n, err := io.ReadFull(io.NewSectionReader(f, 0, size), data); err != nil {
		return nil, fmt.Errorf("byte %d of %d cannot be read: %w", n, size, err)
	}
	return data, nil
}

// release undoes a mapping that no brain came of.
func release(data []byte) {
	if len(data) >= smallest {
		unmapFile(data)
	}
}

// decode returns the brain in a file's bytes, which must be aligned to 8 and
// become the brain's columns.
func decode(data []byte) (*snn.Brain, error) {
	known := columns()
	entries, err := parseHead(data, known)
	if err != nil {
		return nil, err
	}
	matched, err := match(entries, known)
	if err != nil {
		return nil, err
	}
	if err := verify(data, entries); err != nil {
		return nil, err
	}
	c := &content{Brain: new(snn.Brain)}
	for i, e := range entries {
		if err := matched[i].decode(c, data[e.offset:e.offset+e.length]); err != nil {
			return nil, err
		}
	}
	if err := c.parseTexts(); err != nil {
		return nil, err
	}
	return c.Brain, check(c.Brain)
}
