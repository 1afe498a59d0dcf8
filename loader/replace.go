package loader

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
)

// replacer puts a new file in the place of an old one, all or nothing.
type replacer struct {
	rename func(from, to string) error // os.Rename, or what a test puts there
}

// replace lets fill write a temporary file in the folder of path, makes it
// durable and renames it to path. If anything fails, what stood at path is
// unchanged and the temporary file is gone. A link is followed, the mode of an
// old file kept.
func (r replacer) replace(path string, fill func(f *os.File) error) (err error) {
	target, err := followLinks(path)
	if err != nil {
		return err
	}
	mode, exists, err := replaceable(target)
	if err != nil {
		return err
	}
	share := beginSaving(target)
	defer share.end()
	f, err := createBeside(target)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close() // an error of no interest: it may be closed already
			removeDatabase(f.Name())
		}
	}()
	if err := fill(f); err != nil {
		return err
	}
	if exists {
		if err := f.Chmod(mode); err != nil {
			return err
		}
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := r.rename(f.Name(), target); err != nil {
		var link *os.LinkError
		if errors.As(err, &link) {
			return link.Err
		}
		return err
	}
	syncFolder(filepath.Dir(target))
	return nil
}

// followLinks returns the file that path means, through symbolic links, even
// if the last of them leads to no file yet.
func followLinks(path string) (string, error) {
	if path == "" {
		return "", errors.New("the file has no name")
	}
	for range 40 { // as many as Linux follows
		to, notALink := os.Readlink(path)
		if notALink != nil {
			return path, nil //nolint:nilerr // whatever else is wrong with it shows when it is used
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", syscall.ELOOP
}

// replaceable returns the mode of the file at target, if there is one, or why
// it may not be replaced.
func replaceable(target string) (mode fs.FileMode, exists bool, err error) {
	for _, suffix := range []string{"-journal", "-wal"} {
		// SQLite would take it for changes to the new file, and ruin that.
		if info, err := os.Stat(target + suffix); err == nil && info.Size() > 0 {
			return 0, false, fmt.Errorf("%w: %s%s holds a change by another program; let it finish, or open the database once with: sqlite3 %s .tables",
				ErrInUse, target, suffix, target)
		}
	}
	info, err := os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, false, nil
	case err != nil:
		return 0, false, err
	case info.IsDir():
		return 0, true, errors.New("is a folder: name a file in it")
	case !info.Mode().IsRegular():
		return 0, true, errors.New("is not a regular file: choose another name")
	}
	// A rename asks the folder only: a file that is write-protected would go.
	f, err := os.OpenFile(target, os.O_WRONLY, 0)
	if err != nil {
		return 0, true, err
	}
	return info.Mode().Perm(), true, f.Close()
}

// createBeside creates an empty hidden file in the folder of target, with the
// mode that new files get. os.CreateTemp would make it private.
func createBeside(target string) (*os.File, error) {
	folder, name := filepath.Split(target)
	for {
		temporary := fmt.Sprintf("%s.%s.tmp-%08x", folder, name, rand.Uint32())
		f, err := os.OpenFile(temporary, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// removeDatabase removes a temporary database and what SQLite may have put
// beside it.
func removeDatabase(path string) {
	for _, suffix := range []string{"", "-journal", "-wal", "-shm"} {
		os.Remove(path + suffix) // most do not exist; nothing can be done about the rest
	}
}

// syncFolder makes a rename durable where the system can. The new file is in
// place and whole either way: a failure here is not one of the caller's.
func syncFolder(folder string) {
	f, err := os.Open(folder)
	if err != nil {
		return
	}
	defer f.Close()
	f.Sync() //nolint:errcheck // see above
}
