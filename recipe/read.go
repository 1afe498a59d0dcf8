package recipe

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// maxFileSize bounds what is read from one recipe or circuit file [bytes]: as
// JSON of nothing but empty objects it takes a hundred times as much memory.
const maxFileSize = 4 << 20

// reader reads the fields of one JSON document one by one. encoding/json's
// struct decoding would accept what must not pass here: other spellings of a
// key, a null for a number, a key given twice. The first error sticks, and
// every later read returns a zero value.
type reader struct {
	err      error
	warnings []string
}

// fail records the first error, at the given path in the document.
func (r *reader) fail(path, format string, args ...any) {
	if r.err == nil {
		r.err = errors.New(message(path, format, args...))
	}
}

func (r *reader) warn(path, format string, args ...any) {
	r.warnings = append(r.warnings, message(path, format, args...))
}

// message says what is wrong where, at no more length than people read.
func message(path, format string, args ...any) string {
	const longest = 1500 // [bytes]: the built-in circuits take half of it
	text := fmt.Sprintf(format, args...)
	if path != "" {
		text = path + ": " + text
	}
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return text
}

// object is a JSON object with its keys in their order.
type object struct {
	r      *reader
	path   string // where it stands in the document
	keys   []string
	values map[string]json.RawMessage
	used   map[string]bool
}

// document parses the outermost object of a document.
func (r *reader) document(data []byte) *object {
	if err := checkSyntax(data); err != nil {
		r.fail("", "%v", err)
		data = []byte("{}")
	}
	return r.object("", data)
}

// checkSyntax reports the first syntax error of a document with its line.
func checkSyntax(data []byte) error {
	var value json.RawMessage
	decoder := json.NewDecoder(bytes.NewReader(data))
	err := decoder.Decode(&value)
	offset := decoder.InputOffset()
	if err == nil {
		rest := bytes.TrimLeft(data[offset:], " \t\r\n")
		if len(rest) == 0 {
			return nil
		}
		err, offset = errors.New("text after the end of the JSON object"), int64(len(data)-len(rest))
	} else if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		offset = syntax.Offset
	} else if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err, offset = errors.New("it ends too early"), int64(len(data))
	}
	line := 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte{'\n'})
	return fmt.Errorf("malformed JSON in line %d: %w", line, err)
}

// object splits an object into its keys and values; the JSON is well formed.
func (r *reader) object(path string, raw json.RawMessage) *object {
	o := &object{r: r, path: path, values: map[string]json.RawMessage{}, used: map[string]bool{}}
	if r.err != nil {
		return o
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		r.fail(path, "must be a JSON object, not %s", brief(raw))
		return o
	}
	for decoder.More() {
		key, err := decoder.Token()
		var value json.RawMessage
		if err == nil {
			err = decoder.Decode(&value)
		}
		name, isText := key.(string)
		if err != nil || !isText {
			r.fail(path, "malformed JSON object")
			return o
		}
		if _, twice := o.values[name]; twice {
			r.fail(o.at(name), "is given twice")
			return o
		}
		o.keys = append(o.keys, name)
		o.values[name] = value
	}
	return o
}

// at returns the path of one of the object's keys.
func (o *object) at(key string) string {
	if text := quoted(key); text[1:len(text)-1] != key {
		key = text
	}
	if o.path == "" {
		return key
	}
	return o.path + "." + key
}

// raw returns a key's value, or nil if it is missing or null.
func (o *object) raw(key string) json.RawMessage {
	o.used[key] = true
	if value := o.values[key]; string(value) != "null" {
		return value
	}
	return nil
}

func (o *object) has(key string) bool { return o.raw(key) != nil }

// need fails unless every key is there.
func (o *object) need(keys ...string) {
	for _, key := range keys {
		if !o.has(key) {
			o.r.fail(o.path, "lacks %q", key)
		}
	}
}

// text returns a string, or missing if there is none.
func (o *object) text(key, missing string) string {
	raw := o.raw(key)
	if raw == nil || o.r.err != nil {
		return missing
	}
	var value *string
	if err := json.Unmarshal(raw, &value); err != nil {
		o.r.fail(o.at(key), "must be text, not %s", brief(raw))
		return missing
	}
	return *value
}

// name returns a string that must not be empty and fits into a line, or "" if
// there is none.
func (o *object) name(key string) string {
	value := o.text(key, "")
	switch {
	case value == "" && o.has(key):
		o.r.fail(o.at(key), "must not be empty")
	case strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsPrint(r) }):
		o.r.fail(o.at(key), "must be printable text, not %s", quoted(value))
	}
	return value
}

