package life

import (
	"fmt"
	"math"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/fpmath"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Sleep is what happens between two sessions: the brain alone with noise, in
// which what it has learned replays, and then the pull of its weights towards
// those they grew from. Nothing is rewarded in it.
type Sleep struct {
	Ticks    int32   // 0: the brain does not sleep, and no weight is pulled back
	Noise    float64 // standard deviation of every neuron's noise current
	Exponent float64 // of the pull, 0..1; 1: none
}

// DefaultSleep is V8's pull after 5 s of Izhikevich's thalamic noise (2003,
// doi:10.1109/TNN.2003.820440). V8's own noise and time are not known to us.
func DefaultSleep() Sleep { return Sleep{Ticks: 5000, Noise: 5, Exponent: 0.8} }

// Weights that the pull leaves as they are (semantics section 6).
const (
	rewardPlasticRest = 1.0
	plasticRest       = 2.0
)

func (s *Sleep) validate() error {
	if s.Ticks < 0 || !(s.Noise >= 0) || math.IsInf(s.Noise, 1) || !(s.Exponent >= 0 && s.Exponent <= 1) {
		return fmt.Errorf("a sleep of %d ticks with noise %v and exponent %v: must be 0 or more, the exponent at most 1", s.Ticks, s.Noise, s.Exponent)
	}
	return nil
}

// program is the stimulus of sleep.
func (s *Sleep) program() *engine.Program {
	silence := 0.0
	return &engine.Program{Tonic: &silence, Phases: []engine.Phase{{Duration: &s.Ticks, Noise: s.Noise}}}
}

// pullBack pulls the weights of reward_plastic and plastic synapses that learn
// towards w0: w0·(w/w0)^exponent, within the bounds of their row. Weights of 0
// or less have no such power and stay. The brain is changed.
//
// As multiplicative downscaling in sleep does (Tononi & Cirelli 2014,
// doi:10.1016/j.neuron.2013.12.025), it spares the order of the weights and
// takes most from the strongest; and it lifts weak ones.
func pullBack(b *snn.Brain, exponent float64) {
	for i, t := range b.Synapses.Type {
		rest := plasticRest
		switch t {
		case snn.RewardPlastic:
			rest = rewardPlasticRest
		case snn.Plastic:
		default:
			continue
		}
		w := b.Synapses.Weight[i]
		p := &b.ParamSets[b.Synapses.Params[i]]
		if w <= 0 || !p.Learns() {
			continue
		}
		w = rest * fpmath.Pow(w/rest, exponent)
		b.Synapses.Weight[i] = min(max(w, p.WMin), p.WMax)
	}
}
