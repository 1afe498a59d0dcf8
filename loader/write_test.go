package loader

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/snn"
)

// What is written is read back to the last bit, is a sound database, and is
// the same file when it is written again.
func TestWriteRoundTrip(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		b := drawBrain(rt)
		path, again := filepath.Join(folder, "brain.db"), filepath.Join(folder, "again.db")
		if err := encodeFile(path, b); err != nil {
			rt.Fatal(err)
		}
		back, _, err := Read(path)
		if err != nil {
			rt.Fatal(err)
		}
		if got, want := bits(back), bits(b); got != want {
			rt.Fatalf("read\n%s\nwritten\n%s", got, want)
		}
		if err := encodeFile(again, back); err != nil {
			rt.Fatal(err)
		}
		first, err1 := os.ReadFile(path)
		second, err2 := os.ReadFile(again)
		if err := errors.Join(err1, err2); err != nil {
			rt.Fatal(err)
		}
		if string(first) != string(second) {
			rt.Fatal("written twice, two files")
		}
		for _, check := range []string{"integrity_check", "foreign_key_check"} {
			if got := strings.Join(values(t, path, "PRAGMA "+check), ""); got != "" && got != "string ok" {
				rt.Fatalf("%s: %s", check, got)
			}
		}
	})
}

// encodeFile is Write without what makes it safe: the disk need not keep up
// with hundreds of brains.
func encodeFile(path string, b *snn.Brain) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(encode(f, b), f.Close())
}

// Write's file holds what SQLite makes of the same rows by its own statements:
// the same schema, values of the same types, indexes that find the same rows.
func TestWriteEqualsSQL(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		b := drawBrain(rt)
		for i := range b.Synapses.Len() { // SQLite would store them as 0
			if b.Synapses.Weight[i] == 0 {
				b.Synapses.Weight[i] = 0
			}
		}
		for i := range b.Neurons {
			n := &b.Neurons[i]
			for _, x := range []*float64{&n.A, &n.B, &n.C, &n.D, &n.V, &n.U, &n.X, &n.Y, &n.Z} {
				if *x == 0 {
					*x = 0
				}
			}
		}
		ours, theirs := filepath.Join(folder, "ours.db"), filepath.Join(folder, "theirs.db")
		if err := encodeFile(ours, b); err != nil {
			rt.Fatal(err)
		}
		os.Remove(theirs)
		writeSQL(t, theirs, b)
		if got, want := everything(t, ours), everything(t, theirs); got != want {
			rt.Fatalf("written\n%s\nby SQL\n%s", got, want)
		}
		for _, query := range []string{
			"SELECT source, id FROM synapses INDEXED BY idx_syn_source ORDER BY source, id",
			"SELECT target, id FROM synapses INDEXED BY idx_syn_target ORDER BY target, id",
			"SELECT synapse_type, id FROM synapses INDEXED BY idx_syn_type ORDER BY synapse_type, id",
			"SELECT segment, rowid FROM body_map INDEXED BY idx_body_map_seg ORDER BY segment, rowid",
			"SELECT neuron_id, rowid FROM body_map INDEXED BY idx_body_map_neuron ORDER BY neuron_id, rowid",
			"SELECT modality, rowid FROM sensor_map INDEXED BY idx_sensor_map_modality ORDER BY modality, rowid",
			"SELECT neuron_id, rowid FROM sensor_map INDEXED BY idx_sensor_map_neuron ORDER BY neuron_id, rowid",
		} {
			got, want := strings.Join(values(t, ours, query), "\n"), strings.Join(values(t, theirs, query), "\n")
			if got != want {
				rt.Fatalf("%s\n%s\nby SQL\n%s", query, got, want)
			}
		}
	})
}

