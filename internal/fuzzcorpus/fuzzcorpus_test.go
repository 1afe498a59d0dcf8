package fuzzcorpus

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

func TestArchive(t *testing.T) {
	inputs := [][]byte{[]byte("b"), []byte("a"), []byte("b"), bytes.Repeat([]byte("alike"), 1<<16)}
	var out, again bytes.Buffer
	if err := Write(&out, inputs); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(inputs)
	if err := Write(&again, inputs); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the order of inputs counts")
	}
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := [][]byte{[]byte("a"), inputs[0], []byte("b")}; !reflect.DeepEqual(got, want) {
		t.Errorf("%d inputs came back, or others than were written", len(got))
	}
	if err := os.WriteFile(path, out.Bytes()[:out.Len()/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); err == nil {
		t.Error("half an archive was read")
	}
}

func TestParse(t *testing.T) {
	got, err := parse([]byte("go test fuzz v1\nstring(\"a)\\n\")\n[]byte(\"\\xff(\")\nbyte('ÿ')\nbyte('\\x01')\nbyte('\\'')\n"))
	if want := []any{"a)\n", []byte("\xff("), byte(255), byte(1), byte('\'')}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%q, %v, not %q", got, err, want)
	}
	for _, bad := range []string{"", "[]byte(\"a\")\n", "go test fuzz v1\nint(1)\n", "go test fuzz v1\nrune(\"a\")\n", "go test fuzz v1\n[]byte(\"a)\n"} {
		if values, err := parse([]byte(bad)); err == nil {
			t.Errorf("%q passed for %q", bad, values)
		}
	}
}
