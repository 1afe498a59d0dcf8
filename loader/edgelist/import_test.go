package edgelist

import (
	"context"
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// imported imports a text.
func imported(t *testing.T, text string, o Options) (*snn.Brain, *Report) {
	t.Helper()
	o.Inhibitory = snn.FS
	if o.Scale == 0 {
		o.Scale = 1
	}
	b, r, err := Import(context.Background(), write(t, "edges.csv", []byte(text)), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Validate(); err != nil {
		t.Fatal(err)
	}
	return b, r
}

func neuronIDs(b *snn.Brain) (ids []int64) {
	for _, n := range b.Neurons {
		ids = append(ids, n.ID)
	}
	return ids
}

// TestNeuronsOfAList looks at which neurons a list makes.
func TestNeuronsOfAList(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		neurons int
		want    []int64
		indices bool
	}{
		"indices":              {"pre,post,weight\n3,0,1\n1,3,1\n", 0, []int64{0, 1, 2, 3}, true},
		"told how many":        {"pre,post,weight\n1,2,1\n", 5, []int64{0, 1, 2, 3, 4}, true},
		"from 1":               {"pre,post,weight\n3,1,1\n2,3,1\n", 0, []int64{1, 2, 3}, false},
		"sparse":               {"pre,post,weight\n0,9,1\n4,9,1\n", 0, []int64{0, 4, 9}, false},
		"just dense enough":    {"pre,post,weight\n0,5,1\n4,5,1\n", 0, []int64{0, 1, 2, 3, 4, 5}, true},
		"root ids":             {"pre,post,weight\n720575940629970489,720575940600000001,1\n", 0, []int64{720575940600000001, 720575940629970489}, false},
		"largest":              {"pre,post,weight\n9223372036854775807,0,1\n67108864,67108863,1", 0, []int64{0, 67108863, 67108864, math.MaxInt64}, false},
		"named indices":        {"Presynaptic_Index,Postsynaptic_Index,Excitatory x Connectivity\n2,9,1\n", 0, []int64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, true},
		"weight 0 is a neuron": {"pre,post,weight\n7,8,1\n9,7,0\n", 0, []int64{7, 8, 9}, false},
	} {
		t.Run(name, func(t *testing.T) {
			b, r := imported(t, c.text, Options{Neurons: c.neurons})
			if got := neuronIDs(b); !slices.Equal(got, c.want) || r.Indices != c.indices {
				t.Errorf("ids %v, indices %v; want %v, %v", got, r.Indices, c.want, c.indices)
			}
		})
	}
}

// TestSynapsesKeepTheirOrder checks every column of an import by hand.
func TestSynapsesKeepTheirOrder(t *testing.T) {
	b, r := imported(t, "pre,post,weight,delay\n30,10,2,1.4\n10,20,-4,0\n30,10,1,3\n20,10,0,1\n", Options{Scale: 0.5})
	want := snn.NewSynapses(
		snn.Synapse{ID: 1, Source: 2, Target: 0, Weight: 1, Delay: 1},
		snn.Synapse{ID: 2, Source: 0, Target: 1, Weight: -2, Delay: 1},
		snn.Synapse{ID: 3, Source: 2, Target: 0, Weight: 0.5, Delay: 3},
	)
	if !reflect.DeepEqual(b.Synapses, want) {
		t.Errorf("synapses %+v, want %+v", b.Synapses, want)
	}
	if r.Rows != 4 || r.Zero != 1 || r.Merged != 0 || r.Inhibitory != 1 {
		t.Errorf("report %+v", r)
	}
	if len(b.ParamSets) != 1 || b.ParamSets[0].Type != snn.Fixed || len(b.States) != 1 {
		t.Errorf("params %v, states %v", b.ParamSets, b.States)
	}
	b, _ = imported(t, "pre,post,weight,delay\n30,10,2,9\n", Options{Delay: 5})
	if b.Synapses.Delay[0] != 5 {
		t.Errorf("delay %d, want 5", b.Synapses.Delay[0])
	}
}

// TestNeuronTypes gives neurons the type of most of their outgoing weights,
// and the start of a generated neuron.
func TestNeuronTypes(t *testing.T) {
	b, _ := imported(t, "pre,post,weight\n0,1,-1\n0,2,-1\n0,3,9\n1,0,1\n1,2,-1\n2,0,-3\n2,1,0\n", Options{Excitatory: snn.CH})
	want := []snn.NeuronType{snn.FS, snn.CH, snn.FS, snn.CH} // majority, tie, zero does not count, none
	for i, n := range b.Neurons {
		if n.Type != want[i] || n.Izhikevich != want[i].Parameters() {
			t.Errorf("neuron %d is %v %v, want %v", i, n.Type, n.Izhikevich, want[i])
		}
		if n.V != -65 || n.U != n.B*-65 || n.LastSpike != -1000 {
			t.Errorf("neuron %d starts at %+v", i, n)
		}
	}
	if b.Neurons[3].X != 12 || b.Neurons[3].Z != 12 {
		t.Errorf("neuron 3 stands at %v, %v", b.Neurons[3].X, b.Neurons[3].Z)
	}
}

// TestMerge adds up rows of one pair and delay.
func TestMerge(t *testing.T) {
	b, r := imported(t, "pre,post,weight,delay\n1,2,1,1\n2,1,5,1\n1,2,2,1\n1,2,4,2\n2,2,3,1\n2,2,-3,1\n", Options{Merge: true})
	want := snn.NewSynapses(
		snn.Synapse{ID: 1, Source: 0, Target: 1, Weight: 3, Delay: 1},
		snn.Synapse{ID: 2, Source: 1, Target: 0, Weight: 5, Delay: 1},
		snn.Synapse{ID: 3, Source: 0, Target: 1, Weight: 4, Delay: 2},
	)
	if !reflect.DeepEqual(b.Synapses, want) {
		t.Errorf("synapses %+v, want %+v", b.Synapses, want)
	}
	if r.Merged != 2 || r.Zero != 1 {
		t.Errorf("report %+v", r)
	}
}

// TestPlastic makes excitatory synapses plastic, within bounds that hold their
// weights.
func TestPlastic(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		wMax   float64
		params string
		types  []snn.SynapseType
	}{
		"small weights": {"pre,post,weight\n0,1,4\n1,0,-3\n", 10, `"w_max": 10.0,`, []snn.SynapseType{snn.Plastic, snn.Fixed}},
		"large weights": {"pre,post,weight\n0,1,40.5\n", 40.5, `"w_max": 40.5,`, []snn.SynapseType{snn.Plastic}},
		"none positive": {"pre,post,weight\n0,1,-4\n", 0, `{}`, []snn.SynapseType{snn.Fixed}},
	} {
		t.Run(name, func(t *testing.T) {
			b, r := imported(t, c.text, Options{Plastic: true})
			if !slices.Equal(b.Synapses.Type, c.types) || r.WMax != c.wMax {
				t.Errorf("types %v, bound %v", b.Synapses.Type, r.WMax)
			}
			for i, kind := range b.Synapses.Type {
				p := b.ParamSets[b.Synapses.Params[i]]
				meaning, err := snn.ParseParams(kind, p.Text)
				if err != nil || p.Type != kind || !reflect.DeepEqual(meaning, p.Params) {
					t.Errorf("params %+v mean %+v (%v)", p, meaning, err)
				}
			}
		})
	}
}