// writeSQL writes a brain by SQL statements.
func writeSQL(t testing.TB, path string, b *snn.Brain) {
	t.Helper()
	c, err := connect(path, "_pragma=journal_mode(off)&_pragma=synchronous(off)")
	if err != nil {
		t.Fatal(err)
	}
	exec := func(query string, values ...any) {
		t.Helper()
		s, err := c.prepare(query)
		if err != nil {
			t.Fatal(err)
		}
		args := make([]driver.Value, len(values))
		for i, v := range values {
			args[i] = v
		}
		if err := s.exec(args...); err != nil {
			t.Fatal(err)
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range []string{
		createNeurons, createSynapses, indexSource, indexTarget, indexType, createBodyMap, indexSegment, indexMotor,
		createSensorMap, indexModality, indexSensor,
	} {
		exec(statement)
	}
	for _, n := range b.Neurons {
		exec("INSERT INTO neurons VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", n.ID, n.Type.String(), n.A, n.B, n.C, n.D, n.V, n.U, n.LastSpike, n.X, n.Y, n.Z)
	}
	for _, y := range b.Synapses.All() {
		p := b.ParamSets[y.Params]
		exec("INSERT INTO synapses VALUES (?,?,?,?,?,?,?,?)", y.ID, b.Neurons[y.Source].ID, b.Neurons[y.Target].ID, y.Weight, int64(y.Delay),
			y.Type.String(), p.Text, string(snn.AppendState(nil, y.Type, p.HasLTD, b.States[y.State])))
	}
	for _, m := range b.BodyMap {
		exec("INSERT INTO body_map VALUES (?,?,?,?)", b.Neurons[m.Neuron].ID, int64(m.Segment), m.Side.String(), m.Effect.String())
	}
	for _, m := range b.SensorMap {
		exec("INSERT INTO sensor_map VALUES (?,?,?,?,?)", b.Neurons[m.Neuron].ID, m.Modality.String(), m.Location.String(), m.Response.String(), m.Side.String())
	}
	if err := c.close(); err != nil {
		t.Fatal(err)
	}
}

func smallBrain(t testing.TB) *snn.Brain { return read(t, database(t, schemaSQL+rowsSQL)) }

// Plastic synapses in one state are written with elig_post where their
// parameters have LTD, and without it elsewhere, as V8 writes them.
func TestWriteStatesWithAndWithoutLTD(t *testing.T) {
	b := &snn.Brain{
		Neurons: []snn.Neuron{{ID: 1}},
		States:  []snn.SynapseState{snn.StartState()},
	}
	for _, text := range []string{"{}", `{"ltd_ratio": 0.5}`} {
		p, err := snn.ParseParams(snn.Plastic, text)
		if err != nil {
			t.Fatal(err)
		}
		b.ParamSets = append(b.ParamSets, snn.ParamSet{Type: snn.Plastic, Text: text, Params: p})
	}
	for i, params := range []int32{0, 1, 1, 0} {
		b.Synapses.Append(snn.Synapse{ID: int64(i) + 1, Type: snn.Plastic, Delay: 1, Params: params})
	}
	path := filepath.Join(t.TempDir(), "b.db")
	if err := encodeFile(path, b); err != nil {
		t.Fatal(err)
	}
	without, with := `string {"eligibility": 0.0}`, `string {"eligibility": 0.0, "elig_post": 0.0}`
	if got, want := values(t, path, "SELECT state FROM synapses ORDER BY id"), []string{without, with, with, without}; !slices.Equal(got, want) {
		t.Errorf("states %q, want %q", got, want)
	}
}

// A params text longer than a page goes to overflow pages and comes back.
func TestWriteLongParams(t *testing.T) {
	for _, length := range []int{4000, 4050, 4061, 4096, 8192, 100000} {
		b := smallBrain(t)
		text := fmt.Sprintf(`{"note": %q}`, strings.Repeat("n", length))
		b.ParamSets[b.Synapses.Params[3]].Text = text
		path := filepath.Join(t.TempDir(), "brain.db")
		if err := Write(path, b); err != nil {
			t.Fatal(err)
		}
		back := read(t, path)
		if got := back.ParamSets[back.Synapses.Params[3]].Text; got != text {
			t.Errorf("%d bytes: %d bytes came back", length, len(got))
		}
		if got := strings.Join(values(t, path, "PRAGMA integrity_check"), ""); got != "string ok" {
			t.Errorf("%d bytes: %s", length, got)
		}
	}
}

func TestWriteKeepsModeAndLink(t *testing.T) {
	b := smallBrain(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "brain.db")
	if err := Write(path, b); err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(folder, "plain")
	write(t, plain, nil)
	if got, want := mode(t, path), mode(t, plain); got != want {
		t.Errorf("a new file has mode %v, others have %v", got, want)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	links := filepath.Join(folder, "links")
	if err := os.Mkdir(links, 0o777); err != nil {
		t.Fatal(err)
	}
	link, second := filepath.Join(links, "link.db"), filepath.Join(links, "second.db")
	for name, to := range map[string]string{link: "../brain.db", second: link, filepath.Join(links, "new.db"): "../new.db"} {
		if err := os.Symlink(to, name); err != nil {
			t.Fatal(err)
		}
	}
	b.Synapses.Weight[0] = 3
	if err := Write(second, b); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(links, "new.db"), b); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, filepath.Join(folder, "new.db")} {
		if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
			t.Fatalf("%s: %v, %v", name, info, err)
		}
		if w := read(t, name).Synapses.Weight[0]; w != 3 {
			t.Errorf("%s: weight %v, want the new 3", name, w)
		}
	}
	if got := mode(t, path); got != 0o640 {
		t.Errorf("mode %v after replacing, want 0640", got)
	}
	if to, err := os.Readlink(second); err != nil || to != link {
		t.Errorf("the link now leads to %q (%v)", to, err)
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 4 {
		t.Errorf("left behind: %v", entries)
	}
}

func mode(t testing.TB, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func TestWriteRefusesBadBrains(t *testing.T) {
	for name, spoil := range map[string]func(b *snn.Brain){
		"no neurons":      func(b *snn.Brain) { *b = snn.Brain{} },
		"infinite weight": func(b *snn.Brain) { b.Synapses.Weight[0] = math.Inf(1) },
		"NaN v":           func(b *snn.Brain) { b.Neurons[0].V = math.NaN() },
		"dangling":        func(b *snn.Brain) { b.Synapses.Target[0] = 77 },
		"equal ids":       func(b *snn.Brain) { b.Neurons[1].ID = b.Neurons[0].ID },
		"segment":         func(b *snn.Brain) { b.BodyMap[0].Segment = 24 },
		"delay":           func(b *snn.Brain) { b.Synapses.Delay[0] = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			b := smallBrain(t)
			spoil(b)
			path := database(t, schemaSQL+rowsSQL)
			refused(t, path, func() error { return Write(path, b) })
		})
	}
}

// refused checks that an operation fails with one line and changes nothing in
// the folder of path. It returns the error.
func refused(t testing.TB, path string, operation func() error) error {
	t.Helper()
	before := folderState(t, path)
	err := operation()
	oneLineError(t, path, err)
	if after := folderState(t, path); after != before {
		t.Errorf("folder changed from\n%s to\n%s", before, after)
	}
	return err
}

func TestWriteNowhere(t *testing.T) {
	b := smallBrain(t)
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	write(t, file, []byte("not a folder"))
	loop := filepath.Join(folder, "loop")
	if err := os.Symlink("loop", loop); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "folder"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path, want string
		is         error
	}{
		{filepath.Join(folder, "missing", "brain.db"), "not written (no such file or directory): name a folder that exists", fs.ErrNotExist},
		{filepath.Join(file, "brain.db"), "not written (not a directory): name a folder that exists", syscall.ENOTDIR},
		{filepath.Join(folder, "folder"), "not written: is a folder: name a file in it", nil},
		{loop, "not written: too many levels of symbolic links", syscall.ELOOP},
		{"/dev/null", "not written: is not a regular file: choose another name", nil},
		{"/proc/brain.db", "not written (", nil}, // even root may not
		{"", "not written: the file has no name", nil},
		{"a\x00b", "not written: ", nil},
	} {
		t.Run(test.path, func(t *testing.T) {
			before := folderState(t, file)
			err := Write(test.path, b)
			oneLineError(t, test.path, err)
			if want := test.path + ": " + test.want; err != nil && !strings.HasPrefix(err.Error(), want) {
				t.Errorf("error\n%v, want\n%v", err, want)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%v is not %v", err, test.is)
			}
			if after := folderState(t, file); after != before {
				t.Errorf("folder changed from\n%s to\n%s", before, after)
			}
		})
	}
	if info, err := os.Stat("/dev/null"); err != nil || info.Mode().IsRegular() {
		t.Fatal("/dev/null was replaced")
	}
}

