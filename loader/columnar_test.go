package loader

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/loader/columnar"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// columnarFile is Write to a columnar brain without what makes it safe.
func columnarFile(path string, b *snn.Brain) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(columnar.Write(f, b), f.Close())
}

// From a database to a columnar brain and back: an equal brain, an equal
// database, whatever the brain, and all of them are one by their hash.
func TestColumnarRoundTrip(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		b := drawBrain(rt)
		brain, db, again := filepath.Join(folder, "b.brain"), filepath.Join(folder, "b.db"), filepath.Join(folder, "again.db")
		if err := errors.Join(columnarFile(brain, b), encodeFile(db, b)); err != nil {
			rt.Fatal(err)
		}
		back, told, err := Read(brain)
		if err != nil {
			rt.Fatal(err)
		}
		if got, want := bits(back), bits(b); got != want || !reflect.DeepEqual(back, b) {
			rt.Fatalf("read\n%s\nwritten\n%s", got, want)
		}
		if want := warnings(b); !reflect.DeepEqual(told, want) {
			rt.Fatalf("warnings %q, want %q", told, want)
		}
		if err := encodeFile(again, back); err != nil {
			rt.Fatal(err)
		}
		first, err1 := os.ReadFile(db)
		second, err2 := os.ReadFile(again)
		if err := errors.Join(err1, err2); err != nil {
			rt.Fatal(err)
		}
		if string(first) != string(second) {
			rt.Fatal("the databases differ")
		}
		read, _, err := Read(db)
		if err != nil {
			rt.Fatal(err)
		}
		if snn.BrainHash(read) != snn.BrainHash(b) || snn.BrainHash(back) != snn.BrainHash(b) {
			rt.Fatal("the files have other hashes than the brain")
		}
	})
}

// throughColumnar writes a brain to a columnar file, reads that and demands an
// equal brain.
func throughColumnar(t *testing.T, b *snn.Brain) *snn.Brain {
	t.Helper()
	path := filepath.Join(t.TempDir(), "b.brain")
	if err := Write(path, b); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(data), columnar.Magic) {
		t.Fatalf("not a columnar file (%v)", err)
	}
	back := read(t, path)
	if !reflect.DeepEqual(back, b) {
		t.Fatal("another brain came back")
	}
	return back
}

func TestColumnarV8Databases(t *testing.T) {
	for _, shared := range sharedBrains {
		t.Run(shared.name, func(t *testing.T) {
			path := sharedDatabase(t, shared.name)
			back := throughColumnar(t, read(t, path))
			again, copied := filepath.Join(t.TempDir(), "again.db"), filepath.Join(t.TempDir(), "copy.db")
			if err := Write(again, back); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			write(t, copied, data)
			if everything(t, again) != everything(t, copied) {
				t.Error("the database is not V8's any more")
			}
		})
	}
}

func TestColumnarRecipes(t *testing.T) {
	for _, name := range recipe.Names() {
		t.Run(name, func(t *testing.T) {
			b := testbrain.Builtin(t, name, "")
			throughColumnar(t, b)
		})
	}
}

// What a file holds decides how it is read, not what it is called.
func TestFormatByContents(t *testing.T) {
	b := smallBrain(t)
	folder := t.TempDir()
	for name, writeIt := range map[string]func(string, *snn.Brain) error{"database.brain": encodeFile, "columns.db": columnarFile} {
		path := filepath.Join(folder, name)
		if err := writeIt(path, b); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(read(t, path), b) {
			t.Errorf("%s: another brain", name)
		}
	}
}

