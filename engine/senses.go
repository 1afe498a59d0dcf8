package engine

import (
	"fmt"
	"math"
	"slices"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/internal/fpmath"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

// The currents that the arena gives (semantics section 6, step 2).
const (
	// DefaultSensoryGain is the current per concentration. The other senses
	// of the world outside scale with it: the change of the concentration
	// counts three times, the concentration at one side of the head half,
	// the touch of the wall three times.
	DefaultSensoryGain = 5.0
	changeFactor       = 3.0
	lateralFactor      = 0.5
	touchFactor        = 3.0

	// ON and OFF cells: a current of 20 at the default gain for a change of the
	// concentration by 1 %, and never more than the largest. They see a
	// gradient of 0.014 per body length, 2 BL from V8's food.
	weberFactor  = 400.0
	weberLargest = 30.0

	lateralDistance = 0.04 // from the head to its left and right nostril [BL]
	touchDistance   = 2.0  // from the wall at which touch begins [BL]
)

// A signal is one thing that the worm senses in a tick; a neuron's current is
// the tonic current and the signals it gets, added in this order.
const (
	smellSignal   int32            = iota // concentration at the head and its rise
	leftSignal                            // concentration to the left of the head
	rightSignal                           // concentration to the right of the head
	touchSignal                           // the wall near the head
	riseSignal                            // relative rise of the concentration: at the head, to its left, to its right
	fallSignal    = riseSignal + 3        // relative fall there
	stretchSignal = fallSignal + 3        // proprioception, by segment and side
	numSignals    = stretchSignal + 2*worm.Segments
)

// Senses turns what the worm meets into the external currents of its sensor
// neurons, and what it feels of its own bending into those of its excitatory
// motor neurons.
type Senses struct {
	// Nose and Weber are the only state that outlives a tick.
	Nose  arena.Adaptation      // of tonic cells
	Weber arena.WeberAdaptation // of ON and OFF cells

	dish    *arena.Dish
	gain    float64
	neurons []int32 // ascending
	first   []int32 // the first signal of each of neurons
	further []term  // all others, in the order of addition
	signals [numSignals]float64
}

// term is a signal that a neuron gets: one of Senses.neurons, by index.
type term struct{ neuron, signal int32 }

// NewSenses ties the brain's maps to the dish, for a worm whose head starts at
// (x, y). The gain is [DefaultSensoryGain] in V8; 0 makes the worm senseless
// but for its proprioception.
func NewSenses(brain *snn.Brain, dish *arena.Dish, x, y, gain float64) (*Senses, error) {
	if math.IsNaN(gain) || math.IsInf(gain, 0) {
		return nil, fmt.Errorf("the sensory gain is %v, must be a finite number", gain)
	}
	s := &Senses{
		Nose:  arena.NewAdaptation(dish.Concentration(x, y)),
		Weber: arena.NewWeberAdaptation(dish.Concentration(x, y)),
		dish:  dish,
		gain:  gain,
	}
	var terms []term // by position until they are sorted
	for i, row := range brain.SensorMap {
		if err := checkNeuron(brain, "sensor_map", i, row.Neuron); err != nil {
			return nil, err
		}
		for _, signal := range sensorSignals(row) {
			terms = append(terms, term{row.Neuron, signal})
		}
	}
	for i, row := range brain.BodyMap {
		if err := checkMuscle(brain, i, row); err != nil {
			return nil, err
		}
		if row.Effect == snn.Excitatory {
			terms = append(terms, term{row.Neuron, stretchSignal + 2*row.Segment + int32(bodySide(row.Side))})
		}
	}
	// Stable, and proprioception counts as one kind: rows of equal kind keep
	// their order.
	slices.SortStableFunc(terms, func(a, b term) int {
		if a.neuron != b.neuron {
			return int(a.neuron) - int(b.neuron)
		}
		return int(min(a.signal, stretchSignal) - min(b.signal, stretchSignal))
	})
	for i, t := range terms {
		if i == 0 || t.neuron != terms[i-1].neuron {
			s.neurons = append(s.neurons, t.neuron)
			s.first = append(s.first, t.signal)
		} else {
			s.further = append(s.further, term{int32(len(s.neurons) - 1), t.signal})
		}
	}
	return s, nil
}

// sensorSignals lists what a sensor neuron gets by one row of the map. Thermal
// sensors, tail and body sense nothing, as in V8. Tonic chemical cells are
// V8's; ON and OFF cells, which V8 stores but takes for tonic ones, are ours.
func sensorSignals(row snn.SensorMapRow) []int32 {
	if row.Modality == snn.Chemical && row.Response != snn.Tonic {
		return []int32{changeSignal(row)}
	}
	switch {
	case row.Modality == snn.Chemical && row.Side == snn.Left:
		return []int32{smellSignal, leftSignal}
	case row.Modality == snn.Chemical && row.Side == snn.Right:
		return []int32{smellSignal, rightSignal}
	case row.Modality == snn.Chemical:
		return []int32{smellSignal}
	case row.Modality == snn.Mechanical && row.Location == snn.Head:
		return []int32{touchSignal}
	}
	return nil
}

// changeSignal is the signal of an ON or OFF cell.
func changeSignal(row snn.SensorMapRow) int32 {
	signal := riseSignal
	if row.Response == snn.Off {
		signal = fallSignal
	}
	switch row.Side {
	case snn.Left:
		signal++
	case snn.Right:
		signal += 2
	}
	return signal
}

// Neurons returns the positions of the neurons whose current changes from tick
// to tick, ascending. All others keep the tonic current.
func (s *Senses) Neurons() []int32 { return s.neurons }

// Currents senses for one tick and writes the currents of Neurons, the tonic
// current included, to dst, which is as long. The nose adapts: call it once a
// tick.
func (s *Senses) Currents(body *worm.Body, tonic float64, dst []float64) {
	s.sense(body)
	for i, signal := range s.first {
		dst[i] = tonic + s.signals[signal]
	}
	for _, t := range s.further {
		dst[t.neuron] += s.signals[t.signal]
	}
}

// sense fills in the signals of this tick.
func (s *Senses) sense(body *worm.Body) {
	head := body.Head()
	smell := s.dish.Concentration(head.X, head.Y)
	rise := max(s.Nose.Notice(smell), 0)
	s.signals[smellSignal] = float64(s.gain*smell) + float64(changeFactor*s.gain*rise)

	sin, cos := fpmath.SinCos(body.Heading)
	dx, dy := float64(-sin*lateralDistance), float64(cos*lateralDistance)
	left, right := s.dish.Concentration(head.X+dx, head.Y+dy), s.dish.Concentration(head.X-dx, head.Y-dy)
	s.signals[leftSignal] = lateralFactor * s.gain * left
	s.signals[rightSignal] = lateralFactor * s.gain * right
	for i, here := range [...]float64{smell, left, right} {
		change := weberFactor * s.gain * s.Weber.Change(here)
		s.signals[riseSignal+int32(i)] = min(max(change, 0), weberLargest)
		s.signals[fallSignal+int32(i)] = min(max(-change, 0), weberLargest)
	}
	s.Weber.Adapt(smell)

	nearness := max(touchDistance-s.dish.WallDistance(head.X, head.Y), 0)
	s.signals[touchSignal] = touchFactor * s.gain * nearness / touchDistance

	for segment := range worm.Segments {
		dorsal := body.Proprioception(segment, worm.Dorsal)
		stretch := s.signals[stretchSignal+2*int32(segment):]
		stretch[worm.Dorsal] = dorsal
		stretch[worm.Ventral] = -dorsal // to the bit: only signs differ
	}
}

func bodySide(side snn.Side) worm.Side {
	if side == snn.Ventral {
		return worm.Ventral
	}
	return worm.Dorsal
}

func checkNeuron(brain *snn.Brain, table string, row int, neuron int32) error {
	if neuron < 0 || int(neuron) >= len(brain.Neurons) {
		return fmt.Errorf("%s, row %d: no neuron at position %d of %d", table, row+1, neuron, len(brain.Neurons))
	}
	return nil
}

func checkMuscle(brain *snn.Brain, row int, m snn.BodyMapRow) error {
	if err := checkNeuron(brain, "body_map", row, m.Neuron); err != nil {
		return err
	}
	if m.Segment < 0 || m.Segment >= worm.Segments {
		return fmt.Errorf("body_map, row %d: segment %d, must be 0..%d", row+1, m.Segment, worm.Segments-1)
	}
	if m.Side != snn.Dorsal && m.Side != snn.Ventral {
		return fmt.Errorf("body_map, row %d: side %v, must be dorsal or ventral", row+1, m.Side)
	}
	return nil
}
