package snn

import (
	"math"
	"runtime"
	"sort"
	"sync"
)

// inputs is what a neuron can receive in one tick at most.
type inputs struct {
	sum   float64 // of the magnitudes of its currents
	terms float64 // their number
}

func (x *inputs) add(magnitude float64) {
	x.sum += magnitude
	x.terms++
}

// minInputRange is the smallest number of neurons whose inputs are worth a
// goroutine of their own.
const minInputRange = 4096

// largestInputs adds up, per neuron, the largest magnitudes that its chemical
// synapses can ever deliver with one spike of each source. A core takes a range
// of targets: every sum has its terms in the same order, whatever the number of
// cores.
func (n *Network) largestInputs() []inputs {
	all := make([]inputs, n.Neurons)
	ranges := max(1, min(runtime.GOMAXPROCS(0), n.Neurons/minInputRange))
	var adding sync.WaitGroup
	for i := range ranges {
		lo, hi := n.Neurons*i/ranges, n.Neurons*(i+1)/ranges
		adding.Go(func() {
			for _, s := range n.Chemical {
				if s != nil {
					s.addLargest(all, int32(lo), int32(hi), n.Decays)
				}
			}
		})
	}
	adding.Wait()
	return all
}

// addLargest is largestInputs for the synapses of a set onto neurons lo ..
// hi-1. Rows ascend by target: those are one stretch of each.
func (s *SynapseSet) addLargest(to []inputs, lo, hi int32, decays []DecayTable) {
	for source := range int32(len(s.Begin) - 1) {
		begin, row := s.Begin[source], s.Destination[s.Begin[source]:s.Begin[source+1]]
		from := func(target int32) int {
			return sort.Search(len(row), func(k int) bool { return int32(row[k]&(1<<TargetBits-1)) >= target })
		}
		first, end := 0, len(row)
		if lo > 0 {
			first = from(lo)
		}
		if int(hi) < len(to) {
			end = from(hi)
		}
		if s.RowWeight != nil {
			w := math.Abs(float64(s.RowWeight[source]))
			for _, d := range row[first:end] {
				to[d&(1<<TargetBits-1)].add(w)
			}
			continue
		}
		for k := begin + int32(first); k < begin+int32(end); k++ {
			to[s.Target(k)].add(s.largestDelivery(k, decays))
		}
	}
}