func TestWriteProtected(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write anywhere; TestWriteNowhere covers what root may not")
	}
	b := smallBrain(t)
	path := database(t, schemaSQL+rowsSQL)
	t.Run("file", func(t *testing.T) {
		if err := os.Chmod(path, 0o444); err != nil {
			t.Fatal(err)
		}
		if err := refused(t, path, func() error { return Write(path, b) }); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%v, want ErrPermission", err)
		}
	})
	t.Run("folder", func(t *testing.T) {
		folder := filepath.Dir(path)
		if err := os.Chmod(folder, 0o555); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(folder, 0o755)
		for _, name := range []string{path, filepath.Join(folder, "new.db")} {
			if err := refused(t, name, func() error { return Write(name, b) }); !errors.Is(err, fs.ErrPermission) {
				t.Errorf("%v, want ErrPermission", err)
			}
		}
	})
}

// A failure between the new file and its place leaves the old one.
func TestWriteInterrupted(t *testing.T) {
	path := database(t, schemaSQL+rowsSQL)
	cause := errors.New("interrupted")
	for name, r := range map[string]replacer{
		"rename": {rename: func(from, to string) error {
			if _, _, err := Read(from); err != nil {
				t.Errorf("the file to be renamed is not complete: %v", err)
			}
			if to != path {
				t.Errorf("renamed to %s, want %s", to, path)
			}
			return cause
		}},
	} {
		t.Run(name, func(t *testing.T) {
			err := refused(t, path, func() error {
				if err := r.replace(path, func(f *os.File) error { return encode(f, smallBrain(t)) }); err != nil {
					return writeError(path, err)
				}
				return nil
			})
			if !errors.Is(err, cause) {
				t.Errorf("%v, want %v", err, cause)
			}
		})
	}
	t.Run("fill", func(t *testing.T) {
		refused(t, path, func() error {
			return writeError(path, replacer{rename: os.Rename}.replace(path, func(f *os.File) error {
				if _, err := f.WriteString("half"); err != nil {
					t.Fatal(err)
				}
				return cause
			}))
		})
	})
}
