package record

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/engine-gpu/engine-gpu/internal/input"
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

// checkFolder refuses what is there and is no folder.
func checkFolder(dir string) error {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return fmt.Errorf("%s is no folder: name the one that --out of the run named", dir)
	}
	return nil
}

// Open reads the manifest of the recording in a folder.
func Open(dir string) (*Recording, error) {
	if err := checkFolder(dir); err != nil {
		return nil, err
	}
	r, err := readManifest(dir, ManifestName, ManifestFormat)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no recording: it has no %s", dir, ManifestName)
	}
	return r, err
}

// OpenRun reads what says how the run of a folder can be run again: its
// certificate or, of a run that was recorded, its manifest. A folder with both
// has an older recording beside a newer certificate.
func OpenRun(dir string) (*Recording, error) {
	if err := checkFolder(dir); err != nil {
		return nil, err
	}
	r, err := readManifest(dir, CertificateName, CertificateFormat)
	if errors.Is(err, fs.ErrNotExist) {
		r, err = readManifest(dir, ManifestName, ManifestFormat)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no run: it has neither %s nor %s", dir, ManifestName, CertificateName)
	}
	return r, err
}

// Has reports whether a field was recorded.
func (r *Recording) Has(field string) bool {
	_, found := r.Manifest.File(field)
	return found
}

// Path returns the path of a field's file.
func (r *Recording) Path(field string) (string, error) {
	f, err := r.file(field)
	if err != nil {
		return "", err
	}
	path := filepath.Join(r.dir, f.Name)
	if err := input.CheckRegular(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return path, nil
}

func (r *Recording) file(field string) (File, error) {
	f, found := r.Manifest.File(field)
	if !found {
		return f, fmt.Errorf("%s: %s %w", r.dir, field, ErrNotRecorded)
	}
	if err := f.check(); err != nil {
		return f, briefError{fmt.Errorf("%s is not of this program: %w", filepath.Join(r.dir, ManifestName), err)}
	}
	return f, nil
}
