package record_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/record"
)

// TestRecording: what is read back is what the run was, in both formats, and
// with runs that end inside and at the end of bins and intervals, or at once.
func TestRecording(t *testing.T) {
	for _, format := range []string{record.FormatParquet, record.FormatCSV} {
		for _, ticks := range []int32{0, 1, 100, 20_001} {
			t.Run(fmt.Sprint(format, ticks), func(t *testing.T) {
				dir := recordRun(t, ticks, everything, format)
				checkRecording(t, dir, ticks, true)
				checkFiles(t, dir, ticks)
			})
		}
	}
}

// checkFiles compares the files with what the manifest says of them.
func checkFiles(t *testing.T, dir string, ticks int32) {
	t.Helper()
	r := open(t, dir)
	m := &r.Manifest
	files := filesOf(t, dir)
	for _, f := range m.Files {
		sum := sha256.Sum256([]byte(files[f.Name]))
		if hex.EncodeToString(sum[:]) != f.SHA256 {
			t.Errorf("%s has another hash than the manifest says", f.Name)
		}
		delete(files, f.Name)
		for _, c := range f.Columns {
			if c.Description == "" || c.Type == "" {
				t.Errorf("%s: the column %+v is not described", f.Name, c)
			}
		}
	}
	if len(files) > 0 {
		t.Errorf("left in the folder: %v", slices.Collect(maps.Keys(files)))
	}
	rows := map[string]int64{"neurons": runNeurons, "rewards": int64(ticks+6) / 7, "v": int64(ticks), "spikes": m.Spikes, "rates": int64(ticks+3) / 4}
	for field, want := range rows {
		if f, _ := m.File(field); f.Rows != want {
			t.Errorf("%s: the manifest says %d rows, want %d", field, f.Rows, want)
		}
	}
	if m.NeuronTypes["RS"] != 8 || m.NeuronTypes["FS"] != 2 || m.Brain.Neurons != 10 || m.Brain.Synapses != 6 || m.WeightHash != "abc" || len(m.Marks) != 1 || m.Interrupted {
		t.Errorf("manifest %+v", m)
	}
	for i, h := range m.Hashes {
		run := newTestRun()
		run.to(t, h.Tick, nil)
		if want := (record.Mark{Tick: int32(1000 * (i + 1)), Spikes: run.spikes, Hash: run.SpikeHash()}); h != want {
			t.Errorf("hash %+v, want %+v", h, want)
		}
	}
	if len(m.Hashes) != int(ticks)/1000 {
		t.Errorf("%d hashes of %d ticks", len(m.Hashes), ticks)
	}
	n, err := r.Neurons()
	if err != nil {
		t.Fatal(err)
	}
	if want := runBrain().Neurons[4]; n.ID[4] != want.ID || n.Type[4] != "FS" || n.X[4] != want.X || n.Y[4] != want.Y || n.Z[4] != want.Z {
		t.Errorf("neurons %+v", n)
	}
}

// TestParquetIsArrows: Apache Arrow reads the same tables, with the columns'
// types as the manifest has them.
func TestParquetIsArrows(t *testing.T) {
	dir := recordRun(t, 20_001, everything, record.FormatParquet)
	r := open(t, dir)
	types := map[string]string{"int32": "int32", "int64": "int64", "float32": "float32", "float64": "float64", "string": "utf8"}
	for _, f := range r.Manifest.Files {
		if f.Format != record.FormatParquet {
			continue
		}
		schema, columns := readWithArrow(t, filepath.Join(dir, f.Name))
		for i, c := range f.Columns {
			field := schema.Field(i)
			if field.Name != c.Name || field.Type.String() != types[c.Type] || field.Nullable || int64(len(columns[c.Name])) != f.Rows {
				t.Errorf("%s: Arrow reads column %d as %v with %d rows, want %+v", f.Name, i, field, len(columns[c.Name]), c)
			}
		}
		if f.Field == "spikes" {
			compareSpikes(t, r, columns)
		}
		if f.Field == "neurons" && (columns["neuron"][4] != idOf(4) || columns["type"][4] != "FS" || columns["position"][4] != int32(4)) {
			t.Errorf("Arrow reads the neurons as %v", columns)
		}
	}
}

