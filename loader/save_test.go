package loader

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/snn"
)

// What is saved is read back to the last bit, but for the two limits of the
// format that Save names.
func TestSaveRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "brain.db")
	rapid.Check(t, func(rt *rapid.T) {
		b := drawBrain(rt)
		if err := encodeFile(path, b); err != nil {
			rt.Fatal(err)
		}
		s := snn.NewSnapshot(b)
		for i := range b.Neurons {
			if rapid.Bool().Draw(rt, "changed") {
				s.V[i], s.U[i], s.LastSpike[i] = drawNumber(rt)+0, drawNumber(rt)+0, int64(rapid.Int32().Draw(rt, "last spike"))
			}
		}
		for i, y := range b.Synapses.All() {
			if rapid.Bool().Draw(rt, "changed") {
				s.Weight[i] = drawNumber(rt) + 0 // +0: -0 becomes 0
				s.State[i] = drawState(rt, y.Type, b.ParamSets[y.Params].HasLTD)
			}
		}
		if err := Save(path, b, s); err != nil {
			rt.Fatal(err)
		}
		back, _, err := Read(path)
		if err != nil {
			rt.Fatal(err)
		}
		sameNumber := func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) || a == 0 && b == 0 }
		for i, n := range back.Neurons {
			if !sameNumber(n.V, s.V[i]) || !sameNumber(n.U, s.U[i]) || n.LastSpike != s.LastSpike[i] {
				rt.Fatalf("neuron %+v, saved v %v u %v last %v", n, s.V[i], s.U[i], s.LastSpike[i])
			}
		}
		for i, y := range back.Synapses.All() {
			if !sameNumber(y.Weight, s.Weight[i]) || stateBits(back.States[y.State]) != stateBits(s.State[i]) {
				rt.Fatalf("synapse %+v with %+v, saved weight %v state %+v", y, back.States[y.State], s.Weight[i], s.State[i])
			}
		}
		if got := strings.Join(values(t, path, "PRAGMA integrity_check"), ""); got != "string ok" {
			rt.Fatal(got)
		}
	})
}

// Everything that is not learned stays: other tables, other columns, rows in
// their own words.
func TestSaveKeepsTheRest(t *testing.T) {
	path := database(t, schemaSQL+rowsSQL+`
		CREATE TABLE diary (day INTEGER PRIMARY KEY, entry TEXT); -- a table of the user
		INSERT INTO diary VALUES (1,'born'), (5,'fed');
		CREATE VIEW heavy AS SELECT * FROM synapses WHERE weight > 5;
		ALTER TABLE neurons ADD COLUMN name TEXT DEFAULT 'nameless';
		UPDATE neurons SET name = 'touch' WHERE id = 5;
		UPDATE synapses SET state = '{"current_gain":1.0,   "mood": "odd"}' WHERE id = 10;
		UPDATE synapses SET state = '{}' WHERE id = 17;
		PRAGMA user_version = 7;`)
	b := read(t, path)

	before := everything(t, path)
	if err := Save(path, b, snn.NewSnapshot(b)); err != nil {
		t.Fatal(err)
	}
	if after := everything(t, path); after != before {
		t.Errorf("saving what was read changed\n%s to\n%s", before, after)
	}

	s := snn.NewSnapshot(b)
	s.V[1] = -70.125
	s.Weight[1] = 2.75
	s.State[1].Eligibility = 1.0 / 3
	s.State[7].SourceFires = 4
	s.Weight[0] = math.Nextafter(8, 9)
	if err := Save(path, b, s); err != nil {
		t.Fatal(err)
	}
	wanted := database(t, schemaSQL)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, wanted, data)
	execute(t, wanted, `UPDATE neurons SET v = -65, u = -13 WHERE id = 3`) // as they were
	want := strings.NewReplacer(
		"string c04e400000000000 | string c028800000000000 | int64 41", "string c051880000000000 | string c028800000000000 | int64 41",
		`string 4004000000000000 | int64 2 | string plastic | string {"learning_rate": 0.5, "ltd_ratio": 0.5} | string {"eligibility": 0.25, "elig_post": 0.0}`,
		`string 4006000000000000 | int64 2 | string plastic | string {"learning_rate": 0.5, "ltd_ratio": 0.5} | string {"eligibility": 0.3333333333333333, "elig_post": 0.0}`,
		`"source_fires": 3`, `"source_fires": 4`,
		"string 4020000000000000 | int64 1 | string fixed", "string 4020000000000001 | int64 1 | string fixed",
	).Replace(before)
	if got := everything(t, path); got != want || want == before {
		t.Errorf("after saving\n%s, want\n%s", got, want)
	}
	if got := values(t, path, "PRAGMA user_version"); got[0] != "int64 7" {
		t.Errorf("user_version %v", got)
	}
}

