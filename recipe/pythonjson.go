package recipe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/engine-gpu/engine-gpu/snn"
)

// pythonJSON rewrites a well-formed JSON value as Python's json.dumps writes
// it after json.loads read it: ", " and ": " as separators, integers as they
// stand, floats as their repr, text in ASCII.
func pythonJSON(raw json.RawMessage) (string, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var text strings.Builder
	if err := writeValue(&text, decoder); err != nil {
		return "", err
	}
	return text.String(), nil
}

func writeValue(w *strings.Builder, d *json.Decoder) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			return writeList(w, d)
		}
		return writeObject(w, d)
	case json.Number:
		text, err := pythonNumber(token.String())
		w.WriteString(text)
		return err
	case string:
		writeText(w, token)
	case bool:
		fmt.Fprint(w, token)
	case nil:
		w.WriteString("null")
	}
	return nil
}

func writeList(w *strings.Builder, d *json.Decoder) error {
	w.WriteByte('[')
	for first := true; d.More(); first = false {
		if !first {
			w.WriteString(", ")
		}
		if err := writeValue(w, d); err != nil {
			return err
		}
	}
	w.WriteByte(']')
	_, err := d.Token()
	return err
}

func writeObject(w *strings.Builder, d *json.Decoder) error {
	w.WriteByte('{')
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		if seen[key] {
			return fmt.Errorf("key %s is given twice", quoted(key))
		}
		if len(seen) > 0 {
			w.WriteString(", ")
		}
		seen[key] = true
		writeText(w, key)
		w.WriteString(": ")
		if err := writeValue(w, d); err != nil {
			return err
		}
	}
	w.WriteByte('}')
	_, err := d.Token()
	return err
}

// pythonNumber keeps an integer and writes a float as its repr. Python holds
// integers of any length, and has no negative zero among them.
func pythonNumber(literal string) (string, error) {
	value, err := parseNumber(json.RawMessage(literal))
	if err != nil {
		return "", err
	}
	switch {
	case strings.ContainsAny(literal, ".eE"):
		return snn.FormatNumber(value), nil
	case value == 0:
		return "0", nil
	}
	return literal, nil
}

// writeText writes a string in quotes, everything outside printable ASCII
// escaped.
func writeText(w *strings.Builder, text string) {
	w.WriteByte('"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			w.WriteByte('\\')
			w.WriteRune(c)
		case c == '\b':
			w.WriteString(`\b`)
		case c == '\f':
			w.WriteString(`\f`)
		case c == '\n':
			w.WriteString(`\n`)
		case c == '\r':
			w.WriteString(`\r`)
		case c == '\t':
			w.WriteString(`\t`)
		case c >= ' ' && c <= '~':
			w.WriteRune(c)
		case c > 0xffff:
			high, low := utf16.EncodeRune(c)
			fmt.Fprintf(w, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(w, `\u%04x`, c)
		}
	}
	w.WriteByte('"')
}
