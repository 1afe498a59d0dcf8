package columnar

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Read reads the brain in an open file, which may be closed afterwards and
// become whatever it likes. The brain is valid; its synapses are the file's
// bytes, in memory of its own. Errors do not name the file.
func Read(f *os.File) (*snn.Brain, error) {
	size, err := checkHead(f)
	if err != nil {
		return nil, err
	}
	data, err := bytesOf(f, size)
	if err != nil {
		return nil, err
	}
	return decode(data)
}

// checkHead checks header and table of a file, and so that it has the size that
// they speak of, before there is memory for the rest.
func checkHead(f *os.File) (size int64, err error) {
	head, size, err := headOf(f)
	if err != nil {
		return 0, err
	}
	known := columns()
	entries, err := parseHead(head, uint64(size), known)
	if err != nil {
		return 0, err
	}
	if _, err := match(entries, known); err != nil {
		return 0, err
	}
	return size, checkRoom(size)
}

// headOf returns a file's first bytes, header and table among them, and its
// size.
func headOf(f *os.File) (head []byte, size int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	head = make([]byte, min(info.Size(), int64(tableEnd(len(columns())))))
	return head, info.Size(), readAt(f, head, 0)
}

// readAt fills memory with the bytes of a file from an offset on.
func readAt(f *os.File, data []byte, offset int64) error {
	if n, err := io.ReadFull(io.NewSectionReader(f, offset, int64(len(data))), data); err != nil {
		return fmt.Errorf("byte %d cannot be read: %w", offset+int64(n), err)
	}
	return nil
}

// piece is how much of a file a core reads at a time [bytes].
const piece = 4 << 20

// bytesOf returns the bytes of a file, read on all cores: most of the time goes
// into the memory, page by page.
func bytesOf(f *os.File, size int64) ([]byte, error) {
	data := memory(int(size))
	pieces := int((size + piece - 1) / piece)
	errs := make([]error, pieces)
	var readers sync.WaitGroup
	readersAtOnce := min(runtime.GOMAXPROCS(0), pieces)
	for first := range readersAtOnce {
		readers.Go(func() {
			for i := first; i < pieces; i += readersAtOnce {
				from := int64(i) * piece
				errs[i] = readAt(f, data[from:min(from+piece, size)], from)
			}
		})
	}
	readers.Wait()
	return data, errors.Join(errs...)
}

// decode returns the brain in a file's bytes, which must be aligned to 8 and
// become the brain's columns.
func decode(data []byte) (*snn.Brain, error) {
	known := columns()
	entries, err := parseHead(data, uint64(len(data)), known)
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
