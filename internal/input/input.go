// Package input opens and reads files that come from outside, as people or other
// files name them: within a size, without waiting for what never comes, and
// without guessing at what is misspelled.
package input

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
	"unicode"
)

// CheckRegular refuses what is there and is no regular file: reading a pipe or a
// device may never end. A file that is missing is an error, too.
func CheckRegular(path string) error {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: not a regular file", path)
	}
	return err
}

// Open opens a file for reading. Of a pipe it waits for what is written, but not
// for who would write: without one the file is empty.
func Open(path string) (*os.File, error) {
	flags := os.O_RDONLY
	if info, err := os.Stat(path); err == nil && info.Mode()&os.ModeNamedPipe != 0 {
		flags |= syscall.O_NONBLOCK
	}
	return os.OpenFile(path, flags, 0)
}

// Read returns the text of a file of at most so many bytes; a larger one is an
// error before more of it is read.
func Read(path string, most int64) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadOpen(f, most)
}

// ReadOpen does the same for a file that is open.
func ReadOpen(f *os.File, most int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(text)) > most {
		return nil, fmt.Errorf("%s: larger than %d MiB", f.Name(), most>>20)
	}
	return text, nil
}

// Brief is what a file holds as an error tells it: on one line, printable and of
// at most so many bytes.
func Brief(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar:
			return '?'
		case !unicode.IsPrint(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "..."
	}
	return text
}

// Printable is a text as a terminal may show it, whatever a file or its name
// holds: what is not printable is written as in a string of Go.
func Printable(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == unicode.ReplacementChar && !strings.HasPrefix(text[i:], string(r)):
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

// StrictJSON decodes one JSON value with nothing after it. Keys that the Go
// value does not have, and keys that an object has twice, are errors.
func StrictJSON(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("text follows the JSON value")
	}
	return checkKeys(text)
}

// checkKeys looks for keys that stand twice in an object of well-formed JSON.
func checkKeys(text []byte) error {
	// Of every object that is open its keys; of an array nil.
	var open []map[string]bool
	d := json.NewDecoder(bytes.NewReader(text))
	for isKey := false; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		inner := len(open) - 1
		switch token {
		case json.Delim('{'):
			open = append(open, map[string]bool{})
		case json.Delim('['):
			open = append(open, nil)
		case json.Delim('}'), json.Delim(']'):
			open = open[:inner]
		default:
			if key, isText := token.(string); isKey && isText {
				// Decoding takes small letters and capitals for the same.
				folded := strings.ToLower(strings.ToUpper(key))
				if open[inner][folded] {
					return fmt.Errorf("the key %.60q is given twice", key)
				}
				open[inner][folded] = true
				isKey = false
				continue
			}
		}
		// What comes next in an object, after its brace or a value, is a key.
		isKey = len(open) > 0 && open[len(open)-1] != nil
	}
}
