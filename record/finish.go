package record

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// Recover finishes the recording that a killed run, or a full disk, has left in
// a folder. It returns the recording and the paths of its files. The recording
// ends where all fields were last written together, a tenth of a second of the
// run or less before its end.
func Recover(dir string) (*Recording, []string, error) {
	w, err := openWork(dir)
	if err != nil {
		return nil, nil, err
	}
	defer w.close()
	c, err := w.readCommit()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: the run was killed before it had recorded anything: %w", dir, withoutPath(err))
	}
	if c.Finished {
		return nil, nil, fmt.Errorf("%s holds a recording that is finished: what else lies there is for a run that goes on from its checkpoint", dir)
	}
	paths, err := finalize(w, c, func(m *Manifest) { m.Interrupted = true }, false)
	if err != nil {
		return nil, nil, err
	}
	r, err := Open(dir)
	return r, paths, err
}

// finalize turns the spools into the files of the recording, the manifest last,
// and then removes the spools.
func finalize(w *workFile, c *commit, complete func(*Manifest), keep bool) ([]string, error) {
	m, paths, err := convertAll(w, c)
	if err != nil {
		return nil, fmt.Errorf("%w; what was recorded is kept: free some space, then run \"engine-gpu recover %s\"", err, w.dir)
	}
	complete(m)
	m.Ticks, m.Spikes, m.SpikeHash = c.Ticks, c.Spikes, c.SpikeHash
	before, _ := Open(w.dir) // the recording that this one replaces, if there is one
	path := filepath.Join(w.dir, ManifestName)
	err = WriteFile(path, func(out io.Writer) error {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(m)
	})
	if err != nil {
		return nil, fmt.Errorf("%w; what was recorded is kept: free some space, then run \"engine-gpu recover %s\"", err, w.dir)
	}
	removeReplaced(before, m)
	os.Remove(filepath.Join(w.dir, CertificateName)) // of a run before this one
	if keep {
		c.Finished = true
		return append(paths, path), w.writeCommit(c)
	}
	err = w.removeSpools()
	w.remove()
	return append(paths, path), err
}

// removeReplaced removes those files of the recording before that the new one
// has not replaced: its manifest is gone, and nothing would say what they are.
func removeReplaced(before *Recording, m *Manifest) {
	if before == nil {
		return
	}
	for _, old := range before.Manifest.Files {
		path, err := before.Path(old.Field)
		if err == nil && !slices.ContainsFunc(m.Files, func(f File) bool { return f.Name == old.Name }) {
			os.Remove(path)
		}
	}
}

func convertAll(w *workFile, c *commit) (*Manifest, []string, error) {
	m, err := w.readDraft()
	if err != nil {
		return nil, nil, err
	}
	hashes, err := readHashes(w.dir, c.Spools[fieldHash])
	if err != nil {
		return nil, nil, err
	}
	m.Hashes = hashes.marks
	var paths []string
	for i := range m.Files {
		f := &m.Files[i]
		path := filepath.Join(w.dir, f.Name)
		if err := convert(w.dir, path, f, c, m.ProgramVersion); err != nil {
			return nil, nil, err
		}
		paths = append(paths, path)
	}
	return m, paths, nil
}

// convert turns one spool into its file, and counts and hashes it.
func convert(dir, path string, f *File, c *commit, program string) error {
	r, err := openSpool(dir, f.Field, c.Spools[f.Field])
	if err != nil {
		return err
	}
	defer r.close()
	if f.Name != r.File.Name || f.Name != filepath.Base(f.Name) {
		return fmt.Errorf("%s: it is of another recording", r.path)
	}
	hash := sha256.New()
	err = WriteFile(path, func(out io.Writer) error {
		out = io.MultiWriter(out, hash)
		if f.Format == FormatNPZ {
			f.Rows = r.rows()
			return r.writeNPZ(out)
		}
		return r.writeTable(dir, out, f, c, program)
	})
	f.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return err
}

func (r *spoolReader) writeTable(dir string, out io.Writer, f *File, c *commit, program string) error {
	to, err := newTableWriter(out, f, program)
	if err != nil {
		return err
	}
	f.Rows = 0
	write := func(b *batch) error {
		f.Rows += int64(b.rows())
		return to.write(b)
	}
	if f.Field == FieldSpikes {
		var ids []int64
		if ids, err = neuronIDs(dir, c); err == nil {
			err = r.eachSpikeBatch(ids, write)
		}
	} else {
		err = r.eachBatch(write)
	}
	if err != nil {
		return err
	}
	return to.close()
}

// neuronIDs reads the database ids of the neurons by position.
func neuronIDs(dir string, c *commit) ([]int64, error) {
	r, err := openSpool(dir, FieldNeurons, c.Spools[FieldNeurons])
	if err != nil {
		return nil, err
	}
	defer r.close()
	var ids []int64
	err = r.eachBatch(func(b *batch) error {
		if b.columns[0].kind != typeInt64 {
			return errors.New("it has no ids")
		}
		ids = append(ids, b.columns[0].ints...)
		return nil
	})
	return ids, err
}
