package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// checkFileTarget reports, before the work that fills it, why a file cannot be
// written.
func checkFileTarget(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder: name a file in it", path)
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a regular file: choose another name", path)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("cannot write %s: %w", path, cause(err))
	}
	return probe(filepath.Dir(path))
}

// makeFolder creates a folder for output if it is missing, and reports why
// nothing could be written into it.
func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return fmt.Errorf("cannot make the folder %s (%w): choose a folder that you may write to", path, cause(err))
	}
	return probe(path)
}

// probe reports why no file could be written into a folder.
func probe(folder string) error {
	f, err := os.CreateTemp(folder, ".probe-*")
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the folder %s does not exist: make it first", folder)
	}
	if err != nil {
		return fmt.Errorf("cannot write into the folder %s (%w): choose one that you may write to", folder, cause(err))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// cause drops the operation and the path from an error whose message names the
// path already.
func cause(err error) error {
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		return onPath.Err
	}
	return err
}
