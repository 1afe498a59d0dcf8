package recipe_test

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/recipe"
)

// TestPositions: the circuits' positions part the brain, and its neurons have
// the types that are said.
func TestPositions(t *testing.T) {
	r, err := recipe.Builtin("kitchen_sink")
	if err != nil {
		t.Fatal(err)
	}
	brain, err := r.Generate(r.Seed + 1)
	if err != nil {
		t.Fatal(err)
	}
	types := r.Types()
	if len(types) != len(brain.Neurons) {
		t.Fatalf("%d types, %d neurons", len(types), len(brain.Neurons))
	}
	for i, want := range types {
		if got := brain.Neurons[i].Type; got != want {
			t.Fatalf("neuron %d is %v, said to be %v", i, got, want)
		}
	}
	seen, total := make([]bool, len(types)), 0
	for _, c := range recipe.Circuits() {
		for k, n := range r.Positions(c.Name) {
			if seen[n] {
				t.Fatalf("position %d belongs to two circuits", n)
			}
			if want := c.Nodes[k%len(c.Nodes)].Type; types[n] != want {
				t.Errorf("%s: position %d is %v, want %v", c.Name, n, types[n], want)
			}
			seen[n] = true
			total++
		}
	}
	if total != len(types) {
		t.Errorf("the circuits have %d neurons, the brain %d", total, len(types))
	}
	if r.Positions("nothing") != nil {
		t.Error("a circuit that is not there has positions")
	}
}
