package checkpoint

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/engine-gpu/engine-gpu/internal/filelock"
)

// Lock keeps a name to one process that writes its checkpoints there; two would
// put theirs in the place of each other's.
type Lock struct{ file *os.File }

// errTaken is the reason of a lock that another process has.
var errTaken = errors.New("another run keeps its checkpoints there: choose another name, or wait until it has ended")

// Take locks a path until Release, or the end of the process. What is locked is
// a hidden file beside it, since checkpoints are replaced. Where that cannot be
// made, no checkpoint can be either, and nothing is locked.
func Take(path string) (*Lock, error) {
	folder, name := filepath.Split(path)
	for {
		f, err := os.OpenFile(filepath.Join(folder, "."+name+".lock"), os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return &Lock{}, nil //nolint:nilerr // the first checkpoint tells
		}
		if filelock.Alone(f) == filelock.Busy {
			f.Close()
			return nil, fmt.Errorf("%s: %w", path, errTaken)
		}
		if filelock.IsCurrent(f) {
			return &Lock{f}, nil
		}
		f.Close() // it was released, and removed, in between
	}
}

// Release ends the lock, if it has not ended, and removes its file.
func (l *Lock) Release() {
	if l != nil && l.file != nil {
		os.Remove(l.file.Name())
		l.file.Close()
		l.file = nil
	}
}
