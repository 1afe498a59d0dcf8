package checkpoint

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/fuzzcorpus"
	"github.com/engine-gpu/engine-gpu/snn"
)

// filled returns a state of a kind of which every column has values.
func filled(kind string) *engine.State {
	s := &engine.State{
		Ticks: 12345, Spikes: 1 << 40, SpikeHash: []byte{1, 2, 3}, Rewards: 7, NetReward: 0.1 + 0.2,
		Marks: []engine.Mark{{Tick: 10, Spikes: 5, Hash: "ab"}, {Tick: 20, Spikes: 6, Hash: "cd"}},
		Brain: snn.NewState(kind), World: []byte("world"),
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i, c := range s.Brain.Columns() {
		n := []int{1, 100, chunkValues, chunkValues + 1}[i%4]
		switch p := c.Values.(type) {
		case *int32:
			*p = s.Ticks
		case *uint64:
			*p = math.MaxUint64 - 5
		case *[]float32:
			for range n {
				*p = append(*p, math.Float32frombits(rng.Uint32()&^0x7f800000|0x3f000000))
			}
			(*p)[0] = float32(math.Copysign(0, -1))
		case *[]float64:
			for range n {
				*p = append(*p, rng.NormFloat64())
			}
			(*p)[0] = math.Inf(-1)
		case *[]int32:
			for range n {
				*p = append(*p, rng.Int32()-1<<30)
			}
		case *[]int64:
			for range n {
				*p = append(*p, rng.Int64()-1<<62)
			}
		case *[]bool:
			for range n {
				*p = append(*p, rng.IntN(2) == 0)
			}
		default:
			panic(c.Name)
		}
	}
	return s
}

// encoded is the file of a run.
func encoded(t testing.TB, s *engine.State) []byte {
	t.Helper()
	sections, err := Run(s)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := Encode(&file, sections); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func decode(data []byte) (*File, error) { return Decode(bytes.NewReader(data), int64(len(data))) }

// Every column of every kind comes back as it was.
func TestRunComesBack(t *testing.T) {
	for _, kind := range []string{snn.KindFloat32, snn.KindFloat64} {
		want := filled(kind)
		file, err := decode(encoded(t, want))
		if err != nil {
			t.Fatal(err)
		}
		got, err := file.Run()
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v\nwant %+v", kind, got, want)
		}
		if k, ticks, err := file.Kind(); k != kind || ticks != want.Ticks || err != nil {
			t.Errorf("kind %s, tick %d, %v", k, ticks, err)
		}
		want.World, want.Marks = nil, nil
		for _, c := range want.Brain.Columns() {
			reflect.ValueOf(c.Values).Elem().SetZero()
		}
		if file, err = decode(encoded(t, want)); err != nil {
			t.Fatal(err)
		}
		if got, err = file.Run(); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s, empty: %+v, %v\nwant %+v", kind, got, err, want)
		}
	}
}

