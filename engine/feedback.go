package engine

import (
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Feedback answers the worm's reward intervals with stimuli on its sensor
// neurons instead of rewards, as DishBrain answered its neurons' play (Kagan et
// al. 2022, doi:10.1016/j.neuron.2022.09.001): unpredictable noise after a
// failure, one and the same pulses to all after a success. Nothing is rewarded
// then; what learns is what avoids noise.
type Feedback struct {
	NoiseSD      float64 // standard deviation of the noise current
	NoiseTicks   int32   // how long it lasts [ticks]
	PulseCurrent float64
	PulsePeriod  int32 // from one pulse, a tick long, to the next [ticks]
	PulseTicks   int32 // how long pulses come [ticks]
}

// DefaultFeedback is noise for as long as a reward interval, or pulses of 100 Hz
// for 100 ms, DishBrain's. The currents are ours: a pulse fires a neuron at
// rest, and the noise several times in 100 ms.
func DefaultFeedback() *Feedback {
	return &Feedback{NoiseSD: 10, NoiseTicks: 200, PulseCurrent: 40, PulsePeriod: 10, PulseTicks: 100}
}

func (f *Feedback) validate() error {
	switch {
	case !moderate(f.NoiseSD) || f.NoiseSD < 0 || !moderate(f.PulseCurrent):
		return fmt.Errorf("feedback of noise %v and pulses of %v: noise must be 0..%g, pulses within %g", f.NoiseSD, f.PulseCurrent, maxCurrent, maxCurrent)
	case f.NoiseTicks < 0 || f.PulseTicks < 0 || f.PulsePeriod < 1:
		return fmt.Errorf("feedback of %d ticks of noise, or of %d ticks of pulses every %d: must be 0 or more, and a period of 1 or more", f.NoiseTicks, f.PulseTicks, f.PulsePeriod)
	}
	return nil
}

// FeedbackState is all that changes of a Feedback. A plain copy is a
// checkpoint.
type FeedbackState struct {
	Tick       int32 // the next one
	NoiseUntil int32 // tick in which the noise has ended
	PulseFrom  int32 // tick of the first pulse
	PulseUntil int32 // tick in which pulses have ended

	Noises, Pulses int64 // failures and successes that were answered
}

// answer takes note of what an interval earned after a tick.
func (s *FeedbackState) answer(f *Feedback, tick int32, reward float64) {
	switch {
	case reward < 0:
		s.Noises++
		s.NoiseUntil, s.PulseUntil = tick+1+f.NoiseTicks, 0
	case reward > 0:
		s.Pulses++
		s.PulseFrom, s.PulseUntil = tick+1, tick+1+f.PulseTicks
		s.NoiseUntil = 0
	}
}

// sensorFeedback gives feedback to the neurons of a sensor map.
type sensorFeedback struct {
	*Feedback
	seed    uint64
	sensors []int32 // ascending
	all     []int32 // with those that sense, ascending
	sensing []int32 // index in all of each neuron that senses
	at      []int32 // index in all of each of sensors
	sensed  []float64
}

// newSensorFeedback returns the feedback to a brain's sensor neurons, beside
// the neurons that sense. The seed's upper word keeps its noise apart from a
// program's.
func newSensorFeedback(brain *snn.Brain, f *Feedback, sensing []int32, seed uint32) (*sensorFeedback, error) {
	if err := f.validate(); err != nil {
		return nil, err
	}
	s := &sensorFeedback{Feedback: f, seed: 1<<32 | uint64(seed), sensed: make([]float64, len(sensing))}
	for _, row := range brain.SensorMap {
		s.sensors = append(s.sensors, row.Neuron)
	}
	slices.Sort(s.sensors)
	s.sensors = slices.Compact(s.sensors)
	s.all = slices.Concat(s.sensors, sensing)
	slices.Sort(s.all)
	s.all = slices.Compact(s.all)
	places := func(neurons []int32) []int32 {
		at := make([]int32, len(neurons))
		for i, n := range neurons {
			place, _ := slices.BinarySearch(s.all, n)
			at[i] = int32(place)
		}
		return at
	}
	s.sensing, s.at = places(sensing), places(s.sensors)
	return s, nil
}

// spread turns the currents of the neurons that sense into those of all, with
// the feedback of a tick.
func (s *sensorFeedback) spread(state *FeedbackState, tonic float64, current []float64) {
	for i := range current {
		current[i] = tonic
	}
	for i, at := range s.sensing {
		current[at] = s.sensed[i]
	}
	switch tick := state.Tick; {
	case tick < state.NoiseUntil:
		for i, at := range s.at {
			noise := float64(snn.NoiseInteger(s.seed, tick, s.sensors[i])) * snn.NoiseScale
			current[at] += float64(noise * s.NoiseSD)
		}
	case tick < state.PulseUntil && (tick-state.PulseFrom)%s.PulsePeriod == 0:
		for _, at := range s.at {
			current[at] += s.PulseCurrent
		}
	}
}
