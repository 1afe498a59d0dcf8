package loader

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/engine-gpu/engine-gpu/loader/columnar"
	"github.com/engine-gpu/engine-gpu/loader/internal/sqlitefile"
)

// magic begins every SQLite database.
const magic = "SQLite format 3\x00"

// openReadOnly opens the database at path so that nothing on the disk changes:
// not the file, and no file beside it comes into being.
func openReadOnly(path string) (*connection, error) {
	file, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	c, err := connectReadOnly(path, file)
	if err != nil {
		file.Close()
		return nil, err
	}
	c.file = file
	return c, nil
}

func connectReadOnly(path string, file *os.File) (*connection, error) {
	header, err := readHeader(file)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	// SQLite reads all of its schema before anything else.
	if _, err := sqlitefile.CountRows(file, info.Size(), sqlitefile.SchemaRoot); err != nil {
		return nil, err
	}
	query := "mode=ro&_pragma=query_only(1)"
	if inWAL := header[18] == 2 || header[19] == 2; inWAL {
		// Opening such a file creates its -wal and -shm even in read-only mode.
		// If no change waits in a -wal, the file is whole and can be read as one
		// that nobody changes.
		if err := checkWAL(path); err != nil {
			return nil, err
		}
		query += "&immutable=1"
	}
	return connect(path, query)
}

// readHeader returns the first bytes of a file, if they are those of a SQLite
// database.
func readHeader(file *os.File) ([]byte, error) {
	header := make([]byte, 100)
	n, err := io.ReadFull(file, header)
	switch {
	case n == 0 && errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%w, the file is empty: generate it again", ErrNotDatabase)
	case n < len(magic) || string(header[:len(magic)]) != magic:
		return nil, fmt.Errorf("%w: name a brain database written by V8 or by engine-gpu", ErrNotDatabase)
	case err != nil:
		return nil, fmt.Errorf("%w, it ends in its header: generate it again", ErrDamaged)
	}
	return header, nil
}

// openRegular opens a file that must be an ordinary one.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: check the name, or generate a brain first", fs.ErrNotExist)
	case err != nil:
		return nil, withoutPath(err)
	case info.IsDir():
		return nil, errors.New("is a folder: name the brain database in it")
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a regular file: name a brain database on disk")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, withoutPath(err)
	}
	return file, nil
}

// openColumnar opens the file at path if it is a columnar brain; if it is
// anything else, there is no file.
func openColumnar(path string) (*os.File, error) {
	file, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	begin := make([]byte, len(columnar.Magic))
	if n, err := io.ReadFull(file, begin); err != nil || string(begin[:n]) != columnar.Magic {
		file.Close()
		return nil, nil //nolint:nilerr // not one; why not shows when it is opened as a database
	}
	return file, nil
}

// checkWAL refuses a database whose latest changes wait in a write-ahead log.
func checkWAL(path string) error {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return withoutPath(err)
	}
	if info, err := os.Stat(real + "-wal"); err == nil && info.Size() > 0 {
		return fmt.Errorf("%w: its latest changes wait in %s-wal; close the program that has it open, or merge them with: sqlite3 %s 'PRAGMA journal_mode=DELETE'",
			ErrInUse, real, real)
	}
	return nil
}

// dataSource is the URI by which SQLite opens the file at path, whatever
// characters its name has.
func dataSource(path, query string) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	uri := url.URL{Scheme: "file", Path: absolute, RawQuery: query}
	return uri.String(), nil
}

// withoutPath drops the operation and the path from an error whose message
// will begin with the path.
func withoutPath(err error) error {
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		return onPath.Err
	}
	return err
}
