package record

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/internal/input"
)

// briefError is an error whose message is kept to one line of sensible length:
// those of damaged files quote what they hold.
type briefError struct{ cause error }

func (b briefError) Error() string { return input.Brief(b.cause.Error(), 1000) }

func (b briefError) Unwrap() error { return b.cause }

// damageError is the error of files of a recording in work that contradict
// themselves or each other: room on the disk would not help.
type damageError struct{ error }

func (d *damageError) Unwrap() error { return d.error }

func damaged(format string, args ...any) error { return &damageError{fmt.Errorf(format, args...)} }
