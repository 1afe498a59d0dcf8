package recipe

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// generate builds a recipe's brain with seed 1.
func generate(t *testing.T, text string) *snn.Brain {
	t.Helper()
	r, err := parse("t.json", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.Generate(1)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestInputWeight checks the table that cross-wiring takes weights from: not
// all of its labels occur in the golden brains.
func TestInputWeight(t *testing.T) {
	for weight, labels := range map[float64]string{
		10: "trigger_in trigger_a trigger_b trigger_c error_in reward_in clear_in satisfy_in",
		8:  "stimulus_in fwd_sensory_in bwd_sensory_in sensory_in sensory_a_in sensory_b_in mossy_in ec_in cortical_in thalamic_in context_in",
		6:  "gate_in dopamine_in",
		3:  "modulator_in modulator_fwd_in modulator_bwd_in modulator_a_in modulator_b_in association_in",
		5:  "command_in kill_in 0 need_in",
	} {
		for label := range strings.FieldsSeq(labels) {
			if got := inputWeight(label); got != weight {
				t.Errorf("%s: weight %v, want %v", label, got, weight)
			}
		}
	}
}

// TestExcludeInputs checks the three states of the list: absent, empty, given.
func TestExcludeInputs(t *testing.T) {
	reached := func(list string) []int32 {
		b := generate(t, `{"components": [{"type": "bistable_motif", "count": 30}],
			"wiring": {"auto_timers": false, "max_distance": 0`+list+`},
			"projections": [{"from_type": "bistable_motif", "to_type": "bistable_motif"}]}`)
		var nodes []int32
		for _, target := range b.Synapses.Target[30*13:] { // behind those inside of the circuits
			if node := target % 5; !slices.Contains(nodes, node) {
				nodes = append(nodes, node)
			}
		}
		slices.Sort(nodes)
		return nodes
	}
	const trigger, kill = 3, 4
	for _, c := range []struct {
		list string
		want []int32
	}{
		{``, []int32{trigger}},
		{`, "exclude_inputs": []`, []int32{trigger, kill}},
		{`, "exclude_inputs": ["trigger_in"]`, []int32{kill}},
	} {
		if got := reached(c.list); !slices.Equal(got, c.want) {
			t.Errorf("with %q the nodes %v are reached, want %v", c.list, got, c.want)
		}
	}
}

// TestNoCrossWiring checks that distance 0 turns it off, even for copies that
// stand in the same place.
func TestNoCrossWiring(t *testing.T) {
	const text = `{"components": [{"type": "cpg", "layer": 0}, {"type": "gain_controller", "layer": 0}], "wiring": {"probability": 1, "max_distance": `
	with, without := generate(t, text+`1}}`), generate(t, text+`0}}`)
	if with.Synapses.Len() <= without.Synapses.Len() || without.Synapses.Len() != 16+3 {
		t.Errorf("%d synapses with cross-wiring, %d without", with.Synapses.Len(), without.Synapses.Len())
	}
}

// TestTimersOfOwnCircuits gives no timer to a circuit that only shares a name.
func TestTimersOfOwnCircuits(t *testing.T) {
	own := strings.NewReplacer(`"relay"`, `"bistable_motif"`, `"relay_in"`, `"trigger_in"`).Replace(relay)
	dir := folder(t, map[string]string{"r.json": `{"components": [{"path": "relay.json"}]}`, "relay.json": own})
	r, err := Load(filepath.Join(dir, "r.json"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.Generate(1)
	if err != nil || b.Synapses.Len() != 1 {
		t.Errorf("error %v, synapses %v", err, b.Synapses)
	}
}

// TestLayout checks where copies stand with and without layers.
func TestLayout(t *testing.T) {
	b := generate(t, `{"layer_spacing": 100, "wiring": {"max_distance": 0}, "components": [
		{"type": "sensory_bank", "count": 3}, {"type": "sensory_bank", "count": 3, "layer": 2}]}`)
	var got [][2]float64
	for i := 0; i < len(b.Neurons); i += 3 {
		got = append(got, [2]float64{b.Neurons[i].X, b.Neurons[i].Z})
	}
	want := [][2]float64{{0, 0}, {12, 0}, {24, 0}, {0, 200}, {0, 212}, {0, 224}}
	if !slices.Equal(got, want) {
		t.Errorf("copies at %v, want %v", got, want)
	}
}
