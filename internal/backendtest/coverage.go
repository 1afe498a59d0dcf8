package backendtest

import (
	"math"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// coverage is what happened in a trial: a case demands the parts it is for.
type coverage struct {
	spikes  int
	rate    float64                   // spikes per neuron and tick
	changed [snn.NumSynapseTypes]int  // synapses whose weight changed
	zero    int                       // weights that learning brought to exactly 0
	moving  int                       // gates that were both open and closed
	stuck   int                       // gates that were one of both only
	alive   int                       // developmental synapses alive at the end
	died    int                       // that died in the run
	gains   int                       // facilitating and depressing synapses whose gain is not 1
	counts  [snn.NumSynapseTypes]int  // synapses
	down    [snn.NumSynapseTypes]bool // some weight fell
	up      [snn.NumSynapseTypes]bool // some weight rose
}

// cover finds out what happened in a trial.
func cover(brain *snn.Brain, trial *Trial) coverage {
	c := coverage{spikes: len(trial.Spikes.Neurons)}
	c.rate = float64(c.spikes) / float64(len(brain.Neurons)) / float64(max(1, len(trial.Spikes.Counts)))
	end := trial.End()
	for i, y := range brain.Synapses.All() {
		before := &brain.States[y.State]
		c.counts[y.Type]++
		start := float64(float32(y.Weight))
		if w := end.Weight[i]; w != start && w != y.Weight {
			c.changed[y.Type]++
			c.up[y.Type] = c.up[y.Type] || w > start
			c.down[y.Type] = c.down[y.Type] || w < start
			if w == 0 {
				c.zero++
			}
		}
		switch y.Type {
		case snn.Developmental:
			if end.State[i].Alive {
				c.alive++
			} else if before.Alive {
				c.died++
			}
		case snn.Facilitating, snn.Depressing:
			if end.State[i].CurrentGain != 1 {
				c.gains++
			}
		}
	}
	c.gates(brain, &trial.Spikes)
	return c
}

// gates follows every gate through the spikes, in V8's words: the spikes of
// its group in the window over size·window, against the threshold.
func (c *coverage) gates(brain *snn.Brain, spikes *snn.Spikes) {
	type activity struct{ opened, closed bool }
	seen := map[int]*activity{}
	for i := range brain.ParamSets {
		if brain.ParamSets[i].Type == snn.Gated {
			seen[i] = &activity{}
		}
	}
	if len(seen) == 0 {
		return
	}
	last := make([][]int, len(brain.Neurons)) // ticks of each neuron's spikes in the window
	spikes.Each(func(tick int32, fired []int32) {
		for _, n := range fired {
			last[n] = append(last[n], int(tick))
		}
		if tick%7 != 0 {
			return
		}
		for i, a := range seen {
			p := &brain.ParamSets[i]
			sum := 0
			for _, n := range p.ModulatorGroup {
				for k := len(last[n]) - 1; k >= 0 && last[n][k] > int(tick)-snn.GateWindow; k-- {
					sum++
				}
			}
			open := len(p.ModulatorGroup) > 0 &&
				float64(sum)/float64(len(p.ModulatorGroup)*snn.GateWindow) >= p.GateThreshold
			a.opened, a.closed = a.opened || open, a.closed || !open
		}
	})
	for _, a := range seen {
		if a.opened && a.closed {
			c.moving++
		} else {
			c.stuck++
		}
	}
}

// learned demands that weights of every type that can learn moved.
func (c *coverage) learned(t testing.TB) {
	t.Helper()
	for _, k := range []snn.SynapseType{snn.Plastic, snn.Gated, snn.RewardPlastic, snn.Developmental} {
		if c.counts[k] > 0 && c.changed[k] == 0 {
			t.Errorf("the case is empty: none of %d %s synapses learned", c.counts[k], k)
		}
	}
}

// fired demands spikes, but not of every neuron in every tick.
func (c *coverage) fired(t testing.TB) {
	t.Helper()
	if c.rate < 0.001 || c.rate > 0.5 || math.IsNaN(c.rate) {
		t.Errorf("the case is empty: %d spikes, %.4f per neuron and tick", c.spikes, c.rate)
	}
}
