// Package fuzzcorpus keeps what fuzzing has found worth keeping: the inputs of
// each target that reach code no other input reaches, in one archive, a
// compressed tar of files as Go's fuzzing cache has them. Tests run them as
// seeds, and fuzzing goes on from them. Only tests and its own command import
// it.
package fuzzcorpus

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// window is how far apart alike inputs may lie [bytes]: databases are alike
// from the first to the last.
const window = 1 << 26

// Path is where the archive of a target lies in its package's folder.
func Path(target string) string { return filepath.Join("testdata", "corpus", target+".tar.zst") }

// Add adds the archive of the target f as seeds. A target without one fails.
func Add(f *testing.F) {
	f.Helper()
	inputs, err := Read(Path(f.Name()))
	if err == nil && len(inputs) == 0 {
		err = errors.New("it is empty")
	}
	if err != nil {
		f.Fatalf("the kept corpus: %v", err)
	}
	for _, text := range inputs {
		values, err := parse(text)
		if err != nil {
			f.Fatalf("the kept corpus: %v", err)
		}
		f.Add(values...)
	}
}

// Read returns the files of an archive.
func Read(path string) ([][]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	plain, err := zstd.NewReader(file, zstd.WithDecoderMaxWindow(window))
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	var inputs [][]byte
	for archive := tar.NewReader(plain); ; {
		if _, err := archive.Next(); errors.Is(err, io.EOF) {
			return inputs, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		inputs = append(inputs, text)
	}
}

// Write makes the archive of some files, each once and in an order of its own:
// the same inputs make the same bytes.
func Write(out io.Writer, inputs [][]byte) error {
	inputs = slices.Clone(inputs)
	slices.SortFunc(inputs, bytes.Compare)
	inputs = slices.CompactFunc(inputs, bytes.Equal)
	packed, err := zstd.NewWriter(out, zstd.WithWindowSize(window), zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	archive := tar.NewWriter(packed)
	for i, text := range inputs {
		head := &tar.Header{Name: strconv.Itoa(i), Mode: 0o644, Size: int64(len(text)), Format: tar.FormatUSTAR}
		if err := archive.WriteHeader(head); err != nil {
			return err
		}
		if _, err := archive.Write(text); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), packed.Close())
}

// parse returns the arguments in a file of Go's fuzzing cache, each on a line
// like []byte("..."): runs of bytes, texts and single bytes.
func parse(file []byte) (values []any, err error) {
	lines := strings.Split(strings.TrimSuffix(string(file), "\n"), "\n")
	if lines[0] != "go test fuzz v1" {
		return nil, fmt.Errorf("not a file of Go's fuzzing cache: it begins with %.20q", lines[0])
	}
	for _, line := range lines[1:] {
		kind, rest, _ := strings.Cut(line, "(")
		quoted := strings.TrimSuffix(rest, ")")
		text, err := strconv.Unquote(quoted)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%.40q: %w", line, err)
		case kind == "[]byte":
			values = append(values, []byte(text))
		case kind == "string":
			values = append(values, text)
		case kind == "byte" && quoted[0] == '\'': // as a character: '\x01' is one byte, 'ÿ' is 255
			values = append(values, byte([]rune(text)[0]))
		default:
			return nil, fmt.Errorf("%.40q is neither bytes nor text", line)
		}
	}
	return values, nil
}
