package life

import (
	"cmp"
	"math"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Sprout lets plastic synapses grow between near neurons of which one fires
// after the other more often than chance has it: structural plasticity by
// activity (Butz, Wörgötter & van Ooyen 2009,
// doi:10.1016/j.brainresrev.2008.12.023; the rule is ours, after V8's "between
// co-active near neurons").
type Sprout struct {
	Distance float64 // how far apart they may lie, in the units of x, y, z
	Most     int     // synapses a night; at most one a source and one a target
	Weight   float64 // of a new synapse
}

// DefaultSprout reaches the neighbouring circuit of a recipe, 12 away.
func DefaultSprout() *Sprout { return &Sprout{Distance: 15, Most: 100, Weight: 0.5} }

const (
	// leastTogether and leastChiSquare are what tells co-activity from
	// chance: chi-square with one degree of freedom, 4.5 standard deviations.
	leastTogether  = 5
	leastChiSquare = 20.0

	mostNeighbours = 1024 // looked at for one source
	mostCandidates = 8    // kept of them

	sproutDelay = 1 // [ticks]
)

// candidate is a synapse that might grow.
type candidate struct {
	source, target int32
	chiSquare      float64
}

// order puts the best first.
func order(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.chiSquare, a.chiSquare), cmp.Compare(a.source, b.source), cmp.Compare(a.target, b.target))
}

// apply grows synapses by a session's activity and returns how many. The brain
// is changed; its parameter sets are copied where one is added.
func (s *Sprout) apply(b *snn.Brain, a *activity) int {
	candidates := s.candidates(b, a)
	slices.SortFunc(candidates, order)
	sends, receives := make(map[int32]bool), make(map[int32]bool)
	params, grown := int32(-1), 0
	for _, c := range candidates {
		if grown == s.Most {
			break
		}
		if sends[c.source] || receives[c.target] {
			continue
		}
		if params < 0 {
			params = plasticParams(b)
		}
		p := &b.ParamSets[params]
		b.Synapses.Append(snn.Synapse{
			ID: nextID(&b.Synapses), Source: c.source, Target: c.target, Delay: sproutDelay,
			Weight: min(max(s.Weight, p.WMin), p.WMax), Params: params, State: startState(b), Type: snn.Plastic,
		})
		sends[c.source], receives[c.target] = true, true
		grown++
	}
	return grown
}

// candidates lists each source's best partners.
func (s *Sprout) candidates(b *snn.Brain, a *activity) []candidate {
	near := newNeighbourhood(b, s.Distance)
	connected := newTargets(b)
	isSensor := make([]bool, len(b.Neurons))
	for _, row := range b.SensorMap {
		isSensor[row.Neuron] = true
	}
	active := make([]int, len(b.Neurons)) // windows in whose second half a target fired
	for n := range active {
		active[n] = a.late[n].count()
	}
	var all, own []candidate
	var neighbours []int32
	for source := range int32(len(b.Neurons)) {
		sent := a.early[source].count()
		if sent < leastTogether || sent == a.windows || !excites(b.Neurons[source].Type) {
			continue
		}
		taken := connected.of(source)
		neighbours = near.of(source, neighbours[:0])
		own = own[:0]
		for _, target := range neighbours {
			// Sensors sense; nobody tells them what.
			if target == source || active[target] < leastTogether || isSensor[target] {
				continue
			}
			together := a.early[source].together(&a.late[target])
			x := chiSquare(together, sent, active[target], a.windows)
			if together >= leastTogether && x >= leastChiSquare && !slices.Contains(taken, target) {
				own = append(own, candidate{source, target, x})
			}
		}
		slices.SortFunc(own, order)
		all = append(all, own[:min(len(own), mostCandidates)]...)
	}
	return all
}

// excites reports whether a type counts as excitatory (Izhikevich 2003): a new
// synapse is, and its source should be (Dale's law).
func excites(t snn.NeuronType) bool { return t != snn.FS && t != snn.LTS }