// What is saved into a columnar brain is read back to the last bit, without
// the limits of a database.
func TestSaveColumnar(t *testing.T) {
	path := filepath.Join(t.TempDir(), "brain.brain")
	rapid.Check(t, func(rt *rapid.T) {
		b := drawBrain(rt)
		if err := columnarFile(path, b); err != nil {
			rt.Fatal(err)
		}
		s := snn.NewSnapshot(b)
		for i := range b.Neurons {
			if rapid.Bool().Draw(rt, "changed") {
				s.V[i], s.U[i], s.LastSpike[i] = drawNumber(rt), drawNumber(rt), int64(rapid.Int32().Draw(rt, "last spike"))
			}
		}
		for i, y := range b.Synapses.All() {
			if rapid.Bool().Draw(rt, "changed") {
				s.Weight[i], s.State[i] = drawNumber(rt), drawState(rt, y.Type, true)
			}
		}
		if err := Save(path, b, s); err != nil {
			rt.Fatal(err)
		}
		back, _, err := Read(path)
		if err != nil {
			rt.Fatal(err)
		}
		same := func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }
		want := *b
		want.Neurons, want.Synapses = append([]snn.Neuron{}, back.Neurons...), b.Synapses.Clone()
		for i := range want.Neurons {
			n := &want.Neurons[i]
			if !same(n.V, s.V[i]) || !same(n.U, s.U[i]) || n.LastSpike != s.LastSpike[i] {
				rt.Fatalf("neuron %+v, saved v %v u %v last %v", n, s.V[i], s.U[i], s.LastSpike[i])
			}
			n.V, n.U, n.LastSpike = b.Neurons[i].V, b.Neurons[i].U, b.Neurons[i].LastSpike
		}
		for i, y := range back.Synapses.All() {
			if !same(y.Weight, s.Weight[i]) || stateBits(back.States[y.State]) != stateBits(s.State[i]) {
				rt.Fatalf("synapse %+v with %+v, saved weight %v state %+v", y, back.States[y.State], s.Weight[i], s.State[i])
			}
			y.Weight, y.State = b.Synapses.Weight[i], b.Synapses.StateAt(i)
			want.Synapses.Set(i, y)
		}
		if bits(&want) != bits(b) {
			rt.Fatalf("more has changed than was learned: %s, was %s", bits(&want), bits(b))
		}
	})
}

// In one state, a saved brain is as small as a generated one.
func TestSaveColumnarSharesStates(t *testing.T) {
	path := filepath.Join(t.TempDir(), "brain.brain")
	b := largeBrain()
	if err := Write(path, b); err != nil {
		t.Fatal(err)
	}
	s := snn.NewSnapshot(b)
	s.Weight[3] = 5
	if err := Save(path, b, s); err != nil {
		t.Fatal(err)
	}
	if back := read(t, path); back.Synapses.State != nil || len(back.States) != 1 || back.Synapses.Weight[3] != 5 {
		t.Errorf("%d states, weight %v", len(back.States), back.Synapses.Weight[3])
	}
	s.State[4].Trace = math.Copysign(0, -1)
	if err := Save(path, b, s); err != nil {
		t.Fatal(err)
	}
	if back := read(t, path); len(back.States) != 2 || back.Synapses.State[4] != 1 || !math.Signbit(back.States[1].Trace) {
		t.Errorf("%d states", len(back.States))
	}
}

// largeBrain is a brain whose columnar file is mapped.
func largeBrain() *snn.Brain {
	b := &snn.Brain{ParamSets: []snn.ParamSet{{Type: snn.Fixed, Text: "{}"}}, States: []snn.SynapseState{snn.StartState()}}
	for i := range 100 {
		b.Neurons = append(b.Neurons, snn.Neuron{ID: int64(i + 1), Izhikevich: snn.RS.Parameters(), V: -65, U: -13})
	}
	for i := range 50_000 {
		b.Synapses.Append(snn.Synapse{ID: int64(i + 1), Source: int32(i % 100), Target: int32(i % 99), Weight: float64(i) + 0.1, Delay: 1})
	}
	return b
}

