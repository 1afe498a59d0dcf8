//go:build linux && cgo && egl

package gpu

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/engine-gpu/engine-gpu/snn"
)

// synthetic makes a network of regular spiking neurons without a brain behind
// it: with 10^9 synapses a Brain's rows would take 40 GB. Each neuron has the
// given number of fixed synapses to random targets, with delays of 1 to 15
// ticks and weights so small, of both signs, that the rate is that of the
// currents.
func synthetic(neurons, synapses int) *snn.Network {
	column := func(x float32) []float32 {
		xs := make([]float32, neurons)
		for i := range xs {
			xs[i] = x
		}
		return xs
	}
	n := &snn.Network{
		Neurons: neurons,
		A:       column(0.02), B: column(0.2), C: column(-65), D: column(8),
		V: column(-65), U: column(-13), LastSpike: make([]int32, neurons),
		Traces:   snn.Traces{PreBegin: make([]int32, neurons+1), PostBegin: make([]int32, neurons+1)},
		Pruning:  snn.Pruning{Over: true},
		MaxDelay: 15,
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range n.V {
		n.V[i] += 20 * rng.Float32()
		n.U[i] += 8 * rng.Float32() // out of step
	}
	if synapses > 0 {
		n.Chemical[snn.Fixed] = randomSynapses(neurons, synapses)
	}
	if err := n.FixCurrents(); err != nil {
		panic(err)
	}
	return n
}

// randomSynapses fills the columns on all cores.
func randomSynapses(neurons, synapses int) *snn.SynapseSet {
	count := neurons * synapses
	s := &snn.SynapseSet{
		Type: snn.Fixed, Begin: make([]int32, neurons+1),
		Destination: make([]uint32, count), Weight: make([]float32, count),
	}
	for i := range s.Begin {
		s.Begin[i] = int32(i * synapses)
	}
	const parts = 16
	var filling sync.WaitGroup
	for part := range parts {
		filling.Go(func() {
			rng := rand.NewPCG(uint64(part), 2)
			for k := synapses * (neurons * part / parts); k < synapses*(neurons*(part+1)/parts); k++ {
				word := rng.Uint64()
				s.Destination[k] = snn.Destination(int32(word>>32*uint64(neurons)>>32), 1+int32(word&0xffff)*15>>16)
				s.Weight[k] = 0.02 * (float32(word>>16&0xffff)/0x8000 - 1)
			}
			for n := neurons * part / parts; n < neurons*(part+1)/parts; n++ {
				slices.SortFunc(s.Destination[s.Begin[n]:s.Begin[n+1]], func(a, b uint32) int {
					return cmp.Compare(a&(1<<snn.TargetBits-1), b&(1<<snn.TargetBits-1))
				})
			}
		})
	}
	filling.Wait()
	return s
}

// tenHertz are currents under which regular spiking neurons fire at about 10
// Hz, each at its own.
func tenHertz(neurons int) []float64 {
	rng := rand.New(rand.NewPCG(3, 3))
	current := make([]float64, neurons)
	for i := range current {
		current[i] = 4.5 + 2*rng.Float64()
	}
	return current
}
