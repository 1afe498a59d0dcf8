package edgelist

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/engine-gpu/engine-gpu/internal/parquetcheck"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Errors that callers may want to tell apart with errors.Is.
var (
	// ErrNotEdgeList means that the file is neither Parquet nor a table with a
	// header.
	ErrNotEdgeList = errors.New("neither Parquet nor CSV")
	// ErrNoColumn means that the file lacks a column that is needed.
	ErrNoColumn = errors.New("no such column")
	// ErrNoRows means that the file has no rows, or none with a weight.
	ErrNoRows = errors.New("no edges")
	// ErrDamaged means that the file is cut short or corrupt.
	ErrDamaged = parquetcheck.ErrDamaged
)

// RowError is a row that cannot be an edge.
type RowError struct {
	// Line is the line of a CSV file on which the row begins, from 1. It is 0
	// for Parquet.
	Line int
	Row  int64 // from 1, the header not counted
	Err  error // what is wrong with it
}

// Error names the line or the row and what is wrong: "line 17: weight NaN is
// not finite".
func (e *RowError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, oneLine(e.Err.Error()))
	}
	return fmt.Sprintf("row %d: %s", e.Row, oneLine(e.Err.Error()))
}

// Unwrap returns what is wrong.
func (e *RowError) Unwrap() error { return e.Err }

// brief is an error whose message is kept to one line of sensible length.
type brief struct{ cause error }

func (b brief) Error() string { return oneLine(b.cause.Error()) }
func (b brief) Unwrap() error { return b.cause }

// oneLine keeps texts out of a file from breaking a message, or flooding it.
func oneLine(text string) string {
	const longest = 700 // [bytes]
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

// damaged is the error of a file whose parts contradict each other.
func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

func tooManyRows(rows int64) error {
	return fmt.Errorf("%d edges are more than the limit of %d synapses", rows, snn.MaxSynapses)
}
