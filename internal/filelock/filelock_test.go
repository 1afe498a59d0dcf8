//go:build unix

package filelock

import (
	"os"
	"path/filepath"
	"testing"
)

// open opens the file anew: a lock belongs to the opening, not to the process.
func open(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestLocks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	a, b, c := open(t, path), open(t, path), open(t, path)
	expect := func(what string, got, want Outcome) {
		t.Helper()
		if got != want {
			t.Errorf("%s: outcome %d, want %d", what, got, want)
		}
	}
	expect("the first alone", Alone(a), Taken)
	expect("the second alone", Alone(b), Busy)
	expect("from alone to shared", Shared(a), Taken)
	expect("the second shares", Shared(b), Taken)
	expect("alone among shares", Alone(c), Busy)
	a.Close()
	expect("alone beside one share", Alone(c), Busy)
	b.Close()
	expect("alone when all are closed", Alone(c), Taken)
}

func TestIsCurrent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	f := open(t, path)
	if !IsCurrent(f) {
		t.Error("a file of its name is not current")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if IsCurrent(f) {
		t.Error("a file that was removed is current")
	}
	open(t, path)
	if IsCurrent(f) {
		t.Error("a file that was replaced is current")
	}
}
