package record_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
	"github.com/engine-gpu/engine-gpu/internal/fuzzcorpus"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// fuzzFields has every field, seldom enough that the files stay small.
const fuzzFields = "spikes,rates:50,weights:500,v:100+104,u:type=FS,trajectory:200,body:500"

// fuzzTicks is just beyond the first hash of the spikes.
const fuzzTicks = 1001

// seldom runs on like testRun.to, but neurons fire in every fiftieth tick only,
// and each reward comes 350 ticks after the one before.
func seldom(t testing.TB, r *testRun, ticks int32, recorder *record.Recorder) {
	t.Helper()
	for next := r.ticks; ; {
		if r.ticks >= next {
			if err := recorder.Look(r); err != nil {
				t.Fatal(err)
			}
			next = recorder.Next(r.ticks)
		}
		if r.ticks == ticks {
			return
		}
		r.fired = r.fired[:0]
		for n := range int32(runNeurons) {
			if r.ticks%50 == 0 && (r.ticks/50+n)%3 == 0 {
				r.fired = append(r.fired, n)
			}
		}
		r.hash.Add(r.ticks, r.fired)
		r.spikes += int64(len(r.fired))
		if err := recorder.Record(r.ticks, r.fired); err != nil {
			t.Fatal(err)
		}
		if r.ticks%350 == 0 {
			if err := recorder.RecordReward(r.ticks, 0.5); err != nil {
				t.Fatal(err)
			}
		}
		r.ticks++
		r.pose()
	}
}

// damaged is a file of a folder, to be replaced.
type damaged struct {
	dir   int // which of the folders
	name  string
	whole []byte
}

// FuzzRecording replaces one file of a finished recording, or of a run without
// one, by any bytes and reads all that there is. What reads without an error
// has the rows that the manifest says.
func FuzzRecording(f *testing.F) {
	var dirs []string
	var files []damaged
	size := map[int]int{}
	add := func(dir string) {
		all := folderFiles(f, dir)
		for _, name := range slices.Sorted(maps.Keys(all)) {
			f.Add(uint8(len(files)), all[name])
			files = append(files, damaged{len(dirs), name, all[name]})
			size[len(dirs)] += len(all[name])
		}
		dirs = append(dirs, dir)
	}
	for _, format := range []string{record.FormatParquet, record.FormatCSV} {
		dir := f.TempDir()
		r := newTestRun()
		recorder := begin(f, r, dir, fuzzFields, format)
		seldom(f, r, 120, recorder)
		finish(f, r, recorder)
		add(dir)
	}
	dir := f.TempDir()
	if _, err := record.WriteCertificate(dir, record.Manifest{Ticks: 7, Hashes: []record.Mark{{Tick: 1000}}}); err != nil {
		f.Fatal(err)
	}
	add(dir)
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		file := &files[int(which)%len(files)]
		dir := dirs[file.dir]
		path := filepath.Join(dir, file.name)
		replace(t, path, data)
		defer replace(t, path, file.whole)
		allocbound.Check(t, len(data)+size[file.dir], 16<<20, 300, func() {
			r, err := record.OpenRun(dir)
			if err != nil {
				cleanLine(t, err)
				return
			}
			if err := r.CheckRun(); err != nil {
				cleanLine(t, err)
			}
			field, _, _ := strings.Cut(file.name, ".")
			if file.name == record.ManifestName || file.name == record.CertificateName {
				field = ""
			}
			readable(t, r, dir, field)
		})
	})
}

