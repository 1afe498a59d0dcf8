package cpu

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Late potentiation goes on from a saved state with the bits of potentiating at
// once: also for sources that had fired before and are silent for longer than
// any spike is remembered while their targets fire, and where the ticks modulo
// 2^16 of spikes of long ago look new.
func TestLazyPlasticResumes(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 18))
	net := learningNetwork(random, 100, 20, true)
	open := func(threads int) *Backend {
		b, err := NewNetworkBackend(net, snn.Options{Learn: true, Threads: threads})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { b.Close() })
		return b
	}
	s := net.Chemical[snn.Plastic]
	eager, lazy := open(1), open(1)
	eager.parts[0].plastic = newEagerPlastic(eager.parts[0], s, eager.sets[snn.Plastic])

	const longest = 700 // [ticks], more than the history's
	if kept := wordTicks * int(lazy.parts[0].plastic.(*lazyPlastic).history.mask+1); kept >= longest {
		t.Fatalf("the history keeps %d ticks", kept)
	}
	current := make([]float64, net.Neurons)
	var cuts []int32
	for round := 0; eager.tick < 1<<15+3000; round++ {
		length := 1 + random.IntN(longest)
		silent := random.IntN(3)
		if at := int(eager.tick) + length; at > 1<<15-200 && at < 1<<15+1500 {
			length = 1 + random.IntN(60) // many cuts where the count turns over
		}
		for i := range current {
			if current[i] = 14 * random.Float64(); i%3 == silent {
				current[i] = -20
			}
		}
		var want, got snn.Spikes
		advance(t, eager, current, length, &want)
		advance(t, lazy, current, length, &got)
		if len(got.Neurons) != len(want.Neurons) {
			t.Fatalf("%d spikes up to tick %d, want %d; cuts %v", len(got.Neurons), eager.tick, len(want.Neurons), cuts)
		}
		if round%3 == 0 {
			cuts = append(cuts, lazy.tick)
			state, err := lazy.Save()
			if err != nil {
				t.Fatal(err)
			}
			if round%2 == 0 { // or the same one
				lazy = open(1 + random.IntN(3))
			}
			if err := lazy.Restore(state); err != nil {
				t.Fatal(err)
			}
		}
		if round%3 != 2 {
			continue
		}
		weights, err := lazy.Weights(snn.Plastic)
		if err != nil {
			t.Fatal(err)
		}
		for k, w := range eager.sets[snn.Plastic].weight {
			if math.Float32bits(w) != math.Float32bits(weights[k]) {
				t.Fatalf("before tick %d synapse %d weighs %v, want %v; cuts %v", eager.tick, k, weights[k], w, cuts)
			}
		}
	}
}
