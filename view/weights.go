package view

import (
	"math"
	"time"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

const (
	weightBins     = 32
	weightInterval = 2 * time.Second // between two looks, at least
	// A look may take a hundredth of the time: a slow one is followed by a
	// long pause.
	weightShare = 100
	// Beyond this many synapses the weights, 8 bytes each, are not looked at.
	maxWeights = 50_000_000
)

// weightLook looks at the weights now and then.
type weightLook struct {
	brain    *snn.Brain
	snapshot *snn.Snapshot // nil until the first look
	due      time.Time
	low      [snn.NumSynapseTypes]float64
	high     [snn.NumSynapseTypes]float64
	latest   []Weight
}

// look takes a new look if it is time for one.
func (l *weightLook) look(m *engine.Moment, now func() time.Time) error {
	start := now()
	if start.Before(l.due) || l.brain.Synapses.Len() == 0 || l.brain.Synapses.Len() > maxWeights {
		return nil
	}
	if l.snapshot == nil {
		l.snapshot = snn.NewWeightSnapshot(l.brain)
		for t := range l.low {
			l.low[t], l.high[t] = math.Inf(1), math.Inf(-1)
		}
	}
	if err := m.Snapshot(l.snapshot); err != nil {
		return err
	}
	l.latest = l.distribution(l.snapshot.Weight)
	end := now()
	l.due = end.Add(max(weightInterval, weightShare*end.Sub(start)))
	return nil
}

// distribution sorts the weights into bins.
func (l *weightLook) distribution(weight []float64) []Weight {
	types := l.brain.Synapses.Type
	var sum [snn.NumSynapseTypes]float64
	var number [snn.NumSynapseTypes]int64
	for i, w := range weight {
		t := types[i]
		sum[t] += w
		number[t]++
		l.low[t], l.high[t] = min(l.low[t], w), max(l.high[t], w)
	}
	var bins [snn.NumSynapseTypes][weightBins]int64
	var perWeight [snn.NumSynapseTypes]float64
	for t := range perWeight {
		if width := l.high[t] - l.low[t]; width > 0 {
			perWeight[t] = weightBins / width
		}
	}
	for i, w := range weight {
		t := types[i]
		bins[t][min(int((w-l.low[t])*perWeight[t]), weightBins-1)]++
	}
	var result []Weight
	for t, n := range number {
		if n > 0 {
			result = append(result, Weight{
				Type: snn.SynapseType(t).String(), Low: l.low[t], High: l.high[t],
				Bins: append([]int64(nil), bins[t][:]...),
				Mean: min(max(sum[t]/float64(n), l.low[t]), l.high[t]), // though sums round
			})
		}
	}
	return result
}
