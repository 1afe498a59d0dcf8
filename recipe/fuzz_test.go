package recipe

import (
	"reflect"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
	"github.com/engine-gpu/engine-gpu/internal/fuzzcorpus"
)

// FuzzRecipe gives any text to the parser. What it takes is generated, if that
// is small: a brain that is valid, the same when made again, or one line of
// error.
func FuzzRecipe(f *testing.F) {
	for _, name := range []string{"exp12_hybrid_creature", "exp06_structured_pipeline"} {
		text, err := files.ReadFile("recipes/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range []string{
		`{"components": [{"type": "cpg", "count": 2}]}`,
		`{"components": [{"type": "cpg", "count": 99999999}]}`,
		`{"name": "a", "seed": -1, "arena": true, "layer_spacing": 0, "components": [
			{"type": "sensory_bank", "count": 2, "layer": 0}, {"path": "x/forward_motor.json", "count": 3, "layer": -1.5}],
			"projections": [{"from_type": "sensory_bank", "to_type": "forward_motor", "synapse_type": "gated", "probability": 1,
				"weight": 3, "delay": 7, "params": {"threshold": 0.1}}],
			"global_params": {"max_distance": 1e9, "probability": 1, "exclude_inputs": [], "type_aware_inhibition": true},
			"synapse_defaults": {"plastic": {"ltd_ratio": 0.5}}}`,
	} {
		f.Add([]byte(text))
	}
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		var r *Recipe
		allocbound.Check(t, len(text), 4<<20, 1000, func() {
			var err error
			if r, err = Parse("t.json", text); err != nil {
				cleanLine(t, err)
			}
		})
		if r == nil {
			return
		}
		copies := 0
		for _, c := range r.Components {
			copies += c.Count
		}
		if copies > 50 || r.expectedSynapses() > 1e4 {
			return
		}
		b, err := r.Generate(1)
		if err != nil {
			cleanLine(t, err)
			return
		}
		if err := b.Validate(); err != nil {
			t.Fatal(err)
		}
		if again, err := r.Generate(1); err != nil || !reflect.DeepEqual(again, b) {
			t.Fatalf("another brain when made again: %v", err)
		}
	})
}

// FuzzCircuit gives any text to the parser of circuit files.
func FuzzCircuit(f *testing.F) {
	for _, name := range []string{"components/cpg", "sub_components/burst_rebound", "sub_components/basal_ganglia"} {
		text, err := files.ReadFile("circuits/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"name": "lone", "nodes": [{"id": 0, "type": "RS", "params": {"a": 0.1}}], "paths": [], "terminals": []}`))
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		allocbound.Check(t, len(text), 4<<20, 1000, func() {
			c, _, err := parseCircuit("c.json", KindFile, text)
			if err != nil {
				cleanLine(t, err)
				return
			}
			nodes := int32(len(c.Nodes))
			for _, p := range c.Paths {
				if p.Source < 0 || p.Source >= nodes || p.Target < 0 || p.Target >= nodes {
					t.Fatalf("path %+v of %d nodes", p, nodes)
				}
			}
			for _, terminal := range c.Terminals {
				for _, n := range terminal.Nodes {
					if n < 0 || n >= nodes {
						t.Fatalf("terminal %+v of %d nodes", terminal, nodes)
					}
				}
			}
		})
	})
}

func cleanLine(t *testing.T, err error) {
	if text := err.Error(); strings.ContainsAny(text, "\n\r\x00") || len(text) > 4000 {
		t.Errorf("not one clean line: %q", text)
	}
}
