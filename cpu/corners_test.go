package cpu_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/snn"
)

// readCorners returns the brain that V8 ran for its corners (semantics section
// 7): its two tables, with every synapse in its start state.
func readCorners(t testing.TB) *snn.Brain {
	t.Helper()
	b := &snn.Brain{States: []snn.SynapseState{snn.StartState()}}
	position := map[int64]int32{}
	readTable(t, "corners.neurons.tsv", func(c *cells) {
		n := snn.Neuron{ID: c.integer()}
		var err error
		if n.Type, err = snn.ParseNeuronType(c.text()); err != nil {
			t.Fatal(err)
		}
		n.A, n.B, n.C, n.D = c.number(), c.number(), c.number(), c.number()
		n.V, n.U, n.LastSpike = c.number(), c.number(), c.integer()
		position[n.ID] = int32(len(b.Neurons))
		b.Neurons = append(b.Neurons, n)
	})
	sets := map[string]int32{}
	readTable(t, "corners.synapses.tsv", func(c *cells) {
		y := snn.Synapse{ID: c.integer(), Source: position[c.integer()], Target: position[c.integer()]}
		y.Weight, y.Delay = c.number(), int32(c.integer())
		var err error
		if y.Type, err = snn.ParseSynapseType(c.text()); err != nil {
			t.Fatal(err)
		}
		text := c.text()
		index, seen := sets[y.Type.String()+text]
		if !seen {
			index = int32(len(b.ParamSets))
			sets[y.Type.String()+text] = index
			p, err := snn.ParseParams(y.Type, text)
			if err != nil {
				t.Fatal(err)
			}
			b.ParamSets = append(b.ParamSets, snn.ParamSet{Type: y.Type, Text: text, Params: p})
		}
		y.Params = index
		b.Synapses.Append(y)
	})
	return b
}

// cells are the cells of one row, read from left to right.
type cells struct {
	t    testing.TB
	rest []string
}

func (c *cells) text() string {
	first := c.rest[0]
	c.rest = c.rest[1:]
	return first
}

func (c *cells) number() float64 {
	x, err := strconv.ParseFloat(c.text(), 64)
	if err != nil {
		c.t.Fatal(err)
	}
	return x
}

func (c *cells) integer() int64 {
	x, err := strconv.ParseInt(c.text(), 10, 64)
	if err != nil {
		c.t.Fatal(err)
	}
	return x
}

// readTable reads a table of tab-separated cells below a line of names.
func readTable(t testing.TB, name string, row func(*cells)) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		row(&cells{t, strings.Split(line, "\t")})
	}
}

// TestCornersAreV8s compares the tables in testdata with the database that V8
// wrote. It lies beside the repository, not in it: without it the test is
// skipped, unless ENGINE_GPU_REQUIRE_SHARED=1 says that it must be there.
func TestCornersAreV8s(t *testing.T) {
	file := filepath.Join("..", "..", "shared", "v8", "corners.db")
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("ENGINE_GPU_REQUIRE_SHARED") == "1" {
			t.Fatalf("ENGINE_GPU_REQUIRE_SHARED=1, but V8's file is not there: %v", err)
		}
		t.Skipf("nothing of V8's to compare with: %v", err)
	}
	want, _, err := loader.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	got := readCorners(t)
	for i := range want.Neurons { // places play no part in a run
		want.Neurons[i].X, want.Neurons[i].Y, want.Neurons[i].Z = 0, 0, 0
	}
	if !reflect.DeepEqual(got.Neurons, want.Neurons) {
		t.Error("the neurons differ")
	}
	if got.Synapses.Len() != want.Synapses.Len() {
		t.Fatalf("%d synapses, V8 has %d", got.Synapses.Len(), want.Synapses.Len())
	}
	for i, w := range want.Synapses.All() {
		g := got.Synapses.At(i)
		if !reflect.DeepEqual(got.ParamSets[g.Params], want.ParamSets[w.Params]) || got.States[g.State] != want.States[w.State] {
			t.Fatalf("synapse %d: the params or the state differ", w.ID)
		}
		g.Params, g.State, w.Params, w.State = 0, 0, 0, 0
		if g != w {
			t.Fatalf("synapse %d differs: %+v, V8 has %+v", w.ID, g, w)
		}
	}
}
