package loader

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/internal/filelock"
)

// saving is a share in a hidden file beside a brain's that all have who are
// writing that. Whoever has it alone knows that the temporary files beside it are
// nobody's any more, but of processes that were killed: as large as the brain,
// and in nobody's sight.
type saving struct{ file *os.File }

// beginSaving takes a share and, if nobody else has one, removes what killed
// processes left. Where files cannot be locked it does nothing.
func beginSaving(target string) saving {
	folder, name := filepath.Split(target)
	for {
		f, err := os.OpenFile(filepath.Join(folder, "."+name+".saving"), os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return saving{} // as making the temporary file will tell
		}
		if filelock.Alone(f) == filelock.Taken && filelock.IsCurrent(f) {
			removeAbandoned(target)
		}
		if filelock.Shared(f) != filelock.Taken {
			f.Close()
			return saving{}
		}
		if filelock.IsCurrent(f) {
			return saving{f}
		}
		f.Close() // the last one to end has removed it
	}
}

// end gives the share back; the last one removes the file.
func (s saving) end() {
	if s.file == nil {
		return
	}
	if filelock.Alone(s.file) == filelock.Taken {
		os.Remove(s.file.Name())
	}
	s.file.Close()
}

// removeAbandoned removes the files that createBeside has made for target.
func removeAbandoned(target string) {
	folder, name := filepath.Split(target)
	entries, err := os.ReadDir(filepath.Clean(folder))
	if err != nil {
		return // they are no matter of the saving itself
	}
	for _, e := range entries {
		random, temporary := strings.CutPrefix(e.Name(), "."+name+".tmp-")
		if _, err := strconv.ParseUint(random, 16, 32); temporary && len(random) == 8 && err == nil {
			removeDatabase(filepath.Join(folder, e.Name()))
		}
	}
}