// FuzzRecover replaces one of the hidden files of a killed run, or what a
// checkpoint knows of the recording, by any bytes. Recover refuses them in one
// line and leaves them all as they are, or makes a recording whose files are
// what its manifest says.
func FuzzRecover(f *testing.F) {
	const offsetsName = "offsets" // not in the folder
	folder := f.TempDir()
	r := newTestRun()
	recorder := begin(f, r, folder, fuzzFields, record.FormatCSV)
	seldom(f, r, fuzzTicks, recorder)
	offsets, err := recorder.Flush(r.SpikeHash())
	if err != nil {
		f.Fatal(err)
	}
	if err := recorder.Commit(r.SpikeHash()); err != nil {
		f.Fatal(err)
	}
	recorder.Kill()
	whole := folderFiles(f, folder)
	if whole[offsetsName], err = json.Marshal(offsets); err != nil {
		f.Fatal(err)
	}
	names := slices.Sorted(maps.Keys(whole))
	size := 0
	for i, name := range names {
		f.Add(uint8(i), whole[name])
		size += len(whole[name])
	}
	dir := f.TempDir()
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		name := names[int(which)%len(names)]
		before := maps.Clone(whole)
		before[name] = data
		delete(before, offsetsName)
		fill(t, dir, before)
		allocbound.Check(t, size+len(data), 8<<20, 300, func() {
			if name == offsetsName {
				if !resumable(t, dir, data) {
					unchanged(t, dir, before)
					return
				}
				before = folderFiles(t, dir)
			}
			r, paths, err := record.Recover(t.Context(), dir)
			if err != nil {
				cleanLine(t, err)
				unchanged(t, dir, before)
				return
			}
			recovered(t, r, dir, len(paths))
		})
	})
}

// fill makes the files of a folder those given.
func fill(t *testing.T, dir string, files map[string][]byte) {
	for name, text := range folderFiles(t, dir) {
		if want, wanted := files[name]; !wanted {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		} else if !bytes.Equal(text, want) {
			replace(t, filepath.Join(dir, name), want)
		}
	}
	for name, text := range files {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			replace(t, filepath.Join(dir, name), text)
		}
	}
}

// unchanged checks that the hidden files are what they were.
func unchanged(t *testing.T, dir string, before map[string][]byte) {
	after := folderFiles(t, dir)
	for name, text := range before {
		if left, there := after[name]; !there || !bytes.Equal(left, text) {
			t.Errorf("it failed, and %s is not what it was", name)
		}
	}
	if _, there := after[record.ManifestName]; there {
		t.Error("it failed, and there is a manifest")
	}
}

// resumable goes on with a recording from what a checkpoint says, and leaves
// it as a killed process would. It reports whether that was possible.
func resumable(t *testing.T, dir string, offsets []byte) bool {
	var at record.Offsets
	if json.Unmarshal(offsets, &at) != nil {
		return false
	}
	recorder, err := record.Resume(config(t, newTestRun(), dir, fuzzFields, record.FormatCSV), at)
	if err != nil {
		cleanLine(t, err)
		return false
	}
	recorder.Kill()
	return true
}

// recovered checks what Recover made: nothing hidden is left, and every file is
// what the manifest says.
func recovered(t *testing.T, r *record.Recording, dir string, paths int) {
	all := folderFiles(t, dir)
	if len(all) != paths || len(r.Manifest.Files) != paths-1 {
		t.Errorf("%d paths, %d files in the manifest, in the folder %v", paths, len(r.Manifest.Files), slices.Sorted(maps.Keys(all)))
	}
	for _, f := range r.Manifest.Files {
		if sum := sha256.Sum256(all[f.Name]); hex.EncodeToString(sum[:]) != f.SHA256 {
			t.Errorf("%s has another hash than the manifest says", f.Name)
		}
	}
	if err := readable(t, r, dir, ""); err != nil {
		t.Errorf("recovered, but: %v", err)
	}
	if r.Manifest.SpikeHash == "" || !r.Has(record.FieldSpikes) {
		return
	}
	next, hash := int32(0), snn.NewSpikeHash()
	err := r.Spikes(func(tick int32, neurons []int32) error {
		for ; next < tick; next++ {
			hash.Add(next, nil)
		}
		next = tick + 1
		hash.Add(tick, neurons)
		return nil
	})
	for ; next < r.Manifest.Ticks; next++ {
		hash.Add(next, nil)
	}
	if err != nil || hash.Sum() != r.Manifest.SpikeHash {
		t.Errorf("the spikes recovered, %d in %d ticks, do not have the hash of the manifest (%v)", hash.Spikes, next, err)
	}
}

