package record_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/record"
)

func TestWriteFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.txt")
	for _, text := range []string{"first", "second, longer"} {
		err := record.WriteFile(path, func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); string(got) != text {
			t.Errorf("%q, want %q", got, text)
		}
	}

	// A failure halfway leaves the old file and nothing else.
	full := errors.New("no space left")
	err := record.WriteFile(path, func(w io.Writer) error {
		io.WriteString(w, "half")
		return full
	})
	if !errors.Is(err, full) || !strings.HasPrefix(err.Error(), path+": not written: ") {
		t.Errorf("error %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "second, longer" {
		t.Errorf("the old file has become %q", got)
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestWriteFileNowhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing", "a.txt")
	err := record.WriteFile(path, func(io.Writer) error { return nil })
	if !errors.Is(err, os.ErrNotExist) || strings.Contains(err.Error(), ".tmp") {
		t.Errorf("error %v", err)
	}
	folder := t.TempDir()
	if err := record.WriteFile(folder, func(io.Writer) error { return nil }); err == nil {
		t.Error("a folder was replaced by a file")
	}
}
