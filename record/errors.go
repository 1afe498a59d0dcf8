package record

import (
	"fmt"
	"strings"
	"unicode"
)

// oneLine is an error whose message is kept to one line of sensible length:
// those of damaged files quote what they hold.
type oneLine struct{ cause error }

func (o oneLine) Error() string {
	const longest = 1000 // [bytes]
	text := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(o.cause.Error(), "?"))
	text = strings.ReplaceAll(text, string(unicode.ReplacementChar), "?")
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + " ..."
	}
	return text
}

func (o oneLine) Unwrap() error { return o.cause }

// damage is the error of files of a recording in work that contradict
// themselves or each other: room on the disk would not help.
type damage struct{ error }

func (d *damage) Unwrap() error { return d.error }

func damaged(format string, args ...any) error { return &damage{fmt.Errorf(format, args...)} }
