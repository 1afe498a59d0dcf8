package loader

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
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
		if lockAlone(f) && isCurrent(f) {
			removeAbandoned(target)
		}
		if !lockShared(f) {
			f.Close()
			return saving{}
		}
		if isCurrent(f) {
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
	if lockAlone(s.file) {
		os.Remove(s.file.Name())
	}
	s.file.Close()
}

// isCurrent reports whether an open file is still the one of its name.
func isCurrent(f *os.File) bool {
	mine, err1 := f.Stat()
	now, err2 := os.Stat(f.Name())
	return err1 == nil && err2 == nil && os.SameFile(mine, now)
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
