//go:build unix

package loader

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/filelock"
)

// What killed processes left beside a brain goes when it is written again,
// unless somebody is writing it.
func TestAbandonedFilesGo(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "b.db")
	abandoned := []string{".b.db.tmp-0123abcd", ".b.db.tmp-0123abcd-journal"}
	others := []string{".b.db.tmp-0123abcg", ".b.db.tmp-0123abcd0", ".c.db.tmp-0123abcd", "b.db"}
	for _, name := range slices.Concat(abandoned, others) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	names := func() (names []string) {
		t.Helper()
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	expect := func(what string, want ...string) {
		t.Helper()
		if slices.Sort(want); !slices.Equal(names(), want) {
			t.Errorf("%s: %v, want %v", what, names(), want)
		}
	}
	all := slices.Concat(abandoned, others)

	writing, err := os.OpenFile(filepath.Join(dir, ".b.db.saving"), os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil || filelock.Shared(writing) != filelock.Taken {
		t.Fatal(err)
	}
	second := beginSaving(target)
	expect("somebody is writing it", append(all, ".b.db.saving")...)
	second.end()
	expect("somebody is still writing it", append(all, ".b.db.saving")...)
	writing.Close() // as the system does when a process is killed
	third := beginSaving(target)
	expect("nobody is writing it", append(others, ".b.db.saving")...)
	third.end()
	expect("the end", others...)
}