// TestLargestDemand compares the bound with the one that decides on a network's
// fixed point.
func TestLargestDemand(t *testing.T) {
	for _, plastic := range []bool{false, true} {
		b, _ := imported(t, "pre,post,weight\n0,1,4\n2,1,-3\n1,2,5\n1,0,-6\n", Options{Plastic: plastic})
		net, err := snn.Compile(b)
		if err != nil {
			t.Fatal(err)
		}
		d := LargestDemand(b)
		if d.Current != net.FixedPoint.WorstSum || d.Neuron != b.Neurons[net.FixedPoint.Worst].ID {
			t.Errorf("plastic %v: demand %+v, network %+v", plastic, d, net.FixedPoint)
		}
	}
}

// TestFlyWire imports a table with the columns of the fly's connectome.
func TestFlyWire(t *testing.T) {
	path := write(t, "Connectivity_783.parquet", flyWire().parquetFile(t))
	b, r, err := Import(context.Background(), path, Options{Scale: 0.25, Delay: 2, Inhibitory: snn.FS})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(neuronIDs(b), []int64{0, 1, 2, 3}) || !r.Indices {
		t.Errorf("neurons %v, indices %v", neuronIDs(b), r.Indices)
	}
	if want := []float64{1.25, 1.5, -1.75, 2}; !slices.Equal(b.Synapses.Weight, want) {
		t.Errorf("weights %v, want %v", b.Synapses.Weight, want)
	}
	if b.Neurons[0].Type != snn.FS || b.Neurons[1].Type != snn.RS {
		t.Errorf("types %v, %v", b.Neurons[0].Type, b.Neurons[1].Type)
	}
	// By id, the same network stands in another order.
	b, r, err = Import(context.Background(), path, Options{Scale: 1, Columns: Columns{Pre: "presynaptic_id", Post: "postsynaptic_id"}})
	if err != nil {
		t.Fatal(err)
	}
	const root = 720575940600000000
	if !slices.Equal(neuronIDs(b), []int64{root + 3, root + 7, root + 9}) || r.Indices {
		t.Errorf("neurons %v, indices %v", neuronIDs(b), r.Indices)
	}
	if !slices.Equal(b.Synapses.Source, []int32{1, 1, 0, 2}) {
		t.Errorf("sources %v", b.Synapses.Source)
	}
}

// TestImportStops ends an import whose context ends.
func TestImportStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	path := write(t, "edges.csv", []byte("pre,post,weight\n1,2,3\n"))
	_, _, err := Import(ctx, path, Options{Scale: 1, Progress: func(share float64, rows int64) {
		if share != 1 || rows != 1 {
			t.Errorf("share %v after %d rows", share, rows)
		}
		cancel()
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
