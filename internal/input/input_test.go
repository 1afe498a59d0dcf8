package input

import (
	"os"
	"path/filepath"
	"testing"
)

func TestRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	const most = 1 << 20
	for _, test := range []struct {
		size int64
		want string
	}{{0, ""}, {most, ""}, {most + 1, path + ": larger than 1 MiB"}, {1 << 40, path + ": larger than 1 MiB"}} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, test.size); err != nil { // takes no room on the disk
			t.Fatal(err)
		}
		text, err := Read(path, most)
		switch {
		case test.want == "" && (err != nil || int64(len(text)) != test.size):
			t.Errorf("%d bytes: %d read, %v", test.size, len(text), err)
		case test.want != "" && (err == nil || err.Error() != test.want):
			t.Errorf("%d bytes: the error is %v, not %s", test.size, err, test.want)
		}
	}
	if _, err := Read(path+".absent", most); !os.IsNotExist(err) {
		t.Errorf("an absent file: %v", err)
	}
	if _, err := Read(t.TempDir(), most); err == nil {
		t.Error("a folder was read")
	}
}

func TestStrictJSON(t *testing.T) {
	var v struct {
		A int `json:"a"`
	}
	for text, good := range map[string]bool{
		`{"a": 1}`: true, " {\"a\": 1}\n": true, `{}`: true,
		`{"a": 1, "b": 2}`: false, `{"a": 1} {}`: false, `{"a": 1, "a": 1}`: false, `{"a": 1}]`: false, `{"a": "x"}`: false, `{"a": 1`: false, ``: false,
	} {
		if err := StrictJSON([]byte(text), &v); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestStrictJSONKeys(t *testing.T) {
	for text, good := range map[string]bool{
		`{"a": {"a": "a", "b": ["a", "a", {"a": "b"}]}, "b": "a"}`: true, `["a", "a", {"a": 1}, {"a": 1}]`: true, `"a"`: true,
		`{"a": {"a": 1}, "a": 1}`: false, `[{"b": 1, "a": [], "b": {}}]`: false, `{"a": [{"x": 1, "x": 1}]}`: false, `{"\u0061": 1, "a": 1}`: false,
		`{"tonic": 1, "Tonic": 2}`: false, `{"phases": [], "phaſes": []}`: false, `{"a": {"b": 1}, "B": 1}`: true,
	} {
		var v any
		if err := StrictJSON([]byte(text), &v); (err == nil) != good {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestCheckRegular(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := CheckRegular(path); !os.IsNotExist(err) {
		t.Errorf("a missing file: %v", err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := CheckRegular(path); err != nil {
		t.Error(err)
	}
	for _, path := range []string{t.TempDir(), os.DevNull} {
		if err := CheckRegular(path); err == nil || err.Error() != path+": not a regular file" {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestBrief(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "a b": "a b", " a\n\tb\x00c\u2028 ": "a b c", "a\xff\ufffdb": "a??b", "0123456789": "0123456789", "0123456789a": "0123456789...", "012345678ü": "012345678...",
	} {
		if got := Brief(text, 10); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "a b ü\ufffd±": "a b ü\ufffd±", "\x1b[31mred\a": `\x1b[31mred\a`, "a\tb\nc": `a\tb\nc`,
		"\u009b31m\x7f": `\u009b31m\x7f`, "a\xffb\u202ec": `a\xffb\u202ec`, "it's \"so\"\x00": `it's "so"\x00`,
	} {
		if got := Printable(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}
