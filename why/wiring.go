package why

import "github.com/engine-gpu/engine-gpu/snn"

// synapse is a chemical synapse onto the neuron.
type synapse struct {
	row    int // of the brain
	source int32
	kind   snn.SynapseType
	delay  int32     // from a spike to its arrival [ticks], at least 1
	class  snn.Class // constants; Gate is an index into Network.Gates.Gates
}

// wiring is what leads to one neuron.
type wiring struct {
	bySource map[int32][]synapse
	gaps     []junction
	longest  int32 // delay [ticks]
	changing bool  // a synapse may change or have a state
	gated    bool  // a gate may stop a synapse
}

func newWiring(brain *snn.Brain, position int32) *wiring {
	w := &wiring{bySource: map[int32][]synapse{}}
	ys := &brain.Synapses
	gates := snn.NewGateTable(brain)
	wrap := brain.RingLength()
	for i, kind := range ys.Type {
		if kind == snn.GapJunction {
			w.addGap(brain, i, position)
			continue
		}
		if ys.Target[i] != position {
			continue
		}
		y := synapse{row: i, source: ys.Source[i], kind: kind, delay: ys.Delay[i]}
		if y.delay == 0 {
			y.delay = wrap
		}
		if kind != snn.Fixed {
			params := ys.Params[i]
			// The snapshots have decayed values: no decay table is needed.
			y.class = snn.NewClass(kind, &brain.ParamSets[params].Params, func(float64) int32 { return 0 })
			y.class.Gate = gates.ByParams[params]
			w.changing = true
			w.gated = w.gated || y.class.Transmission
		}
		w.bySource[y.source] = append(w.bySource[y.source], y)
		w.longest = max(w.longest, y.delay)
	}
	return w
}

// addGap adds a gap junction with an end at the neuron. One from a neuron onto
// itself carries nothing.
func (w *wiring) addGap(brain *snn.Brain, row int, position int32) {
	ys := &brain.Synapses
	source, target := ys.Source[row], ys.Target[row]
	j := junction{row: row, partner: source, conductance: float32(brain.ParamSets[ys.Params[row]].Conductance)}
	if source == position {
		j.partner, j.isSource = target, true
	}
	if source != target && (source == position || target == position) {
		w.gaps = append(w.gaps, j)
	}
}

// delivery is what a synapse sends with one spike.
type delivery struct {
	current int32   // fixed point
	weight  float32 // at that moment
	gain    float32 // 1 but for short-term plasticity
	sent    bool    // false: a closed gate or a dead synapse
}

// deliver returns what a synapse sends with a spike of its source, given the
// state of before that tick (semantics section 2, on source spike).
func (y *synapse) deliver(brain *snn.Brain, s *snn.Snapshot, open func(gate int32) bool, scale float32) delivery {
	d := delivery{gain: 1, sent: true}
	switch y.kind {
	case snn.Fixed:
		d.weight = snn.Flush(float32(brain.Synapses.Weight[y.row]))
	case snn.Facilitating:
		d.weight = snn.Flush(float32(brain.Synapses.Weight[y.row]))
		d.gain = float32(s.State[y.row].CurrentGain) + y.class.GainStep
	case snn.Depressing:
		d.weight = snn.Flush(float32(brain.Synapses.Weight[y.row]))
		d.gain = float32(float32(s.State[y.row].CurrentGain) * y.class.GainStep)
	case snn.Plastic:
		d.weight = y.depressed(float32(s.Weight[y.row]), float32(s.State[y.row].EligPost))
	case snn.Gated:
		d.weight = float32(s.Weight[y.row])
		d.sent = !y.class.Transmission || open(y.class.Gate)
	case snn.RewardPlastic:
		d.weight = float32(s.Weight[y.row])
	case snn.Developmental:
		d.weight = float32(s.Weight[y.row])
		d.sent = s.State[y.row].Alive
	}
	if d.sent {
		value := d.weight
		if y.kind == snn.Facilitating || y.kind == snn.Depressing {
			value = float32(d.weight * d.gain)
		}
		d.current = snn.Quantize(value, scale)
	}
	return d
}

// depressed returns the weight of a plastic synapse after its depression by
// what the target did before, which comes before delivery.
func (y *synapse) depressed(w, e float32) float32 {
	c := &y.class
	if c.LTDRate == 0 || !(e > snn.LTDFloor) {
		return w
	}
	w += float32(float32(c.LTDRate*e) * (c.LTDLimit - w))
	return c.Bounded(w)
}

// From returns the first tick whose spikes can arrive within the window of the
// neuron at a position: a replay that begins there or before knows where all
// currents of the window come from.
func From(brain *snn.Brain, position, tick, window int32) int32 {
	return newWiring(brain, position).from(tick, window)
}

func (w *wiring) from(tick, window int32) int32 {
	return int32(max(int64(first(tick, window))-int64(w.longest), 0))
}

// first returns the first tick of a window.
func first(tick, window int32) int32 { return int32(max(int64(tick)-int64(window)+1, 0)) }
