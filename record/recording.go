package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Recording is a finished recording in a folder. Its methods read one field
// each, from the first tick to the last, in bounded memory; what a callback is
// given is valid only during the call, and its error ends the reading and is
// returned as it is. A field that was not recorded is an error that wraps
// ErrNotRecorded.
type Recording struct {
	Manifest Manifest
	dir      string
}

// ErrNotRecorded is the error of reading a field that a recording lacks.
var ErrNotRecorded = errors.New("was not recorded")

// Open reads the manifest of the recording in a folder.
func Open(dir string) (*Recording, error) {
	path := filepath.Join(dir, ManifestName)
	text, err := readRegular(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no recording: it has no %s", dir, ManifestName)
	}
	if err != nil {
		return nil, err
	}
	r := &Recording{dir: dir}
	if err := json.Unmarshal(text, &r.Manifest); err != nil {
		return nil, fmt.Errorf("%s: not a manifest: %w", path, err)
	}
	switch m := &r.Manifest; {
	case m.Format != ManifestFormat:
		return nil, fmt.Errorf("%s: the format is %q, not %q", path, m.Format, ManifestFormat)
	case m.FormatVersion != ManifestVersion:
		return nil, fmt.Errorf("%s: format version %d; this program reads version %d", path, m.FormatVersion, ManifestVersion)
	}
	return r, nil
}

// Has reports whether a field was recorded.
func (r *Recording) Has(field string) bool {
	_, found := r.Manifest.File(field)
	return found
}

// Path returns the path of a field's file.
func (r *Recording) Path(field string) (string, error) {
	f, err := r.file(field)
	path := filepath.Join(r.dir, f.Name)
	if err == nil {
		if info, missing := os.Stat(path); missing == nil && !info.Mode().IsRegular() {
			err = fmt.Errorf("%s: not a regular file", path)
		}
	}
	return path, err
}

// readRegular reads a regular file; of another, as a pipe or a device, the
// reading may never end.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: not a regular file", path)
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

func (r *Recording) file(field string) (File, error) {
	f, found := r.Manifest.File(field)
	if !found {
		return f, fmt.Errorf("%s: %s %w", r.dir, field, ErrNotRecorded)
	}
	if f.Name != filepath.Base(f.Name) {
		return f, fmt.Errorf("%s: the manifest names the file %q, which is not in the folder", r.dir, f.Name)
	}
	return f, nil
}
