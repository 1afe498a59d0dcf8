//go:build unix

package record

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/engine-gpu/engine-gpu/internal/filelock"
)

// replaceDraft puts a locked draft in the place of the present one, in one step.
func (w *workFile) replaceDraft(text []byte) error {
	path := filepath.Join(w.dir, draftName)
	f, err := os.OpenFile(path+".tmp", os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	filelock.Alone(f)
	if _, err = f.Write(text); err == nil {
		err = os.Rename(path+".tmp", path)
	}
	if err != nil {
		f.Close()
		os.Remove(path + ".tmp")
		return err
	}
	w.file.Close()
	w.file = f
	return nil
}

// freeSpace returns the room that is left for files in a folder [bytes].
func freeSpace(dir string) (bytes int64, known bool) {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
