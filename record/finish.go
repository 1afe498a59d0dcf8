package record

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
)

// Recover finishes the recording that a killed run, or a full disk, has left in
// a folder. It returns the recording and the paths of its files. The recording
// ends where all fields were last written together, a tenth of a second of the
// run or less before its end. Where ctx ends first, what the run left stays as
// it is.
func Recover(ctx context.Context, dir string) (*Recording, []string, error) {
	w, err := openWork(dir)
	if err != nil {
		return nil, nil, err
	}
	defer w.close()
	c, err := w.readCommit()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s: the run was killed before it had recorded anything", dir)
	}
	if err != nil {
		return nil, nil, briefError{fmt.Errorf("%s: %w", dir, withoutPath(err))}
	}
	if c.Finished {
		return nil, nil, fmt.Errorf("%s holds a recording that is finished: what else lies there is for a run that goes on from its checkpoint", dir)
	}
	paths, err := finalize(w, c, func(m *Manifest) { m.Interrupted = true }, finishing{ctx: ctx, check: true})
	if err != nil {
		return nil, nil, briefError{err}
	}
	r, err := Open(dir)
	return r, paths, err
}

// finishing says how a recording is finished.
type finishing struct {
	ctx   context.Context // nil: to the end
	keep  bool            // the spools stay
	check bool            // what was written may have been damaged since
}

// finalize turns the spools into the files of the recording, the manifest last,
// and then removes the spools.
func finalize(w *workFile, c *commit, complete func(*Manifest), how finishing) ([]string, error) {
	m, paths, err := convertAll(w, c, how)
	if how.ctx != nil && how.ctx.Err() != nil {
		return nil, how.ctx.Err()
	}
	var broken *damageError
	if errors.As(err, &broken) {
		return nil, fmt.Errorf("%w; the hidden files are kept as they are", err)
	}
	if err != nil {
		return nil, fmt.Errorf("%w; what was recorded is kept: free some space, then run \"engine-gpu recover %s\"", err, w.dir)
	}
	complete(m)
	m.Ticks, m.Spikes, m.SpikeHash = c.Ticks, c.Spikes, c.SpikeHash
	before, _ := Open(w.dir) // the recording that this one replaces, if there is one
	path := filepath.Join(w.dir, ManifestName)
	err = writeManifest(path, m)
	if err != nil {
		return nil, fmt.Errorf("%w; what was recorded is kept: free some space, then run \"engine-gpu recover %s\"", err, w.dir)
	}
	removeReplaced(before, m)
	os.Remove(filepath.Join(w.dir, CertificateName)) // of a run before this one
	if how.keep {
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
		replaced := slices.ContainsFunc(m.Files, func(f File) bool { return f.Name == old.Name })
		if !replaced && old.check() == nil { // a name that no recording gives is somebody else's
			os.Remove(filepath.Join(before.dir, old.Name))
		}
	}
}

// converter turns the spools of one recording into its files.
type converter struct {
	ctx     context.Context // nil: to the end
	dir     string
	to      *commit
	draft   *Manifest
	recheck *recheck // nil: what was written is as it was written
}

func convertAll(w *workFile, c *commit, how finishing) (*Manifest, []string, error) {
	m, err := w.readDraft()
	if err != nil {
		return nil, nil, err
	}
	if err := checkDraft(m, c); err != nil {
		return nil, nil, damaged("%s: %w", filepath.Join(w.dir, draftName), err)
	}
	hashes, err := readHashes(w.dir, c.Spools[fieldHash])
	if err != nil {
		return nil, nil, err
	}
	m.Hashes = hashes.marks
	if err := w.removeTemporary(m); err != nil {
		return nil, nil, err
	}
	x := &converter{ctx: how.ctx, dir: w.dir, to: c, draft: m}
	if how.check {
		if x.recheck, err = newRecheck(hashes, c); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", w.dir, err)
		}
	}
	var paths []string
	for i := range m.Files {
		path := filepath.Join(w.dir, m.Files[i].Name)
		if err := x.convert(path, &m.Files[i]); err != nil {
			return nil, nil, err
		}
		paths = append(paths, path)
	}
	return m, paths, nil
}

