package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/engine-gpu/engine-gpu/internal/filelock"
	"github.com/engine-gpu/engine-gpu/internal/input"
)

// A recording that is being made, or was not finished, has two more hidden
// files beside its spools: the draft of its manifest, locked by the process
// that records, and the last commit, which says how much of the spools belongs
// together.
const (
	draftName  = ".recording.json"
	commitName = ".recording.commit"
)

// workFile is the draft of a recording in work.
type workFile struct {
	dir  string
	file *os.File
}

// commit is a point to which all spools were written.
type commit struct {
	Offsets
	Finished bool `json:"finished"` // the files were made; the spools are kept for a checkpoint
}

// takeDraft opens the draft and locks it.
func takeDraft(dir string, flags int) (*workFile, error) {
	f, err := os.OpenFile(filepath.Join(dir, draftName), os.O_RDWR|flags, 0o666)
	if err != nil {
		return nil, err
	}
	if filelock.Alone(f) == filelock.Busy || !filelock.IsCurrent(f) {
		f.Close()
		return nil, fmt.Errorf("%s: another run is recording there: choose another folder, or wait until it has ended", dir)
	}
	return &workFile{dir, f}, nil
}

// createWork begins a recording in a folder where none is unfinished.
func createWork(dir string) (*workFile, error) {
	w, err := takeDraft(dir, os.O_CREATE)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot begin to record: %w", dir, withoutPath(err))
	}
	info, err := w.file.Stat()
	if err == nil && info.Size() > 0 {
		c, err := w.readCommit()
		nothing := errors.Is(err, fs.ErrNotExist) // was recorded before the run was killed
		if !nothing && (err != nil || !c.Finished) {
			w.close()
			return nil, fmt.Errorf("%s holds a recording that was not finished: finish it with \"engine-gpu recover %s\", or choose another folder", dir, dir)
		}
	}
	if err == nil {
		err = w.removeSpools() // they belong to no draft, or are finished
	}
	if err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

// openWork opens a recording that was begun.
func openWork(dir string) (*workFile, error) {
	if err := checkFolder(dir); err != nil {
		return nil, err
	}
	w, err := takeDraft(dir, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds no recording that was begun and not finished", dir)
	}
	return w, err
}

// writeDraft writes the manifest as it is known at the start. A draft that was
// there stays until the new one is whole.
func (w *workFile) writeDraft(m *Manifest) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return w.replaceDraft(text)
}

func (w *workFile) readDraft() (*Manifest, error) {
	if _, err := w.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	text, err := input.ReadOpen(w.file, maxManifest)
	if err != nil {
		return nil, damaged("%w", err)
	}
	m := &Manifest{}
	if err := json.Unmarshal(text, m); err != nil || m.Format != ManifestFormat || m.FormatVersion != ManifestVersion {
		return nil, damaged("%s: %s is not that of this program's recordings", w.dir, draftName)
	}
	return m, nil
}

// writeCommit replaces the commit in one step. It does not wait for the disk:
// a process that is killed loses nothing that it gave to the system.
func (w *workFile) writeCommit(c *commit) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	path := filepath.Join(w.dir, commitName)
	if err := os.WriteFile(path+".tmp", text, 0o666); err != nil {
		os.Remove(path + ".tmp")
		return err
	}
	return os.Rename(path+".tmp", path)
}

func (w *workFile) readCommit() (*commit, error) {
	text, err := input.Read(filepath.Join(w.dir, commitName), maxManifest)
	if err != nil {
		return nil, err
	}
	c := &commit{}
	if err := json.Unmarshal(text, c); err != nil {
		return nil, damaged("%s is damaged: %w", commitName, err)
	}
	if c.Ticks < 0 || c.Spikes < 0 {
		return nil, damaged("%s is damaged: %d ticks, %d spikes", commitName, c.Ticks, c.Spikes)
	}
	return c, nil
}

// removeSpools removes what is in work but for the draft.
func (w *workFile) removeSpools() (err error) {
	paths := []string{filepath.Join(w.dir, commitName), filepath.Join(w.dir, commitName+".tmp"), filepath.Join(w.dir, draftName+".tmp")}
	for _, field := range allFields() {
		paths = append(paths, spoolPath(w.dir, field))
	}
	for _, path := range paths {
		if failed := os.Remove(path); failed != nil && !errors.Is(failed, fs.ErrNotExist) {
			err = errors.Join(err, failed)
		}
	}
	return err
}

// removeTemporary removes what is left of files of the recording whose making
// was killed. Nobody is making them now: whoever does has the draft.
func (w *workFile) removeTemporary(m *Manifest) error {
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		return err
	}
	names := []string{ManifestName}
	for _, f := range m.Files {
		names = append(names, f.Name)
	}
	for _, e := range entries {
		if slices.ContainsFunc(names, func(name string) bool { return isTemporary(e.Name(), name) }) {
			if err := os.Remove(filepath.Join(w.dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// remove removes the draft too.
func (w *workFile) remove() {
	for _, name := range []string{commitName, commitName + ".tmp", draftName + ".tmp"} {
		os.Remove(filepath.Join(w.dir, name))
	}
	os.Remove(filepath.Join(w.dir, draftName))
}

func (w *workFile) close() { w.file.Close() }
