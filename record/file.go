package record

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// WriteFile lets write fill a temporary file beside path and renames it to
// path when it is complete and on disk. If anything fails, what stood at path
// is unchanged and nothing is left beside it.
func WriteFile(path string, write func(io.Writer) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: not written: %w", path, withoutPath(err))
		}
	}()
	f, err := createBeside(path)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close() // may be closed already
			os.Remove(f.Name())
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// createBeside creates an empty hidden file in the folder of path with the
// mode of a new file, which os.CreateTemp would make private.
func createBeside(path string) (*os.File, error) {
	folder, name := filepath.Split(path)
	for {
		temporary := filepath.Join(folder, fmt.Sprintf(".%s.%08x.tmp", name, rand.Uint32()))
		f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// isTemporary reports whether a file is one that createBeside made for another.
func isTemporary(name, target string) bool {
	middle, hidden := strings.CutPrefix(name, "."+target+".")
	random, ends := strings.CutSuffix(middle, ".tmp")
	_, err := strconv.ParseUint(random, 16, 32)
	return hidden && ends && len(random) == 8 && err == nil
}

// withoutPath drops the operation and the temporary file's path from an error.
func withoutPath(err error) error {
	var onPath *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &onPath):
		return onPath.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