func compareSpikes(t *testing.T, r *record.Recording, columns map[string][]any) {
	t.Helper()
	i := 0
	check(t, r.Spikes(func(tick int32, neurons []int32) error {
		for _, n := range neurons {
			if columns["tick"][i] != tick || columns["neuron"][i] != idOf(n) {
				return fmt.Errorf("row %d: Arrow reads %v and %v, want %d and %d", i, columns["tick"][i], columns["neuron"][i], tick, idOf(n))
			}
			i++
		}
		return nil
	}))
}

// TestResumeFailsWhole: where a recording cannot be gone on with for want of
// room, all that was recorded can still be recovered, what the resumed run would
// have done without as well.
func TestResumeFailsWhole(t *testing.T) {
	for _, name := range []string{".recording.json.tmp", ".recording.commit.tmp"} {
		dir, r := t.TempDir(), newTestRun()
		recorder := begin(t, r, dir, "spikes", record.FormatCSV)
		r.to(t, 40, recorder)
		offsets, err := recorder.Flush(r.SpikeHash())
		if err != nil {
			t.Fatal(err)
		}
		r.to(t, 80, recorder)
		if err := recorder.Commit(r.SpikeHash()); err != nil {
			t.Fatal(err)
		}
		recorder.Kill()
		half := filepath.Join(dir, ".spikes.csv.0123abcd.tmp")
		if err := os.WriteFile(half, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		obstacle := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Join(obstacle, "full"), 0o777); err != nil {
			t.Fatal(err)
		}
		if _, err := record.Resume(config(t, r, dir, "spikes", record.FormatCSV), offsets); err == nil {
			t.Fatalf("%s: no error", name)
		}
		if _, err := os.Stat(half); err == nil {
			t.Errorf("%s: a half file keeps its room", name)
		}
		if err := os.RemoveAll(obstacle); err != nil {
			t.Fatal(err)
		}
		if got, _, err := record.Recover(t.Context(), dir); err != nil || got.Manifest.Ticks != 80 || got.Manifest.SpikeHash != r.SpikeHash() {
			t.Errorf("%s: recovered %+v, error %v", obstacle, got, err)
		}
	}
}