// readable reads all fields of a recording, or those that a damaged field can
// spoil. Errors are clean lines, paths stay in the folder, rows are as many as
// the manifest says. It returns the first error.
func readable(t *testing.T, r *record.Recording, dir, damaged string) (first error) {
	m := &r.Manifest
	note := func(field string, rows int64, err error) {
		switch f, _ := m.File(field); {
		case err != nil && r.Has(field):
			cleanLine(t, err)
			if first == nil {
				first = err
			}
		case err == nil && rows != f.Rows:
			t.Errorf("%s: %d rows, the manifest says %d", field, rows, f.Rows)
		}
	}
	for _, f := range m.Files {
		path, err := r.Path(f.Field)
		if err != nil {
			cleanLine(t, err)
		} else if within, err := filepath.Rel(dir, path); err != nil || within != filepath.Base(path) || !filepath.IsLocal(within) || within == "." {
			t.Errorf("the path of %q is %q", f.Field, path)
		}
	}
	concerned := func(field string) bool {
		return damaged == "" || damaged == field || damaged == record.FieldNeurons && field == record.FieldSpikes
	}
	count := func(field string, last int32, read func(tick func(int32)) error) {
		if !concerned(field) {
			return
		}
		rows := int64(0)
		err := read(func(tick int32) {
			rows++
			if first == nil && (tick < -1 || tick > last) && r.Manifest.Interrupted {
				t.Errorf("%s: tick %d of %d", field, tick, m.Ticks)
			}
		})
		note(field, rows, err)
	}
	if concerned(record.FieldNeurons) {
		n, err := r.Neurons()
		if err != nil {
			n = &record.Neurons{}
		}
		note(record.FieldNeurons, int64(len(n.ID)), err)
	}
	count(record.FieldSpikes, m.Ticks-1, func(tick func(int32)) error {
		return r.Spikes(func(at int32, neurons []int32) error {
			for range neurons {
				tick(at)
			}
			return nil
		})
	})
	count(record.FieldRates, m.Ticks-1, func(tick func(int32)) error {
		return r.Rates(func(at int32, _ []float32) error { tick(at); return nil })
	})
	count(record.FieldWeights, m.Ticks, func(tick func(int32)) error {
		return r.Weights(func(at int32, _ []float32) error { tick(at); return nil })
	})
	count(record.FieldV, m.Ticks-1, func(tick func(int32)) error {
		return r.V(func(at int32, _ []float32) error { tick(at); return nil })
	})
	count(record.FieldU, m.Ticks-1, func(tick func(int32)) error {
		return r.U(func(at int32, _ []float32) error { tick(at); return nil })
	})
	count(record.FieldTrajectory, m.Ticks, func(tick func(int32)) error {
		return r.Trajectory(func(p record.PathPoint) error { tick(p.Tick); return nil })
	})
	count(record.FieldBody, m.Ticks, func(tick func(int32)) error {
		return r.Body(func(p *record.Posture) error { tick(p.Tick); return nil })
	})
	count(record.FieldRewards, m.Ticks-1, func(tick func(int32)) error {
		return r.Rewards(func(at int32, _ float64) error { tick(at); return nil })
	})
	for _, other := range []struct {
		field string
		read  func() error
	}{
		{record.FieldWeights, func() error { _, err := r.Synapses(); return err }},
		{record.FieldV, func() error { _, err := r.VNeurons(); return err }},
		{record.FieldU, func() error { _, err := r.UNeurons(); return err }},
		{record.FieldRates, func() error { _, err := r.RateNames(); return err }},
	} {
		if !concerned(other.field) {
			continue
		}
		if err := other.read(); err != nil && r.Has(other.field) {
			cleanLine(t, err)
			if first == nil {
				first = err
			}
		}
	}
	return first
}

// folderFiles reads all files of a folder, hidden ones and the manifest too.
func folderFiles(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = text
	}
	return all
}

func replace(t *testing.T, path string, data []byte) {
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// cleanLine checks that an error can be shown as one line.
func cleanLine(t *testing.T, err error) {
	text := err.Error()
	if len(text) > 2000 || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }) {
		t.Errorf("not one clean line: %.300q", text)
	}
}