// Only rows whose values differ are touched.
func TestSaveTouchesChangedRowsOnly(t *testing.T) {
	path := database(t, schemaSQL+rowsSQL+`
		CREATE TABLE touched (what TEXT);
		CREATE TRIGGER n AFTER UPDATE ON neurons BEGIN INSERT INTO touched VALUES ('neuron ' || old.id); END;
		CREATE TRIGGER y AFTER UPDATE ON synapses BEGIN INSERT INTO touched VALUES ('synapse ' || old.id); END;`)
	b := read(t, path)
	s := snn.NewSnapshot(b)
	s.LastSpike[2] = 12
	s.Weight[0] = 9
	s.State[3].CurrentGain = 2
	c, err := connect(path, "mode=rw") // Save itself refuses triggers
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(update(c, b, s), c.close()); err != nil {
		t.Fatal(err)
	}
	want := "string neuron 6, string synapse 1, string synapse 9"
	if got := strings.Join(values(t, path, "SELECT what FROM touched"), ", "); got != want {
		t.Errorf("touched %s, want %s", got, want)
	}
}

// A database of an older release gets the columns that it needs.
func TestSaveOldRelease(t *testing.T) {
	path := database(t, `
		CREATE TABLE neurons (id INTEGER PRIMARY KEY, neuron_type TEXT, a REAL, b REAL, c REAL, d REAL);
		CREATE TABLE synapses (id INTEGER PRIMARY KEY, source INTEGER, target INTEGER, weight REAL, delay INTEGER, synapse_type TEXT);
		INSERT INTO neurons VALUES (1,'RS',0.02,0.2,-65,8), (2,'LTS',0.02,0.25,-65,2);
		INSERT INTO synapses VALUES (1,1,2,8,3,NULL), (2,1,2,8,3,'depressing');`)
	b := read(t, path)
	s := snn.NewSnapshot(b)
	s.V[0], s.U[1], s.LastSpike[1], s.State[1].CurrentGain, s.Weight[0] = 0, 0, 77, 0.5, 7.5
	if err := Save(path, b, s); err != nil {
		t.Fatal(err)
	}
	back := read(t, path)
	got := snn.NewSnapshot(back)
	for i := range s.V {
		if got.V[i] != s.V[i] || got.U[i] != s.U[i] || got.LastSpike[i] != s.LastSpike[i] {
			t.Errorf("neuron %d: %v %v %v, want %v %v %v", i, got.V[i], got.U[i], got.LastSpike[i], s.V[i], s.U[i], s.LastSpike[i])
		}
	}
	for i := range s.Weight {
		if got.Weight[i] != s.Weight[i] || got.State[i] != s.State[i] {
			t.Errorf("synapse %d: %v %v, want %v %v", i, got.Weight[i], got.State[i], s.Weight[i], s.State[i])
		}
	}
}

func TestSaveRefusesBadSnapshots(t *testing.T) {
	path := database(t, schemaSQL+rowsSQL)
	b := read(t, path)
	for want, spoil := range map[string]func(s *snn.Snapshot){
		"neurons row 5: v has become NaN":                          func(s *snn.Snapshot) { s.V[1] = math.NaN() },
		"neurons row 20: u has become -Inf":                        func(s *snn.Snapshot) { s.U[3] = math.Inf(-1) },
		"neurons row 3: last_spike has become 2147483648":          func(s *snn.Snapshot) { s.LastSpike[0] = math.MaxInt32 + 1 },
		"synapses row 18: weight has become +Inf":                  func(s *snn.Snapshot) { s.Weight[7] = math.Inf(1) },
		"synapses row 2: eligibility has become NaN":               func(s *snn.Snapshot) { s.State[1].Eligibility = math.NaN() },
		"synapses row 2: elig_post has become +Inf":                func(s *snn.Snapshot) { s.State[1].EligPost = math.Inf(1) },
		"synapses row 17: trace has become NaN":                    func(s *snn.Snapshot) { s.State[6].Trace = math.NaN() },
		"synapses row 9: current_gain has become NaN":              func(s *snn.Snapshot) { s.State[3].CurrentGain = math.NaN() },
		"synapses row 18: source_fires has become 2147483648":      func(s *snn.Snapshot) { s.State[7].SourceFires = math.MaxInt32 + 1 },
		"the snapshot is of another brain":                         func(s *snn.Snapshot) { s.V = s.V[:3] },
		"the snapshot is of another brain: its neurons and synaps": func(s *snn.Snapshot) { s.Weight = append(s.Weight, 1) },
	} {
		t.Run(want, func(t *testing.T) {
			s := snn.NewSnapshot(b)
			s.Weight[0] = 99 // a change that could have been saved
			spoil(s)
			err := refused(t, path, func() error { return Save(path, b, s) })
			if want := path + ": not written: " + want; !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%v, want %s ...", err, want)
			}
		})
	}
}

