//go:build unix

package checkpoint

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestLock: a name is one run's, until that releases it or dies.
func TestLock(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run.ckpt")
	first, err := Take(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Take(path); !errors.Is(err, errTaken) {
		t.Fatalf("taken twice: %v", err)
	}
	other, err := Take(filepath.Join(dir, "other.ckpt"))
	if err != nil {
		t.Fatal(err)
	}
	other.Release()
	first.file.Close() // as the system does when a process is killed
	second, err := Take(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Take(path); !errors.Is(err, errTaken) {
		t.Fatalf("taken twice: %v", err)
	}
	second.Release()
	if entries, err := os.ReadDir(dir); len(entries) > 0 || err != nil {
		t.Errorf("%v is left, %v", entries, err)
	}
}

// TestLockWithoutFolder: where no file can be made, saving tells.
func TestLockWithoutFolder(t *testing.T) {
	l, err := Take(filepath.Join(t.TempDir(), "none", "run.ckpt"))
	if err != nil {
		t.Fatal(err)
	}
	l.Release()
}