// TestResumeKilled: a run that is killed as soon as it has gone on with its
// recording leaves what there was then, with its hash.
func TestResumeKilled(t *testing.T) {
	dir, r := t.TempDir(), newTestRun()
	recorder := begin(t, r, dir, everything, record.FormatCSV)
	r.to(t, 1500, recorder)
	hash := r.SpikeHash()
	offsets, err := recorder.Flush(hash)
	if err != nil {
		t.Fatal(err)
	}
	r.to(t, 2500, recorder)
	recorder.Kill()
	if recorder, err = record.Resume(config(t, r, dir, everything, record.FormatCSV), offsets); err != nil {
		t.Fatal(err)
	}
	recorder.Kill()
	got, _, err := record.Recover(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if got.Manifest.Ticks != 1500 || got.Manifest.SpikeHash != hash {
		t.Errorf("%d ticks with the hash %q are recovered, want 1500 with %q", got.Manifest.Ticks, got.Manifest.SpikeHash, hash)
	}
	checkRecording(t, dir, 1500, false)
}

// TestBeginKilled: a run that is killed as it begins to record leaves nothing to
// recover, and nothing that keeps another one from recording there.
func TestBeginKilled(t *testing.T) {
	dir := t.TempDir()
	begin(t, newTestRun(), dir, everything, record.FormatCSV).Kill()
	if err := os.Remove(filepath.Join(dir, ".recording.commit")); err != nil { // its last step
		t.Fatal(err)
	}
	if _, _, err := record.Recover(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "before it had recorded anything") {
		t.Errorf("recovered: %v", err)
	}
	r := newTestRun()
	recorder := begin(t, r, dir, everything, record.FormatCSV)
	r.to(t, 50, recorder)
	finish(t, r, recorder)
	checkRecording(t, dir, 50, true)
}

// TestResume: a recording that goes on from an earlier point, after it had
// gone further, becomes the one that was never interrupted, byte for byte.
func TestResume(t *testing.T) {
	const end = 3210
	whole := filesOf(t, recordRun(t, end, everything, record.FormatParquet))
	manifest := open(t, recordRun(t, end, everything, record.FormatParquet)).Manifest
	for _, at := range []int32{0, 1, 10, 25, 999, 1000, 2003} {
		for _, before := range []bool{true, false} { // whether the recorder has looked there
			dir := t.TempDir()
			r := newTestRun()
			recorder := begin(t, r, dir, everything, record.FormatParquet)
			r.to(t, at, recorder)
			if !before && at > 0 {
				r.tick(t, recorder)
			}
			offsets, err := recorder.Flush(r.SpikeHash())
			if err != nil {
				t.Fatal(err)
			}
			from := offsets.Ticks
			r.to(t, from+300, recorder) // lost
			recorder.Kill()

			again := newTestRun()
			again.to(t, from, nil)
			recorder, err = record.Resume(config(t, again, dir, everything, record.FormatParquet), offsets)
			if err != nil {
				t.Fatal(err)
			}
			again.to(t, end, recorder)
			finish(t, again, recorder)
			checkRecording(t, dir, end, true)
			if got := filesOf(t, dir); !maps.Equal(got, whole) {
				for name := range whole {
					if got[name] != whole[name] {
						t.Errorf("resumed from %d: %s differs", from, name)
					}
				}
			}
			if got := open(t, dir).Manifest; fmt.Sprint(got) != fmt.Sprint(manifest) {
				t.Errorf("resumed from %d: manifest\n%+v, want\n%+v", from, got, manifest)
			}
		}
	}
}

func TestResumeRefuses(t *testing.T) {
	dir := t.TempDir()
	r := newTestRun()
	recorder := begin(t, r, dir, everything, record.FormatParquet)
	r.to(t, 50, recorder)
	offsets, err := recorder.Flush(r.SpikeHash())
	if err != nil {
		t.Fatal(err)
	}
	refuse := func(fields string, offsets record.Offsets, want string) {
		t.Helper()
		_, err := record.Resume(config(t, r, dir, fields, record.FormatParquet), offsets)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	refuse(everything, offsets, "another run is recording there")
	recorder.Kill()
	refuse("spikes", offsets, "the checkpoint has 10 fields, not 4: record the same ones")
	refuse(strings.Replace(everything, "rates:4", "rates:5", 1), offsets, "other options of recording")
	refuse(strings.Replace(everything, "v:100", "v:102", 1), offsets, "begun with another brain, other options")
	long := offsets
	long.Spools = maps.Clone(offsets.Spools)
	long.Spools["spikes"] += 1000
	refuse(everything, long, "the checkpoint says")
	delete(long.Spools, "spikes")
	refuse(everything, long, "knows nothing of the field spikes")
	dir = t.TempDir()
	refuse(everything, offsets, "no recording that was begun")
}

// TestRecover: what a killed run leaves becomes a recording until the last
// commit, whatever was written after it.
func TestRecover(t *testing.T) {
	for _, format := range []string{record.FormatParquet, record.FormatCSV} {
		dir := t.TempDir()
		r := newTestRun()
		recorder := begin(t, r, dir, everything, format)
		r.to(t, 2101, recorder)
		if err := recorder.Commit(r.SpikeHash()); err != nil {
			t.Fatal(err)
		}
		r.to(t, 2500, recorder)
		if _, err := recorder.Flush(r.SpikeHash()); err != nil {
			t.Fatal(err)
		}
		recorder.Kill()
		if _, err := record.Open(dir); err == nil {
			t.Fatal("a recording that was not finished can be opened")
		}
		if _, err := record.NewRecorder(config(t, r, dir, "spikes", format)); err == nil || !strings.Contains(err.Error(), "engine-gpu recover") {
			t.Errorf("begun over a recording that was not finished: %v", err)
		}
		recording, paths, err := record.Recover(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		if !recording.Manifest.Interrupted || len(paths) != 10 || len(recording.Manifest.Hashes) != 2 {
			t.Errorf("recovered %v, manifest %+v", paths, recording.Manifest)
		}
		// Later commits come by the clock.
		if ticks := recording.Manifest.Ticks; ticks < 2101 || ticks > 2500 {
			t.Errorf("%d ticks are recovered, 2101 were committed", ticks)
		}
		checkRecording(t, dir, recording.Manifest.Ticks, false)
		if _, _, err := record.Recover(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "no recording that was begun and not finished") {
			t.Errorf("recovered twice: %v", err)
		}
	}
}

// TestRecoverClears: what is left of files whose making was killed goes, and
// nothing else.
func TestRecoverClears(t *testing.T) {
	files, _ := killedRun(t)
	dir := t.TempDir()
	dead := []string{".spikes.csv.0123abcd.tmp", ".manifest.json.ffffffff.tmp"}
	others := []string{".spikes.csv.tmp", ".spikes.csv.0123abcg.tmp", ".mine.csv.0123abcd.tmp", ".spikes.csv.0123abcd0.tmp"}
	for _, name := range slices.Concat(dead, others) {
		files[name] = name
	}
	writeFiles(t, dir, files)
	if _, _, err := record.Recover(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	after := filesOf(t, dir)
	for _, name := range dead {
		if _, found := after[name]; found {
			t.Errorf("%s is still there", name)
		}
	}
	for _, name := range others {
		if after[name] != name {
			t.Errorf("%s is gone", name)
		}
	}
}

// TestRecoverStops: where its context ends, what the run left stays as it is.
func TestRecoverStops(t *testing.T) {
	files, _ := killedRun(t)
	dir := t.TempDir()
	writeFiles(t, dir, files)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := record.Recover(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if after := filesOf(t, dir); !maps.Equal(files, after) {
		t.Errorf("changed: %v", slices.Sorted(maps.Keys(after)))
	}
	if _, _, err := record.Recover(t.Context(), dir); err != nil {
		t.Error(err)
	}
}

// TestReplacing: a new recording takes the place of an old one, whole.
func TestReplacing(t *testing.T) {
	dir := recordRun(t, 50, everything, record.FormatCSV)
	mine := filepath.Join(dir, "mine.csv")
	if err := os.WriteFile(mine, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	r := newTestRun()
	recorder := begin(t, r, dir, "spikes", record.FormatParquet)
	if open(t, dir).Manifest.Ticks != 50 {
		t.Error("the old recording is gone before the new one is finished")
	}
	r.to(t, 60, recorder)
	finish(t, r, recorder)
	names := slices.Sorted(maps.Keys(filesOf(t, dir)))
	if want := []string{"mine.csv", "neurons.parquet", "rewards.parquet", "spikes.parquet"}; !slices.Equal(names, want) {
		t.Errorf("files %v, want %v", names, want)
	}
}

// TestKeptSpools: a finished recording whose spools are kept can go on from a
// checkpoint, and can be replaced.
func TestKeptSpools(t *testing.T) {
	dir := t.TempDir()
	r := newTestRun()
	cfg := config(t, r, dir, everything, record.FormatParquet)
	cfg.KeepSpools = true
	recorder, err := record.NewRecorder(cfg)
	if err != nil {
		t.Fatal(err)
	}
	r.to(t, 101, recorder)
	offsets, err := recorder.Flush(r.SpikeHash())
	if err != nil {
		t.Fatal(err)
	}
	r.to(t, 150, recorder)
	finish(t, r, recorder)
	checkRecording(t, dir, 150, true)

	again := newTestRun()
	again.to(t, 101, nil)
	cfg.Body = again.body
	if recorder, err = record.Resume(cfg, offsets); err != nil {
		t.Fatal(err)
	}
	again.to(t, 333, recorder)
	finish(t, again, recorder)
	checkRecording(t, dir, 333, true)

	last := newTestRun()
	recorder = begin(t, last, dir, everything, record.FormatParquet)
	last.to(t, 20, recorder)
	finish(t, last, recorder)
	checkRecording(t, dir, 20, true)
	checkFiles(t, dir, 20)
}

// TestOneAtATime: a folder is one run's at a time.
func TestOneAtATime(t *testing.T) {
	dir := t.TempDir()
	r := newTestRun()
	recorder := begin(t, r, dir, "spikes", record.FormatParquet)
	if _, err := record.NewRecorder(config(t, r, dir, "spikes", record.FormatParquet)); err == nil || !strings.Contains(err.Error(), "another run is recording there") {
		t.Errorf("a second recorder: %v", err)
	}
	if _, _, err := record.Recover(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "another run is recording there") {
		t.Errorf("recovered from a run that goes on: %v", err)
	}
	r.to(t, 30, recorder)
	finish(t, r, recorder)
	checkSpikes(t, open(t, dir), 30)
}

// TestRecordAllocatesNothing: what a run may do for days takes no memory.
func TestRecordAllocatesNothing(t *testing.T) {
	r := newTestRun()
	recorder := begin(t, r, t.TempDir(), everything, record.FormatParquet)
	defer recorder.Kill()
	r.to(t, 2000, recorder)
	fired := make([]int32, runNeurons)
	for n := range fired {
		fired[n] = int32(n)
	}
	tick := int32(2000)
	allocations := testing.AllocsPerRun(100_000, func() {
		if err := errors.Join(recorder.Record(tick, fired), recorder.RecordReward(tick, 1)); err != nil {
			t.Fatal(err)
		}
		tick++
	})
	if allocations != 0 {
		t.Errorf("%v allocations a tick", allocations)
	}
}

// TestHashesAreBounded: however long the run, there are at most 10,000 hashes,
// evenly spaced, and more than half of that once there were so many.
func TestHashesAreBounded(t *testing.T) {
	for _, n := range []int32{0, 1, 9_999, 10_000, 10_001, 35_000, 100_000} {
		ticks := func(yield func(int32) bool) {
			for i := range n {
				if !yield(1000 * (i + 1)) {
					return
				}
			}
		}
		kept := record.HashesOf(ticks)
		if got := record.HashTimesOf(ticks); !slices.Equal(got, kept) {
			t.Errorf("of %d hashes a recorder has %d, a list %d", n, len(got), len(kept))
		}
		if len(kept) > 10_000 || n <= 10_000 && len(kept) != int(n) || n > 10_000 && len(kept) < 5_000 {
			t.Errorf("%d hashes of %d are kept", len(kept), n)
		}
		for i, tick := range kept {
			if tick != kept[0]*int32(i+1) {
				t.Fatalf("hash %d of %d is that of tick %d, the first that of %d", i, n, tick, kept[0])
			}
		}
	}
}

// TestBadNeurons: ids that the brain lacks are named.
func TestBadNeurons(t *testing.T) {
	for fields, want := range map[string]string{
		"v:101":        "--record v: the brain has no neuron 101: its ids are from 100 to 118",
		"v:100+7":      "no neuron 7",
		"u:119-200":    "no neurons 119-200: its ids are from 100 to 118",
		"u:110-120":    "no neurons 110-120",
		"v:type=IB":    "no neuron that type=IB names",
		"v:type=XY/10": `unknown neuron type "XY"`,
	} {
		dir := t.TempDir()
		_, err := record.NewRecorder(config(t, newTestRun(), dir, fields, record.FormatParquet))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", fields, err, want)
		}
		if left := filesOf(t, dir); len(left) > 0 {
			t.Errorf("%s: left behind: %v", fields, left)
		}
	}
	cfg := config(t, newTestRun(), t.TempDir(), "body", record.FormatParquet)
	cfg.Body = nil
	if _, err := record.NewRecorder(cfg); err == nil || !strings.Contains(err.Error(), "--record body: this run is outside of the arena") {
		t.Errorf("error %v", err)
	}
}

// TestNeuronSets: which neurons a text names.
func TestNeuronSets(t *testing.T) {
	for fields, want := range map[string]string{
		"v:all":             "[100 102 104 106 108 110 112 114 116 118]",
		"v:all/4":           "[100 108 116]",
		"v:type=RS/3":       "[100 106 114]",
		"v:101-105":         "[102 104]",
		"v:118+100+100-102": "[100 102 118]",
		"v:100-118/9":       "[100 118]",
	} {
		ids, err := open(t, recordRun(t, 1, fields, record.FormatCSV)).VNeurons()
		if err != nil || fmt.Sprint(ids) != want {
			t.Errorf("%s: %v (%v), want %s", fields, ids, err, want)
		}
	}
}

// TestReadingBad: damage ends in an error, never in a panic or in silence
// about a file that is missing or short.
func TestReadingBad(t *testing.T) {
	for _, format := range []string{record.FormatParquet, record.FormatCSV} {
		whole := recordRun(t, 300, everything, format)
		original := filesOf(t, whole)
		rapid.Check(t, func(rt *rapid.T) {
			name := rapid.SampledFrom(slices.Sorted(maps.Keys(original))).Draw(rt, "file")
			text := []byte(original[name])
			cut := rapid.IntRange(0, len(text)-1).Draw(rt, "cut")
			if rapid.Bool().Draw(rt, "flip") {
				text[cut] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
			} else {
				text = text[:cut]
			}
			path := filepath.Join(whole, name)
			if err := os.WriteFile(path, text, 0o666); err != nil {
				rt.Fatal(err)
			}
			readAll(open(t, whole)) // must not panic
			if err := os.WriteFile(path, []byte(original[name]), 0o666); err != nil {
				rt.Fatal(err)
			}
		})
		for name := range original {
			path := filepath.Join(whole, name)
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if err := readAll(open(t, whole)); err == nil || !strings.Contains(err.Error(), path) {
				t.Errorf("%s is missing: error %v", name, err)
			}
			if err := os.WriteFile(path, []byte(original[name][:len(original[name])/2]), 0o666); err != nil {
				t.Fatal(err)
			}
			if err := readAll(open(t, whole)); format == record.FormatParquet && (err == nil || !strings.Contains(err.Error(), path)) {
				t.Errorf("half of %s: error %v", name, err)
			}
			if err := os.WriteFile(path, []byte(original[name]), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if err := readAll(open(t, whole)); err != nil {
			t.Error(err)
		}
	}
	r := open(t, recordRun(t, 10, "spikes", record.FormatCSV))
	if err := r.Weights(func(int32, []float32) error { return nil }); !errors.Is(err, record.ErrNotRecorded) || !strings.HasSuffix(err.Error(), "weights was not recorded") {
		t.Errorf("error %v", err)
	}
	if err := r.Spikes(func(int32, []int32) error { return io.EOF }); !errors.Is(err, io.EOF) || err.Error() != "EOF" {
		t.Errorf("the callback's error became %v", err)
	}
}

func readAll(r *record.Recording) error {
	_, e0 := r.Neurons()
	_, e1 := r.Synapses()
	_, e2 := r.VNeurons()
	return errors.Join(e0, e1, e2,
		r.Spikes(func(int32, []int32) error { return nil }),
		r.Rates(func(int32, []float32) error { return nil }),
		r.Weights(func(int32, []float32) error { return nil }),
		r.V(func(int32, []float32) error { return nil }),
		r.U(func(int32, []float32) error { return nil }),
		r.Trajectory(func(record.PathPoint) error { return nil }),
		r.Body(func(*record.Posture) error { return nil }),
		r.Rewards(func(int32, float64) error { return nil }),
	)
}

func TestOpenRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                    "no recording: it has no manifest.json",
		"{":                   "not a manifest",
		`{"format": "other"}`: `the format is "other"`,
		`{"format": "engine-gpu recording", "format_version": 2}`: "format version 2; this program reads version 1",
	} {
		dir := t.TempDir()
		if text != "" {
			if err := os.WriteFile(filepath.Join(dir, record.ManifestName), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := record.Open(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", text, err, want)
		}
	}
}

// TestAbandon: the run failed, not the recording.
func TestAbandon(t *testing.T) {
	dir := t.TempDir()
	r := newTestRun()
	recorder := begin(t, r, dir, everything, record.FormatParquet)
	r.to(t, 345, recorder)
	if err := recorder.Commit(r.SpikeHash()); err != nil {
		t.Fatal(err)
	}
	if paths, err := recorder.Abandon(); err != nil || len(paths) != 10 {
		t.Errorf("paths %v, error %v", paths, err)
	}
	if m := open(t, dir).Manifest; !m.Interrupted || m.WeightHash != "" {
		t.Errorf("manifest %+v", m)
	}
	checkRecording(t, dir, 345, false)
	if paths, err := recorder.Abandon(); err != nil || paths != nil {
		t.Errorf("abandoned twice: %v, error %v", paths, err)
	}
}