// chiSquare measures how far two events come together more often than chance:
// of n windows, `both` have the two, a the one and b the other. It is 0 where
// they come together less often. All but the quotient is exact: n <= 512.
func chiSquare(both, a, b, n int) float64 {
	excess := both*n - a*b
	spread := a * (n - a) * b * (n - b)
	if excess <= 0 || spread == 0 {
		return 0
	}
	return float64(excess*excess*n) / float64(spread)
}

// plasticParams returns the index of the brain's first parameters of a plastic
// synapse that learns, or of the type's own, which are added.
func plasticParams(b *snn.Brain) int32 {
	for i := range b.ParamSets {
		if p := &b.ParamSets[i]; p.Type == snn.Plastic && p.Learns() && !p.Inhibitory() {
			return int32(i)
		}
	}
	b.ParamSets = append(slices.Clone(b.ParamSets),
		snn.ParamSet{Type: snn.Plastic, Text: "{}", Params: snn.DefaultParams(snn.Plastic)})
	return int32(len(b.ParamSets) - 1)
}

// nextID is the id after the last row's.
func nextID(s *snn.Synapses) int64 {
	if s.Len() == 0 {
		return 1
	}
	return s.IDAt(s.Len()-1) + 1
}

// startState returns the index of the state of a synapse that has seen no
// spike. A brain at rest has it.
func startState(b *snn.Brain) int32 {
	return int32(slices.Index(b.States, snn.StartState()))
}

// hasPlaces reports whether not all neurons lie at one place.
func hasPlaces(b *snn.Brain) bool {
	for i := range b.Neurons {
		n, first := &b.Neurons[i], &b.Neurons[0]
		if n.X != first.X || n.Y != first.Y || n.Z != first.Z {
			return true
		}
	}
	return false
}

// targets lists the targets of every neuron, of all synapses.
type targets struct {
	first  []int32
	target []int32
}

func newTargets(b *snn.Brain) *targets {
	t := &targets{first: make([]int32, len(b.Neurons)+1), target: make([]int32, b.Synapses.Len())}
	for _, source := range b.Synapses.Source {
		t.first[source+1]++
	}
	for n := range b.Neurons {
		t.first[n+1] += t.first[n]
	}
	next := slices.Clone(t.first)
	for i, source := range b.Synapses.Source {
		t.target[next[source]] = b.Synapses.Target[i]
		next[source]++
	}
	return t
}

func (t *targets) of(source int32) []int32 { return t.target[t.first[source]:t.first[source+1]] }

// neighbourhood finds who lies near whom: neurons in cubes as wide as the
// distance.
type neighbourhood struct {
	neurons  []snn.Neuron
	distance float64
	cubes    map[[3]float64][]int32
}

func newNeighbourhood(b *snn.Brain, distance float64) *neighbourhood {
	h := &neighbourhood{b.Neurons, distance, make(map[[3]float64][]int32)}
	for n := range b.Neurons {
		c := h.cube(int32(n))
		h.cubes[c] = append(h.cubes[c], int32(n))
	}
	return h
}

func (h *neighbourhood) cube(n int32) [3]float64 {
	x := &h.neurons[n]
	return [3]float64{math.Floor(x.X / h.distance), math.Floor(x.Y / h.distance), math.Floor(x.Z / h.distance)}
}

// of appends the neurons within the distance of one, itself included, at most
// mostNeighbours of those in its cube and the 26 around it.
func (h *neighbourhood) of(n int32, to []int32) []int32 {
	c, own := h.cube(n), &h.neurons[n]
	for i := range 27 {
		at := [3]float64{c[0] + float64(i%3-1), c[1] + float64(i/3%3-1), c[2] + float64(i/9-1)}
		if i != 13 && at == c {
			continue // so far out that the next cube is the same number
		}
		for _, m := range h.cubes[at] {
			x := &h.neurons[m]
			dx, dy, dz := x.X-own.X, x.Y-own.Y, x.Z-own.Z
			if float64(dx*dx)+float64(dy*dy)+float64(dz*dz) <= h.distance*h.distance {
				if to = append(to, m); len(to) == mostNeighbours {
					return to
				}
			}
		}
	}
	return to
}
