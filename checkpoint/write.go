package checkpoint

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/engine-gpu/engine-gpu/record"
)

// Previous returns the path of the checkpoint before the one at path.
func Previous(path string) string { return path + ".1" }

// fresh is where a checkpoint lies that is complete but not yet in its place.
func fresh(path string) string { return path + ".new" }

// CheckTarget reports whether [Save] would take the place of a file that is no
// checkpoint, at path or where the one before it goes: a brain, for example.
func CheckTarget(path string) error {
	return errors.Join(checkPlace(path), checkPlace(Previous(path)))
}

// checkPlace refuses a file that is no checkpoint, nor the beginning of one.
func checkPlace(path string) error {
	f, err := openRegular(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	begin := make([]byte, len(magic))
	n, err := io.ReadFull(f, begin)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if !strings.HasPrefix(magic, string(begin[:n])) {
		return fmt.Errorf("%s is there already and is no checkpoint: a checkpoint would take its place, choose another name", path)
	}
	return nil
}

// Save writes a checkpoint to path. What stood there becomes [Previous]. If it
// fails, both are as before; when it returns, the new one is on disk.
func Save(path string, sections []Section) error {
	if err := record.WriteFile(fresh(path), func(w io.Writer) error { return Encode(w, sections) }); err != nil {
		return errors.New(strings.Replace(err.Error(), fresh(path), path, 1))
	}
	if err := os.Rename(path, Previous(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh(path), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder brings the names in a folder to disk.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" { // which has no such thing
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Clean removes what a program that was killed while it wrote a checkpoint to
// path may have left beside it. The checkpoints themselves stay, and a file of
// such a name that is none is an error.
func Clean(path string) error {
	if err := checkPlace(fresh(path)); err != nil {
		return err
	}
	folder, name := filepath.Split(fresh(path))
	entries, err := os.ReadDir(filepath.Clean(folder))
	if err != nil {
		return err
	}
	for _, e := range entries {
		middle, hidden := strings.CutPrefix(e.Name(), "."+name+".")
		random, temporary := strings.CutSuffix(middle, ".tmp")
		if e.Name() == name || hidden && temporary && len(random) == 8 {
			if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// Encode writes a checkpoint to a stream.
func Encode(to io.Writer, sections []Section) error {
	if len(sections) > maxSections {
		return fmt.Errorf("%d sections, at most %d", len(sections), maxSections)
	}
	whole := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(to, whole), 1<<16)
	out.WriteString(magic)                                    //nolint:errcheck // Flush returns the first error
	out.Write(binary.LittleEndian.AppendUint32(nil, version)) //nolint:errcheck // likewise
	seen := map[string]bool{}
	for _, s := range sections {
		if s.Name == "" || len(s.Name) > maxName || seen[s.Name] {
			return fmt.Errorf("section name %q is empty, too long or there twice", s.Name)
		}
		seen[s.Name] = true
		if err := s.encode(out); err != nil {
			return fmt.Errorf("section %s: %w", s.Name, err)
		}
	}
	out.Write([]byte{0, 0}) //nolint:errcheck // likewise
	if err := out.Flush(); err != nil {
		return err
	}
	_, err := to.Write(whole.Sum(nil))
	return err
}

func (s *Section) encode(to io.Writer) error {
	sum := crc32.New(castagnoli())
	out := io.MultiWriter(to, sum)
	head := binary.LittleEndian.AppendUint16(nil, uint16(len(s.Name)))
	head = binary.LittleEndian.AppendUint64(head, uint64(s.Size))
	if _, err := out.Write(append(head, s.Name...)); err != nil {
		return err
	}
	counted := &counter{to: out}
	if err := s.Write(counted); err != nil {
		return err
	}
	if counted.bytes != s.Size {
		return fmt.Errorf("%d bytes were written, not %d", counted.bytes, s.Size)
	}
	_, err := to.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	return err
}

// counter counts the bytes that pass.
type counter struct {
	to    io.Writer
	bytes int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.bytes += int64(n)
	return n, err
}