// checkDraft checks that draft and commit are about the same fields, in files
// of their own.
func checkDraft(m *Manifest, c *commit) error {
	seen := map[string]bool{}
	for i := range m.Files {
		f := &m.Files[i]
		if err := f.check(); err != nil {
			return err
		}
		if _, known := c.Spools[f.Field]; !known || seen[f.Field] {
			return fmt.Errorf("it names the field %s, which the commit lacks, or names it twice", f.Field)
		}
		seen[f.Field] = true
	}
	if !seen[FieldNeurons] || len(c.Spools) != len(m.Files)+1 { // and the hashes
		return fmt.Errorf("it names %d fields, the commit %d", len(m.Files), len(c.Spools)-1)
	}
	return nil
}

// convert turns one spool into its file, and counts and hashes it.
func (x *converter) convert(path string, f *File) error {
	r, err := openSpool(x.dir, f.Field, x.to.Spools[f.Field])
	if err != nil {
		return err
	}
	defer r.close()
	if !reflect.DeepEqual(f, &r.File) {
		return damaged("%s: it is of another recording", r.path)
	}
	hash := sha256.New()
	err = WriteFile(path, func(out io.Writer) error {
		out = io.MultiWriter(stoppable{out, x.ctx}, hash)
		if f.Format == FormatNPZ {
			f.Rows = r.rows()
			return r.writeNPZ(out, x.ticks(r))
		}
		return x.writeTable(r, out, f)
	})
	if err != nil {
		return err
	}
	f.SHA256 = hex.EncodeToString(hash.Sum(nil))
	if x.recheck == nil {
		return nil
	}
	return x.checkRows(r, f)
}

// stoppable is a writer that fails once its context, if there is one, has ended.
type stoppable struct {
	to  io.Writer
	ctx context.Context
}

func (s stoppable) Write(p []byte) (int, error) {
	if s.ctx != nil && s.ctx.Err() != nil {
		return 0, s.ctx.Err()
	}
	return s.to.Write(p)
}

// ticks returns the check of a field's ticks, or nil.
func (x *converter) ticks(r *spoolReader) *tickCheck {
	if x.recheck == nil {
		return nil
	}
	return newTickCheck(r, x.to.Ticks)
}

// checkRows compares the rows of a file with what the run came to.
func (x *converter) checkRows(r *spoolReader, f *File) error {
	low, high := rowsOf(f, x.to.Ticks, x.to.Spikes, x.draft.Brain.Neurons)
	if f.Rows < low || f.Rows > high {
		return damaged("%s: it has %d rows, which are not those of %d ticks, %d spikes and %d neurons",
			r.path, f.Rows, x.to.Ticks, x.to.Spikes, x.draft.Brain.Neurons)
	}
	return nil
}

func (x *converter) writeTable(r *spoolReader, out io.Writer, f *File) error {
	to, err := newTableWriter(out, f, x.draft.ProgramVersion)
	if err != nil {
		return err
	}
	f.Rows = 0
	write := func(b *batch) error {
		f.Rows += int64(b.rows())
		return to.write(b)
	}
	switch f.Field {
	case FieldSpikes:
		err = x.spikes(r, write)
	case FieldNeurons:
		err = r.eachBatch(nil, write)
		if err == nil {
			_, err = x.neuronIDs() // in order
		}
	default:
		err = r.eachBatch(x.ticks(r), write)
	}
	if err != nil {
		return err
	}
	return to.close()
}

func (x *converter) spikes(r *spoolReader, write func(*batch) error) error {
	ids, err := x.neuronIDs()
	if err != nil {
		return err
	}
	if err := r.eachSpikeBatch(ids, x.ticks(r), x.recheck, write); err != nil {
		return err
	}
	return x.recheck.end(x.to)
}

// neuronIDs reads the database ids of the neurons by position.
func (x *converter) neuronIDs() ([]int64, error) {
	r, err := openSpool(x.dir, FieldNeurons, x.to.Spools[FieldNeurons])
	if err != nil {
		return nil, err
	}
	defer r.close()
	var ids []int64
	err = r.eachBatch(nil, func(b *batch) error {
		if ids, err = appendIDs(ids, b); err != nil {
			return damaged("%s: %w", r.path, err)
		}
		return nil
	})
	return ids, err
}
