package loader

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"unicode"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/engine-gpu/engine-gpu/loader/columnar"
	"github.com/engine-gpu/engine-gpu/loader/internal/sqlitefile"
)

// Errors that callers may want to tell apart with errors.Is.
var (
	// ErrNotDatabase means that the file is neither a SQLite database nor a
	// columnar brain.
	ErrNotDatabase = errors.New("not a SQLite database nor a .brain file")
	// ErrNotBrain means that the database lacks a table or a column that a
	// brain must have, or has no neurons.
	ErrNotBrain = errors.New("not a brain database")
	// ErrDamaged means that the database or columnar brain is cut short or
	// corrupt.
	ErrDamaged = errors.New("the file is damaged")
	// ErrInUse means that another program holds the database, or left a change
	// to it unfinished.
	ErrInUse = errors.New("the database is in use")
	// ErrChanged means that the database no longer holds the brain that was
	// loaded.
	ErrChanged = errors.New("no longer the brain that was loaded")
)

// RowError is a row that cannot be part of a brain.
type RowError struct {
	Table string
	// Row is the id in neurons and synapses. The maps have no ids: there it
	// counts the rows from 1.
	Row int64
	Err error // what is wrong with it
}

// Error names the row and what is wrong: "synapses row 17: target 999 is not
// a neuron". It is one line, whatever the row contains.
func (e *RowError) Error() string {
	return fmt.Sprintf("%s row %d: %s", e.Table, e.Row, oneLine(e.Err.Error(), 300))
}

// Unwrap returns what is wrong.
func (e *RowError) Unwrap() error { return e.Err }

// brief is an error whose message is kept to one line of sensible length. SQLite
// and JSON quote what they find in a file.
type brief struct{ cause error }

func (b brief) Error() string { return oneLine(b.cause.Error(), 1000) }
func (b brief) Unwrap() error { return b.cause }

// oneLine keeps texts out of a file from breaking a message, or flooding it
// with more than so many bytes.
func oneLine(text string, longest int) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + " ..."
	}
	return text
}

// readError completes an error of reading the database at path with the
// file's name and, where SQLite reported it, with what to do.
func readError(path string, err error) error {
	var damage *columnar.DamageError
	var foreign *columnar.VersionError
	switch {
	case errors.As(err, &damage):
		return fmt.Errorf("%s: %w (%w): generate or convert it again", path, ErrDamaged, brief{damage})
	case errors.As(err, &foreign):
		return fmt.Errorf("%s: %w: read it with the program that wrote it", path, brief{foreign})
	}
	var tree *sqlitefile.DamageError
	if errors.As(err, &tree) {
		return damaged(path, brief{tree})
	}
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return fmt.Errorf("%s: %w", path, brief{err})
	}
	cause := brief{lite}
	switch code := lite.Code(); code & 0xff {
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%s: %w (%w): name a brain database written by V8 or by engine-gpu", path, ErrNotDatabase, cause)
	case sqlite3.SQLITE_CORRUPT:
		return damaged(path, cause)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%s: %w (%w): wait until the other program has finished, then try again", path, ErrInUse, cause)
	case sqlite3.SQLITE_READONLY:
		// A read-only connection meets this only where an interrupted change
		// must first be rolled back.
		return fmt.Errorf("%s: %w: a change by another program was interrupted (%s-journal); open it once with: sqlite3 %s .tables",
			path, ErrInUse, path, path)
	case sqlite3.SQLITE_IOERR:
		if code == sqlite3.SQLITE_IOERR_SHORT_READ {
			return damaged(path, cause)
		}
		return fmt.Errorf("%s: cannot be read (%w): check the disk", path, cause)
	case sqlite3.SQLITE_NOMEM:
		return fmt.Errorf("%s: not enough memory to read it (%w)", path, cause)
	}
	return fmt.Errorf("%s: %w (%w): its tables are not those of V8", path, ErrNotBrain, cause)
}

func damaged(path string, cause error) error {
	return fmt.Errorf("%s: %w (%w): generate it again, or save what is left with: sqlite3 %s .recover", path, ErrDamaged, cause, path)
}

// writeError completes an error of writing the database at path with the
// file's name and what to do. By then nothing has been changed.
func writeError(path string, err error) error {
	// The name of the temporary file tells nobody anything: keep the cause.
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		err = onPath.Err
	}
	var lite *sqlite.Error
	code := 0
	if errors.As(err, &lite) {
		code = lite.Code() & 0xff
	}
	err = brief{err}
	switch {
	case code == sqlite3.SQLITE_FULL:
		return fmt.Errorf("%s: not written (%w: %w): free some space and try again", path, syscall.ENOSPC, err)
	case code == sqlite3.SQLITE_IOERR:
		return fmt.Errorf("%s: not written (%w): check the disk and the space on it", path, err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return fmt.Errorf("%s: not written (%w): free some space and try again", path, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s: not written (%w): choose a folder and a file that you may write to", path, err)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%s: not written (%w): name a folder that exists", path, err)
	}
	return fmt.Errorf("%s: not written: %w", path, err)
}