func TestSaveRefusesAnotherBrain(t *testing.T) {
	for script, want := range map[string]string{
		`INSERT INTO neurons SELECT 21,neuron_type,a,b,c,d,v,u,last_spike,pos_x,pos_y,pos_z FROM neurons WHERE id = 3`: "neurons differ from row 5 on",
		`DELETE FROM neurons WHERE id = 20`:                                 "neurons differ from row 4 on",
		`UPDATE neurons SET id = 4 WHERE id = 5`:                            "neurons differ from row 2 on",
		`UPDATE neurons SET neuron_type = 'IB' WHERE id = 5`:                "neurons differ from row 2 on",
		`DELETE FROM synapses WHERE id = 18`:                                "synapses differ from row 8 on",
		`DELETE FROM synapses WHERE id = 1`:                                 "synapses differ from row 1 on",
		`INSERT INTO synapses(source,target,weight,delay) VALUES (3,3,1,1)`: "synapses differ from row 9 on",
		`UPDATE synapses SET id = 19 WHERE id = 18`:                         "synapses differ from row 8 on",
		`UPDATE synapses SET source = 5 WHERE id = 2`:                       "synapses differ from row 2 on",
		`UPDATE synapses SET target = 5 WHERE id = 2`:                       "synapses differ from row 2 on",
		`UPDATE synapses SET synapse_type = 'fixed' WHERE id = 2`:           "synapses differ from row 2 on",
	} {
		t.Run(script, func(t *testing.T) {
			path := database(t, schemaSQL+rowsSQL)
			b := read(t, path)
			s := snn.NewSnapshot(b)
			s.Weight[0], s.V[0] = 99, 1
			execute(t, path, script)
			err := refused(t, path, func() error { return Save(path, b, s) })
			if !errors.Is(err, ErrChanged) || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want ErrChanged, %s", err, want)
			}
		})
	}
}

func TestSaveNowhere(t *testing.T) {
	b := smallBrain(t)
	s := snn.NewSnapshot(b)
	s.Weight[0] = 99
	folder := t.TempDir()
	other := database(t, "CREATE TABLE t(x)")
	notOne := filepath.Join(folder, "text.db")
	write(t, notOne, []byte(strings.Repeat("text ", 100)))
	for _, path := range []string{filepath.Join(folder, "missing.db"), notOne, folder, other, "/dev/null", ""} {
		t.Run(path, func(t *testing.T) {
			before := folderState(t, notOne)
			err := Save(path, b, s)
			oneLineError(t, path, err)
			t.Log(err)
			if after := folderState(t, notOne); after != before {
				t.Errorf("folder changed from\n%s to\n%s", before, after)
			}
		})
	}
}

// interruptSave saves a brain with another weight, fails before the copy is
// renamed, and returns what was to be saved.
func interruptSave(t *testing.T, path string, b *snn.Brain) *snn.Snapshot {
	t.Helper()
	s := snn.NewSnapshot(b)
	s.Weight[0] = 99
	cause := errors.New("interrupted")
	err := refused(t, path, func() error {
		return save(path, b, s, replacer{rename: func(from, to string) error {
			if got := read(t, from).Synapses.Weight[0]; got != 99 {
				t.Errorf("the copy has weight %v, want 99", got)
			}
			return cause
		}})
	})
	if !errors.Is(err, cause) {
		t.Errorf("%v, want %v", err, cause)
	}
	return s
}

// An error, or a death, between the complete copy and its renaming leaves the
// old file as it was.
func TestSaveInterrupted(t *testing.T) {
	path := database(t, schemaSQL+rowsSQL)
	b := read(t, path)
	interruptSave(t, path, b)
	if got := read(t, path).Synapses.Weight[0]; got != 8 {
		t.Errorf("weight %v after the interruption, want 8", got)
	}
}

// A database in WAL mode, one with a mode of its own, one behind a link.
func TestSaveKeepsModeAndLink(t *testing.T) {
	path := database(t, "PRAGMA journal_mode = wal;"+schemaSQL+rowsSQL)
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	b := read(t, link)
	s := snn.NewSnapshot(b)
	s.Weight[0] = 99
	if err := Save(link, b, s); err != nil {
		t.Fatal(err)
	}
	if got := read(t, path).Synapses.Weight[0]; got != 99 {
		t.Errorf("weight %v, want 99", got)
	}
	if got := mode(t, path); got != 0o640 {
		t.Errorf("mode %v, want 0640", got)
	}
	if data, err := os.ReadFile(path); err != nil || data[18] != 1 {
		t.Error("the database is still in WAL mode")
	}
	for _, name := range []string{path, link} {
		if entries, err := os.ReadDir(filepath.Dir(name)); err != nil || len(entries) != 1 {
			t.Errorf("left behind: %v (%v)", entries, err)
		}
	}
}

// A database that another program is changing is left alone. (Each waits two
// seconds for it.)
func TestBusy(t *testing.T) {
	path := database(t, schemaSQL+rowsSQL)
	b := read(t, path)
	other, err := connect(path, "mode=rw")
	if err != nil {
		t.Fatal(err)
	}
	defer other.close()
	if err := other.exec("BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	_, _, reading := Read(path)
	for name, err := range map[string]error{"Read": reading, "Save": Save(path, b, snn.NewSnapshot(b))} {
		oneLineError(t, path, err)
		if !errors.Is(err, ErrInUse) {
			t.Errorf("%s: %v, want ErrInUse", name, err)
		}
	}
}
