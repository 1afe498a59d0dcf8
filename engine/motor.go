package engine

import (
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

// What a motor neuron's spike adds to the input of its muscle (semantics
// section 5).
const (
	excitatoryPull = 1.0
	inhibitoryPull = -0.5
)

// Motor carries the spikes of motor neurons to the muscles.
type Motor struct {
	first []int32 // neuron n reaches muscles[first[n]:first[n+1]]
	reach []reach
}

// reach is one row of the body map.
type reach struct {
	segment int32
	side    worm.Side
	pull    float64
}

// NewMotor ties the brain's body map to the muscles.
func NewMotor(brain *snn.Brain) (*Motor, error) {
	m := &Motor{first: make([]int32, len(brain.Neurons)+1), reach: make([]reach, len(brain.BodyMap))}
	for i, row := range brain.BodyMap {
		if err := checkMuscle(brain, i, row); err != nil {
			return nil, err
		}
		m.first[row.Neuron+1]++
	}
	for n := range brain.Neurons {
		m.first[n+1] += m.first[n]
	}
	next := append([]int32(nil), m.first...)
	for _, row := range brain.BodyMap {
		pull := excitatoryPull
		if row.Effect == snn.Inhibitory {
			pull = inhibitoryPull
		}
		m.reach[next[row.Neuron]] = reach{row.Segment, bodySide(row.Side), pull}
		next[row.Neuron]++
	}
	return m, nil
}

// Collect sets the input of every muscle to what the spikes of one tick, given
// as positions, bring it, and returns how many of them were motor spikes.
func (m *Motor) Collect(spikes []int32, input *worm.Muscles) (motorSpikes int) {
	*input = worm.Muscles{}
	for _, n := range spikes {
		rows := m.reach[m.first[n]:m.first[n+1]]
		for i := range rows {
			input[rows[i].segment][rows[i].side] += rows[i].pull
		}
		if len(rows) > 0 {
			motorSpikes++
		}
	}
	return motorSpikes
}