// small is a checkpoint of a few bytes.
func small(t testing.TB) []byte {
	t.Helper()
	numbers := []int32{1, -2, 3}
	var file bytes.Buffer
	if err := Encode(&file, []Section{Bytes("a", []byte("text")), Values("b", &numbers), Bytes("empty", nil)}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// No bit of a file can turn, no byte be lost or added, unseen.
func TestDamageIsSeen(t *testing.T) {
	good := small(t)
	if f, err := decode(good); err != nil || len(f.sections) != 3 {
		t.Fatalf("%v", err)
	}
	for i := range good {
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << bit
			if _, err := decode(bad); err == nil {
				t.Fatalf("bit %d of byte %d turned, and nobody saw it", bit, i)
			}
		}
		var broken *damage
		if _, err := decode(good[:i]); !errors.As(err, &broken) {
			t.Fatalf("cut off at byte %d: %v", i, err)
		}
	}
	if _, err := decode(append(bytes.Clone(good), 0)); err == nil || !strings.Contains(err.Error(), "1 bytes follow") {
		t.Errorf("a byte too many: %v", err)
	}
}

// A length that no file has is refused before memory is taken for it.
func TestForgedLengths(t *testing.T) {
	for _, length := range []uint64{1 << 20, 1 << 33, 1 << 62, math.MaxUint64} {
		file := binary.LittleEndian.AppendUint32([]byte(magic), version)
		file = binary.LittleEndian.AppendUint16(file, 1)
		file = binary.LittleEndian.AppendUint64(file, length)
		file = append(file, "vxxxx"...)
		allocated := testing.AllocsPerRun(1, func() {
			if _, err := decode(file); err == nil || !strings.Contains(err.Error(), "where 15 are left") && !strings.Contains(err.Error(), "where 5 are left") {
				t.Errorf("%d: %v", length, err)
			}
		})
		if allocated > 100 {
			t.Errorf("%d: %v allocations", length, allocated)
		}
	}
	other := bytes.Clone(small(t))
	binary.LittleEndian.PutUint32(other[len(magic):], version+1)
	if _, err := decode(other); err == nil || !strings.Contains(err.Error(), "version 2, this program reads version 1") {
		t.Errorf("another version: %v", err)
	}
}

func TestSectionsThatDoNotFit(t *testing.T) {
	file, err := decode(small(t))
	if err != nil {
		t.Fatal(err)
	}
	var long []int64
	var number int32
	for name, err := range map[string]error{
		"missing":     file.Values("c", &number),
		"odd size":    file.Values("b", &long),
		"not one":     file.Values("b", &number),
		"not JSON":    file.JSON("a", &number),
		"no progress": func() error { _, err := file.Run(); return err }(),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, sections := range map[string][]Section{
		"no name":    {Bytes("", nil)},
		"long name":  {Bytes(strings.Repeat("x", 256), nil)},
		"twice":      {Bytes("x", nil), Bytes("x", nil)},
		"wrong size": {{"x", 5, func(w io.Writer) error { _, err := w.Write([]byte("abc")); return err }}},
		"many":       make([]Section, maxSections+1),
	} {
		if Encode(io.Discard, sections) == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Whatever of the steps of a save was the last one, the newest whole file is
// found, and the next save works.
func TestSaveKeepsTwo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run.ckpt")
	save := func(text string) {
		t.Helper()
		if err := Save(path, []Section{Bytes("text", []byte(text))}); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(want string, warned bool) {
		t.Helper()
		f, warning, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if got, err := f.Bytes("text"); string(got) != want || err != nil || (warning != "") != warned {
			t.Errorf("read %q (%v), want %q; warning %q", got, err, want, warning)
		}
	}
	if _, _, err := Open(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	save("one")
	expect("one", false)
	save("two")
	expect("two", false)
	os.Rename(path, Previous(path)) // killed between the renames
	expect("two", true)
	save("three")
	expect("three", false)
	os.WriteFile(path, []byte(magic), 0o666)
	expect("two", true)
	save("four")
	os.WriteFile(Previous(path), nil, 0o666)
	expect("four", false)
	os.WriteFile(path, nil, 0o666)
	if _, _, err := Open(path); err == nil || !strings.Contains(err.Error(), Previous(path)) {
		t.Errorf("two damaged files: %v", err)
	}

	// A save that fails leaves all as it was, and nothing beside it.
	save("five")
	save("six")
	broken := errors.New("broken")
	err := Save(path, []Section{Bytes("a", nil), {"x", 1, func(io.Writer) error { return broken }}})
	if err == nil || !strings.HasPrefix(err.Error(), path+": not written: ") {
		t.Errorf("a failing save: %v", err)
	}
	expect("six", false)
	entries, _ := os.ReadDir(filepath.Dir(path))
	if len(entries) != 2 {
		t.Errorf("%v in the folder, want two checkpoints", entries)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(small(f))
	f.Add(encoded(f, &engine.State{Brain: &snn.Float32State{}}))
	f.Add([]byte(magic))
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := decode(data)
		if err != nil {
			return
		}
		for name := range file.sections {
			if _, err := file.Bytes(name); err != nil {
				t.Error(err)
			}
		}
		file.Run() // neither must panic
		file.Stored()
		file.Stored()
	})
}

// FuzzSections forges sections whose checksums are right: of the run, and of what
// a brain had that saving overwrites.
func FuzzSections(f *testing.F) {
	f.Add("progress", []byte(`{"kind":"float32"}`), "brain.v", []byte{0, 0, 128, 63})
	f.Add("progress", []byte(`{"kind":"float64"}`), "brain.tick", []byte{0, 0})
	f.Add("stored.v", []byte{15: 63}, "stored.state", []byte{4: 1, 7: 0})
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, name1 string, data1 []byte, name2 string, data2 []byte) {
		brain := &snn.Brain{
			Neurons:   make([]snn.Neuron, 2),
			Synapses:  snn.NewSynapses(snn.Synapse{ID: 1}, snn.Synapse{ID: 2, Type: snn.Plastic}),
			ParamSets: make([]snn.ParamSet, 1),
			States:    []snn.SynapseState{snn.StartState()},
		}
		sections := []Section{Bytes(name1, data1), Bytes(name2, data2)}
		add := func(prefix string, columns []snn.Column) {
			for _, c := range columns {
				if name := prefix + c.Name; name != name1 && name != name2 {
					sections = append(sections, Values(name, c.Values))
				}
			}
		}
		add(brainPrefix, (&snn.Float32State{}).Columns())
		add(storedPrefix, snn.NewStored(brain).Columns())
		var out bytes.Buffer
		if Encode(&out, sections) != nil {
			return
		}
		file, err := decode(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := file.Bytes(name1); err != nil || !bytes.Equal(got, data1) {
			t.Errorf("%q came back as %q (%v)", data1, got, err)
		}
		file.Run() // must not panic
		if stored, err := file.Stored(); err == nil {
			stored.Restore(brain)
			snn.BrainHash(brain) // reads every state
		}
	})
}