func (o *object) boolean(key string, missing bool) bool {
	raw := o.raw(key)
	if raw == nil || o.r.err != nil {
		return missing
	}
	value := missing
	if err := json.Unmarshal(raw, &value); err != nil {
		o.r.fail(o.at(key), "must be true or false, not %s", brief(raw))
	}
	return value
}

// number returns a number within low..high. An explicit null is an error: it
// would silently become the default.
func (o *object) number(key string, missing, low, high float64) float64 {
	o.used[key] = true
	raw, ok := o.values[key]
	if !ok || o.r.err != nil {
		return missing
	}
	value, err := parseNumber(raw)
	switch {
	case err != nil:
		o.r.fail(o.at(key), "%v", err)
		return missing
	case value < low || value > high:
		o.r.fail(o.at(key), "%s is outside %s..%s", brief(raw), short(low), short(high))
		return missing
	}
	return value
}

// finite returns a number that may be as large as it likes.
func (o *object) finite(key string, missing float64) float64 {
	return o.number(key, missing, -math.MaxFloat64, math.MaxFloat64)
}

// whole returns a whole number within low..high.
func (o *object) whole(key string, missing, low, high int64) int64 {
	value := o.number(key, float64(missing), float64(low), float64(high))
	if value != math.Trunc(value) {
		o.r.fail(o.at(key), "%v is not a whole number", value)
		return missing
	}
	return int64(value)
}

// list returns the elements of a list, or nil if there is none.
func (o *object) list(key string) []json.RawMessage {
	raw := o.raw(key)
	if raw == nil || o.r.err != nil {
		return nil
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		o.r.fail(o.at(key), "must be a list, not %s", brief(raw))
	}
	return elements
}

// objects returns the objects of a list, with the path of each.
func (o *object) objects(key string) []*object {
	elements := o.list(key)
	objects := make([]*object, len(elements))
	for i, raw := range elements {
		objects[i] = o.r.object(fmt.Sprintf("%s[%d]", o.at(key), i), raw)
	}
	return objects
}

// child returns the object at a key, or an empty one if there is none.
func (o *object) child(key string) *object {
	if raw := o.raw(key); raw != nil {
		return o.r.object(o.at(key), raw)
	}
	return o.r.object(o.at(key), json.RawMessage("{}"))
}

// texts returns a list of strings, or nil if there is none; an empty list is
// not nil.
func (o *object) texts(key string) []string {
	raw := o.raw(key)
	if raw == nil || o.r.err != nil {
		return nil
	}
	var values []*string
	err := json.Unmarshal(raw, &values)
	texts := make([]string, 0, len(values))
	for _, v := range values {
		if v == nil {
			err = errors.New("null")
			break
		}
		texts = append(texts, *v)
	}
	if err != nil {
		o.r.fail(o.at(key), "must be a list of texts, not %s", brief(raw))
		return nil
	}
	return texts
}

// done warns of the keys that nothing has read. Keys that begin with an
// underscore are comments.
func (o *object) done() {
	for _, key := range o.keys {
		if !o.used[key] && !strings.HasPrefix(key, "_") {
			o.r.warn(o.at(key), "unknown key, ignored")
		}
	}
}

// parseNumber parses a JSON number into a finite float64.
func parseNumber(raw json.RawMessage) (float64, error) {
	if !isNumber(raw) {
		return 0, fmt.Errorf("must be a number, not %s", brief(raw))
	}
	value, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return 0, fmt.Errorf("%s is not a finite number", brief(raw))
	}
	return value, nil
}

func isNumber(raw json.RawMessage) bool {
	return len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9')
}

// brief is a value as an error quotes it: on one line, not too long.
func brief(raw json.RawMessage) string {
	const longest = 40 // [characters]
	var compact bytes.Buffer
	if json.Compact(&compact, raw) != nil {
		return quoted(string(raw))
	}
	text := []rune(compact.String())
	if len(text) > longest {
		return string(text[:longest]) + "…"
	}
	return string(text)
}

// quoted is a text of a file as an error quotes it: on one line, not too long.
func quoted(text string) string {
	const longest = 60 // [bytes]
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return strconv.Quote(text)
}

// short writes a limit without a needless exponent or fraction.
func short(x float64) string { return strconv.FormatFloat(x, 'g', 12, 64) }
