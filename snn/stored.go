package snn

import "errors"

// Stored is what a brain has of its own that saving a run into its file
// overwrites: kept, it makes the brain of before out of the brain that was saved.
type Stored struct {
	V, U      []float64 // [neurons] [mV]
	LastSpike []int64   // [neurons] [tick]
	Weight    []float64 // [rows of types that learn]
	StateOf   []int32   // [rows] Synapses.State; nil: all 0

	// Brain.States in columns, [states].
	Eligibility, EligPost, Trace, CurrentGain []float64
	SourceFires, Coincidences                 []int64
	Alive                                     []bool
}

// NewStored returns what b has. It shares StateOf with b.
func NewStored(b *Brain) *Stored {
	s := &Stored{StateOf: b.Synapses.State}
	for i := range b.Neurons {
		n := &b.Neurons[i]
		s.V, s.U, s.LastSpike = append(s.V, n.V), append(s.U, n.U), append(s.LastSpike, n.LastSpike)
	}
	for i, t := range b.Synapses.Type {
		if t.LearnsAtTarget() {
			s.Weight = append(s.Weight, b.Synapses.Weight[i])
		}
	}
	for i := range b.States {
		y := &b.States[i]
		s.Eligibility, s.EligPost = append(s.Eligibility, y.Eligibility), append(s.EligPost, y.EligPost)
		s.Trace, s.CurrentGain = append(s.Trace, y.Trace), append(s.CurrentGain, y.CurrentGain)
		s.SourceFires, s.Coincidences = append(s.SourceFires, y.SourceFires), append(s.Coincidences, y.Coincidences)
		s.Alive = append(s.Alive, y.Alive)
	}
	return s
}

// Columns lists the values, for files.
func (s *Stored) Columns() []Column {
	return []Column{
		{"v", &s.V}, {"u", &s.U}, {"last_spike", &s.LastSpike}, {"weight", &s.Weight}, {"state", &s.StateOf},
		{"states.eligibility", &s.Eligibility}, {"states.elig_post", &s.EligPost}, {"states.trace", &s.Trace},
		{"states.current_gain", &s.CurrentGain}, {"states.source_fires", &s.SourceFires},
		{"states.coincidences", &s.Coincidences}, {"states.alive", &s.Alive},
	}
}

// errStored is of values that are of another brain, or damaged.
var errStored = errors.New("the stored values are of another brain: its neurons and synapses are not as many")

// Restore gives b the values. A brain that they do not fit keeps its own.
func (s *Stored) Restore(b *Brain) error {
	n, states, learning := len(b.Neurons), len(s.Eligibility), 0
	for _, t := range b.Synapses.Type {
		if t.LearnsAtTarget() {
			learning++
		}
	}
	if len(s.V) != n || len(s.U) != n || len(s.LastSpike) != n || len(s.Weight) != learning ||
		len(s.StateOf) != 0 && len(s.StateOf) != b.Synapses.Len() || states == 0 && b.Synapses.Len() > 0 {
		return errStored
	}
	for _, length := range []int{len(s.EligPost), len(s.Trace), len(s.CurrentGain), len(s.SourceFires), len(s.Coincidences), len(s.Alive)} {
		if length != states {
			return errStored
		}
	}
	for _, state := range s.StateOf {
		if state < 0 || int(state) >= states {
			return errStored
		}
	}
	for i := range b.Neurons {
		x := &b.Neurons[i]
		x.V, x.U, x.LastSpike = s.V[i], s.U[i], s.LastSpike[i]
	}
	next := 0
	for i, t := range b.Synapses.Type {
		if t.LearnsAtTarget() {
			b.Synapses.Weight[i] = s.Weight[next]
			next++
		}
	}
	b.Synapses.State, b.States = s.StateOf, make([]SynapseState, states)
	for i := range b.States {
		b.States[i] = SynapseState{
			s.Eligibility[i], s.EligPost[i], s.Trace[i], s.CurrentGain[i],
			s.SourceFires[i], s.Coincidences[i], s.Alive[i],
		}
	}
	return nil
}
