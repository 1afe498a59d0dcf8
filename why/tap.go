package why

import (
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// tap is a backend that looks at one neuron before every tick. It passes all on
// as it is.
type tap struct {
	engine.Backend
	position int32
	tick     int32
	external float64 // given for the neuron
	sd       float64 // of the neuron's noise
	seed     uint64
	before   func(tick int32) error // called before a tick
}

func (t *tap) SetCurrents(current []float64) {
	t.external = current[t.position]
	t.Backend.SetCurrents(current)
}

func (t *tap) UpdateCurrents(neurons []int32, current []float64) {
	for i, n := range neurons {
		if n == t.position {
			t.external = current[i]
		}
	}
	t.Backend.UpdateCurrents(neurons, current)
}

func (t *tap) SetNoise(sd []float64, seed uint64) {
	t.sd, t.seed = 0, seed
	if sd != nil {
		t.sd = sd[t.position]
	}
	t.Backend.SetNoise(sd, seed)
}

func (t *tap) Restore(s snn.State) error {
	t.tick = s.Ticks()
	return t.Backend.Restore(s)
}

func (t *tap) Advance(ticks int, out *snn.Spikes) error {
	for range ticks {
		if err := t.before(t.tick); err != nil {
			return err
		}
		if err := t.Backend.Advance(1, out); err != nil {
			return err
		}
		t.tick++
	}
	return nil
}

// senses is a world that notes what the neuron senses.
type senses struct {
	engine.StatefulWorld
	index int     // of the neuron among those of the world; -1: it senses nothing
	own   float64 // current beyond the tonic one
}

func newSenses(w engine.StatefulWorld, position int32) *senses {
	s := &senses{StatefulWorld: w, index: -1}
	for i, n := range w.Neurons() {
		if n == position {
			s.index = i
		}
	}
	return s
}

func (s *senses) Sense(tonic float64, current []float64) {
	s.StatefulWorld.Sense(tonic, current)
	if s.index >= 0 {
		s.own = current[s.index] - tonic
	}
}

// sound is a stimulus that notes what the neuron hears. The first of several
// begins the sum anew.
type sound struct {
	engine.Stimulus
	position int32
	first    bool
	sum      *float64
}

func (s *sound) Add(tick int32, current []float64) {
	if s.first {
		*s.sum = 0
	}
	before := current[s.position]
	s.Stimulus.Add(tick, current)
	*s.sum += current[s.position] - before
}
