package record

import (
	"fmt"
	"strings"
	"unicode"
)

// briefError is an error whose message is kept to one line of sensible length:
// those of damaged files quote what they hold.
type briefError struct{ cause error }

func (b briefError) Error() string {
	const longest = 1000 // [bytes]
	text := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(b.cause.Error(), "?"))
	text = strings.ReplaceAll(text, string(unicode.ReplacementChar), "?")
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + " ..."
	}
	return text
}

func (b briefError) Unwrap() error { return b.cause }

// damageError is the error of files of a recording in work that contradict
// themselves or each other: room on the disk would not help.
type damageError struct{ error }

func (d *damageError) Unwrap() error { return d.error }

func damaged(format string, args ...any) error { return &damageError{fmt.Errorf(format, args...)} }
