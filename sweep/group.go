package sweep

import (
	"cmp"
	"slices"
)

// Group is the starts of one condition, by ascending seed.
type Group struct {
	Learn   bool
	Starts  []Start
	Index   Distribution // of the chemotaxis index
	Reached int          // starts that came within ReachDistance of the food
}

// Sort puts starts into the order of reports: with learning before without, then
// by seed.
func Sort(done []Done) {
	slices.SortFunc(done, func(a, b Done) int {
		if a.Learn != b.Learn {
			if a.Learn {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Seed, b.Seed)
	})
}

// Groups describes the starts of each condition that has any: with learning,
// then without.
func Groups(done []Done) []Group {
	done = slices.Clone(done)
	Sort(done)
	var groups []Group
	for _, d := range done {
		if len(groups) == 0 || groups[len(groups)-1].Learn != d.Learn {
			groups = append(groups, Group{Learn: d.Learn})
		}
		g := &groups[len(groups)-1]
		g.Starts = append(g.Starts, d.Start)
		if d.Reached != nil {
			g.Reached++
		}
	}
	for i := range groups {
		groups[i].Index = describe(groups[i].indices())
	}
	return groups
}

func (g *Group) indices() []float64 {
	sample := make([]float64, len(g.Starts))
	for i := range g.Starts {
		sample[i] = g.Starts[i].Index
	}
	return sample
}

func describe(sample []float64) Distribution {
	return Describe(sample, Level, BootstrapResamples, BootstrapSeed)
}

// Paired compares two conditions start by start.
type Paired struct {
	Starts     int          // seeds that both have
	Difference Distribution // of the chemotaxis index: the first less the second
}

// Pair compares two groups by the seeds that both have; ok is false if there is
// none.
func Pair(first, second *Group) (p Paired, ok bool) {
	other := map[uint32]float64{}
	for i := range second.Starts {
		other[second.Starts[i].Seed] = second.Starts[i].Index
	}
	var differences []float64
	for i := range first.Starts {
		if index, both := other[first.Starts[i].Seed]; both {
			differences = append(differences, first.Starts[i].Index-index)
		}
	}
	if len(differences) == 0 {
		return p, false
	}
	return Paired{Starts: len(differences), Difference: describe(differences)}, true
}
