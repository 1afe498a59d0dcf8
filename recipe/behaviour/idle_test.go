package behaviour_test

import (
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestIdle checks what circuits do on their own: nothing at rest, and at V8's
// tonic current only those with LTS neurons fire, which start at less of it
// than all other types.
func TestIdle(t *testing.T) {
	for _, c := range recipe.Circuits() {
		hasLTS := slices.ContainsFunc(c.Nodes, func(n recipe.Node) bool { return n.Type == snn.LTS })
		for _, backend := range backends {
			t.Run(c.Name+"/"+backend.name, func(t *testing.T) {
				p := newProbe(c.Name, backend.open)
				p.T = t
				spikes := func(tonic float64) (n int) {
					for _, times := range p.run(trial{tonic: tonic, ticks: 2000}).spikes {
						n += len(times)
					}
					return n
				}
				if n := spikes(atRest); n != 0 {
					t.Errorf("%d spikes at rest, want silence", n)
				}
				if n := spikes(waking); (n > 0) != hasLTS {
					t.Errorf("%d spikes at V8's tonic current, LTS neurons: %v", n, hasLTS)
				}
			})
		}
	}
}