// A file that is no longer the brain that was loaded, a snapshot that cannot
// be saved, a file that is damaged: it stays as it is.
func TestSaveColumnarRefuses(t *testing.T) {
	for want, spoil := range map[string]func(stored *snn.Brain, s *snn.Snapshot){
		"neurons differ from row 2 on":  func(b *snn.Brain, _ *snn.Snapshot) { b.Neurons[1].ID-- },
		"neurons differ from row 3 on":  func(b *snn.Brain, _ *snn.Snapshot) { b.Neurons[2].Type = snn.IB },
		"neurons differ from row 5 on":  func(b *snn.Brain, _ *snn.Snapshot) { b.Neurons = append(b.Neurons, snn.Neuron{ID: 99}) },
		"synapses differ from row 8 on": func(b *snn.Brain, _ *snn.Snapshot) { b.Synapses.ID[7]++ },
		"synapses differ from row 1 on": func(b *snn.Brain, _ *snn.Snapshot) { b.Synapses.Source[0] = 3 },
		"synapses differ from row 2 on": func(b *snn.Brain, _ *snn.Snapshot) { b.Synapses.Target[1] = 3 },
		"synapses differ from row 3 on": func(b *snn.Brain, _ *snn.Snapshot) {
			b.Synapses.Type[2], b.ParamSets[2] = b.Synapses.Type[0], b.ParamSets[0]
		},
		"synapses differ from row 9 on":                func(b *snn.Brain, _ *snn.Snapshot) { b.Synapses.Append(snn.Synapse{ID: 99}) },
		"neurons row 5: v has become NaN":              func(_ *snn.Brain, s *snn.Snapshot) { s.V[1] = math.NaN() },
		"the snapshot holds weights only":              func(_ *snn.Brain, s *snn.Snapshot) { s.State = nil },
		"the snapshot is of another brain":             func(_ *snn.Brain, s *snn.Snapshot) { s.Weight = s.Weight[:1] },
		"not written: state 0: a counter is outside 0": func(_ *snn.Brain, s *snn.Snapshot) { s.State[0].SourceFires = -1 },
	} {
		t.Run(want, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "b.brain")
			b, stored := smallBrain(t), smallBrain(t)
			s := snn.NewSnapshot(b)
			spoil(stored, s)
			if err := Write(path, stored); err != nil {
				t.Fatal(err)
			}
			err := refused(t, path, func() error { return Save(path, b, s) })
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %s", err, want)
			}
			if strings.Contains(want, "differ") && !errors.Is(err, ErrChanged) {
				t.Errorf("%v, want ErrChanged", err)
			}
		})
	}
}

func TestSaveColumnarInterrupted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.brain")
	b := largeBrain()
	if err := Write(path, b); err != nil {
		t.Fatal(err)
	}
	b = read(t, path) // mapped, as in a run
	s := interruptSave(t, path, b)
	// The brain that is mapped from the old file outlives it.
	if err := Save(path, b, s); err != nil {
		t.Fatal(err)
	}
	if got := read(t, path).Synapses.Weight[0]; got != 99 || b.Synapses.Weight[0] != 0.1 {
		t.Errorf("weight %v saved, %v in the brain that was loaded", got, b.Synapses.Weight[0])
	}
}

// Damage and foreign versions are told in one line, and can be told apart.
func TestReadBadColumnar(t *testing.T) {
	good := filepath.Join(t.TempDir(), "good.brain")
	if err := Write(good, smallBrain(t)); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	version := append([]byte{}, data...)
	version[8] = 9
	flipped := append([]byte{}, data...)
	flipped[len(data)-100] ^= 4
	for name, c := range map[string]struct {
		data []byte
		is   error
		want string
	}{
		"cut":     {data[:len(data)-64], ErrDamaged, "the file is damaged (it was written with "},
		"header":  {data[:20], ErrDamaged, "the file is damaged (it ends in its header, or has none)"},
		"flipped": {flipped, ErrDamaged, "the file is damaged ("},
		"version": {version, nil, "it is of version 9 of the format, this program reads version 1: read it with the program that wrote it"},
		"magic":   {data[:7], ErrNotDatabase, "not a SQLite database nor a .brain file"},
	} {
		path := filepath.Join(t.TempDir(), name+".brain")
		write(t, path, c.data)
		_, _, err := Read(path)
		oneLineError(t, path, err)
		if !strings.HasPrefix(err.Error(), path+": "+c.want) || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		t.Log(err)
		b := smallBrain(t)
		err = refused(t, path, func() error { return Save(path, b, snn.NewSnapshot(b)) })
		if c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: Save says %v", name, err)
		}
	}
}
