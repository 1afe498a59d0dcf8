package life

import (
	"cmp"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Weights are the weights of all synapses of a type that learn within the same
// bounds, over one session.
type Weights struct {
	Type     string   `json:"synapse_type"`
	WMin     float64  `json:"w_min"`
	WMax     float64  `json:"w_max"`
	Synapses int      `json:"synapses"`
	Before   float64  `json:"mean_before"` // the session
	After    float64  `json:"mean_after"`
	Slept    *float64 `json:"mean_after_night,omitempty"` // nil: there was none
	AtMin    int      `json:"at_min"`                     // synapses within 1 % of the range, after the session
	AtMax    int      `json:"at_max"`

	key group
}

// group is what synapses of one Weights share.
type group struct {
	kind       snn.SynapseType
	wMin, wMax float64
}

func groupOf(b *snn.Brain, i int) (group, bool) {
	p := &b.ParamSets[b.Synapses.Params[i]]
	return group{p.Type, p.WMin, p.WMax}, p.Type.LearnsAtTarget() && p.Learns()
}

// means returns the mean weight of every group and its number of synapses.
func means(b *snn.Brain) (mean map[group]float64, number map[group]int) {
	mean, number = make(map[group]float64), make(map[group]int)
	for i := range b.Synapses.Type {
		if g, learns := groupOf(b, i); learns {
			mean[g] += b.Synapses.Weight[i]
			number[g]++
		}
	}
	for g := range mean {
		mean[g] /= float64(number[g])
	}
	return mean, number
}

// compareWeights describes what a session did to the weights, by type and
// bounds.
func compareWeights(before, after *snn.Brain) []Weights {
	was, _ := means(before)
	is, number := means(after)
	list := make([]Weights, 0, len(is))
	for g, mean := range is {
		list = append(list, Weights{
			Type: g.kind.String(), WMin: g.wMin, WMax: g.wMax, Synapses: number[g], Before: was[g], After: mean, key: g,
		})
	}
	slices.SortFunc(list, func(a, b Weights) int {
		return cmp.Or(cmp.Compare(a.key.kind, b.key.kind), cmp.Compare(a.WMin, b.WMin), cmp.Compare(a.WMax, b.WMax))
	})
	for i := range after.Synapses.Type {
		g, learns := groupOf(after, i)
		if !learns {
			continue
		}
		const edge = 0.01
		at := slices.IndexFunc(list, func(w Weights) bool { return w.key == g })
		switch share := (after.Synapses.Weight[i] - g.wMin) / (g.wMax - g.wMin); {
		case share <= edge:
			list[at].AtMin++
		case share >= 1-edge:
			list[at].AtMax++
		}
	}
	return list
}

// sleptWeights adds the means after a night.
func sleptWeights(list []Weights, b *snn.Brain) {
	is, _ := means(b)
	for i := range list {
		if mean, found := is[list[i].key]; found {
			list[i].Slept = &mean
		}
	}
}

// MeanOf returns the mean weight of all synapses of a type that learn, before
// the session, after it and after the night, and their number, 0 without any.
func MeanOf(list []Weights, kind snn.SynapseType) (before, after, slept float64, number int) {
	for i := range list {
		w := &list[i]
		if w.key.kind != kind {
			continue
		}
		n := float64(w.Synapses)
		before, after = before+float64(n*w.Before), after+float64(n*w.After)
		if w.Slept != nil {
			slept += float64(n * *w.Slept)
		}
		number += w.Synapses
	}
	if number > 0 {
		n := float64(number)
		before, after, slept = before/n, after/n, slept/n
	}
	return before, after, slept, number
}
