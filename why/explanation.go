package why

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// The kinds of [Input].
const (
	KindSynapse = "synapse" // one spike that arrived over one synapse
	KindGap     = "gap_junction"
	KindTonic   = "tonic"   // the program's tonic current, or the engine's
	KindSenses  = "senses"  // of the worm
	KindProgram = "program" // the program's phases
	KindSound   = "sound"
	KindNoise   = "noise"
)

// Input is one cause: a spike that arrived, or a current throughout the window.
type Input struct {
	Kind    string `json:"kind"`
	Synapse int64  `json:"synapse,omitempty"` // database id; of a gap junction too
	Type    string `json:"synapse_type,omitempty"`
	Source  int64  `json:"source,omitempty"`      // database id; of a gap junction the other end
	Neuron  string `json:"source_type,omitempty"` // neuron type
	Spike   *int32 `json:"spike_tick,omitempty"`
	Delay   *int32 `json:"delay,omitempty"` // [ticks]
	Arrival *int32 `json:"arrival_tick,omitempty"`

	Weight *float64 `json:"weight,omitempty"` // when the source fired
	Gain   *float64 `json:"gain,omitempty"`   // of short-term plasticity
	// Current is what a spike delivered, as rounded to the network's fixed
	// point, or the mean of a current over the window.
	Current float64 `json:"current"`
	// Share is the input's part of all current of the window, its sign kept:
	// magnitudes add up to 1.
	Share float64 `json:"share"`
	// Needed: without this input alone the neuron would not have fired in the
	// tick. Peak is the v that it would have reached there [mV].
	Needed bool     `json:"needed"`
	Peak   *float64 `json:"v_without"` // nil: beyond a finite number

	arrival, current int32 // tick, fixed point; of a synapse
	junction         int
}

// Tick is the neuron in one tick. Currents add up.
type Tick struct {
	Tick     int32   `json:"tick"`
	V        float64 `json:"v"`    // after the tick [mV]
	U        float64 `json:"u"`    // after the tick [mV]
	Peak     float64 `json:"peak"` // v before a reset [mV]
	Fired    bool    `json:"fired"`
	Synapses float64 `json:"synapses"` // currents
	Gaps     float64 `json:"gap_junctions"`
	External float64 `json:"external"`
	Noise    float64 `json:"noise"`
}

// Explanation says what led to a spike.
type Explanation struct {
	Neuron int64   `json:"neuron"` // database id
	Type   string  `json:"type"`
	Tick   int32   `json:"tick"`
	First  int32   `json:"first_tick"` // of the window
	StartV float64 `json:"start_v"`    // before the window [mV]
	StartU float64 `json:"start_u"`
	Inputs []Input `json:"inputs"` // those throughout first, then by arrival
	Ticks  []Tick  `json:"ticks"`  // of the window

	// Marks are the certificates of the replay, as far as it went.
	Marks []engine.Mark `json:"-"`

	neuron  neuron
	gaps    []junction
	moments []moment
	sums    []int32  // of the spikes that arrive in each tick, fixed point
	end     membrane // after the window, as the backend has it
	q       Question
}

// moment is what is known of a tick beside spikes that arrive.
type moment struct {
	tick                 int32
	start                membrane // before the tick
	total                float64  // external current
	tonic, senses, sound float64  // parts of it; the rest is the program's
	noise                float32
	noisy                bool
	sd                   float64
	partners             []float32 // v of the other ends of gap junctions
}

func (m *moment) program() float64 { return round(m.total - m.tonic - m.senses - m.sound) }

// part returns a part of the external current by its kind.
func (m *moment) part(kind string) float64 {
	switch kind {
	case KindTonic:
		return m.tonic
	case KindSenses:
		return round(m.senses)
	case KindSound:
		return round(m.sound)
	case KindProgram:
		return m.program()
	}
	return float64(m.noise)
}

func newExplanation(run Run, q Question, first int32) *Explanation {
	n := &run.Brain.Neurons[q.Neuron]
	x := &Explanation{
		Neuron: n.ID, Type: n.Type.String(), Tick: q.Tick, First: first,
		neuron: newNeuron(run.Network, q.Neuron), q: q,
		Inputs: []Input{}, Ticks: []Tick{},
	}
	x.gaps = newWiring(run.Brain, q.Neuron).gaps
	for i := range x.gaps {
		j := &x.gaps[i]
		partner := &run.Brain.Neurons[j.partner]
		x.Inputs = append(x.Inputs, Input{
			Kind: KindGap, Synapse: run.Brain.Synapses.IDAt(j.row), Type: snn.GapJunction.String(),
			Source: partner.ID, Neuron: partner.Type.String(), junction: i,
		})
	}
	return x
}

// arrive notes a spike that reaches the neuron within the window.
func (x *Explanation) arrive(brain *snn.Brain, y *synapse, d delivery, tick int32) {
	arrival, delay := tick+y.delay, y.delay
	weight := float64(d.weight)
	in := Input{
		Kind: KindSynapse, Synapse: brain.Synapses.IDAt(y.row), Type: y.kind.String(),
		Source: brain.Neurons[y.source].ID, Neuron: brain.Neurons[y.source].Type.String(),
		Spike: &tick, Delay: &delay, Arrival: &arrival, Weight: &weight,
		Current: x.neuron.exact(d.current), arrival: arrival, current: d.current,
	}
	if y.kind == snn.Facilitating || y.kind == snn.Depressing {
		gain := float64(d.gain)
		in.Gain = &gain
	}
	x.Inputs = append(x.Inputs, in)
}

// externalKinds lists the currents that hold throughout.
func externalKinds() []string {
	return []string{KindTonic, KindSenses, KindProgram, KindSound, KindNoise}
}

// judge computes the neuron from its inputs, compares it with the backend's bit
// for bit, and leaves out one input after the other.
func (x *Explanation) judge() error {
	for _, kind := range externalKinds() {
		sum, any := 0.0, false
		for i := range x.moments {
			part := x.moments[i].part(kind)
			sum, any = sum+part, any || part != 0
		}
		if any {
			x.Inputs = append(x.Inputs, Input{Kind: kind, Current: sum / float64(len(x.moments))})
		}
	}
	order := func(in *Input) (int, int32) { return slices.Index(kindOrder(), in.Kind), in.arrival }
	slices.SortStableFunc(x.Inputs, func(a, b Input) int {
		ka, ta := order(&a)
		kb, tb := order(&b)
		return cmp.Or(cmp.Compare(ka, kb), cmp.Compare(ta, tb), cmp.Compare(a.Synapse, b.Synapse))
	})
	if err := x.reproduce(); err != nil {
		return err
	}
	x.shares()
	for i := range x.Inputs {
		in := &x.Inputs[i]
		fired, peak := x.without(in)
		in.Needed = !fired
		if p := float64(peak); !math.IsNaN(p) && !math.IsInf(p, 0) {
			in.Peak = &p
		}
	}
	return nil
}

func kindOrder() []string { return append(externalKinds(), KindGap, KindSynapse) }

// drive returns what the neuron receives in a tick of the window, given its own
// v; without leaves out an input (nil: none), and synaptic is the sum of the
// spikes that arrive.
func (x *Explanation) drive(m *moment, own float32, synaptic int32, without *Input) drive {
	d := drive{synaptic: synaptic, external: snn.Flush(float32(m.total)), noise: m.noise, noisy: m.noisy}
	for i := range x.gaps {
		if without == nil || without.Kind != KindGap || without.junction != i {
			d.gaps += x.gaps[i].current(own, m.partners[i], x.neuron.scale)
		}
	}
	if without == nil {
		return d
	}
	switch without.Kind {
	case KindSynapse:
		if without.arrival == m.tick {
			d.synaptic -= without.current
		}
	case KindNoise:
		d.noise, d.noisy = 0, false
	case KindTonic, KindSenses, KindProgram, KindSound:
		d.external = snn.Flush(float32(m.total - m.part(without.Kind)))
	}
	return d
}

// addUp fills in sums.
func (x *Explanation) addUp() {
	x.sums = make([]int32, len(x.moments))
	for i := range x.Inputs {
		if in := &x.Inputs[i]; in.Kind == KindSynapse {
			x.sums[in.arrival-x.First] += in.current
		}
	}
}

// reproduce computes the neuron from the inputs and fills in Ticks.
func (x *Explanation) reproduce() error {
	x.addUp()
	m := x.moments[0].start
	x.StartV, x.StartU = float64(m.v), float64(m.u)
	for i := range x.moments {
		at := &x.moments[i]
		if !sameBits(m, at.start) {
			return x.differs(at.tick-1, m, at.start)
		}
		d := x.drive(at, m.v, x.sums[i], nil)
		after, peak, fired := x.neuron.step(m, d)
		x.Ticks = append(x.Ticks, Tick{
			Tick: at.tick, V: float64(after.v), U: float64(after.u), Peak: float64(peak), Fired: fired,
			Synapses: x.neuron.exact(d.synaptic), Gaps: x.neuron.exact(d.gaps),
			External: float64(d.external), Noise: float64(d.noise),
		})
		m = after
	}
	if !sameBits(m, x.end) {
		return x.differs(x.Tick, m, x.end)
	}
	if !x.Ticks[len(x.Ticks)-1].Fired {
		return fmt.Errorf("neuron %d does not fire in tick %d when it is computed from its inputs: this is a fault of engine-gpu, please report it", x.Neuron, x.Tick)
	}
	return nil
}

func sameBits(a, b membrane) bool {
	return math.Float32bits(a.v) == math.Float32bits(b.v) && math.Float32bits(a.u) == math.Float32bits(b.u)
}

func (x *Explanation) differs(tick int32, got, want membrane) error {
	return fmt.Errorf("neuron %d computed from its inputs has v %v and u %v after tick %d, the run has %v and %v: this is a fault of engine-gpu, please report it",
		x.Neuron, got.v, got.u, tick, want.v, want.u)
}

// charge is an input's current summed over the window.
func (x *Explanation) charge(in *Input) float64 {
	if in.Kind == KindSynapse {
		return in.Current
	}
	return in.Current * float64(len(x.moments))
}

// shares fills in the currents of gap junctions and all shares.
func (x *Explanation) shares() {
	for k := range x.Inputs {
		in := &x.Inputs[k]
		if in.Kind != KindGap {
			continue
		}
		sum := 0.0
		for i := range x.moments {
			at := &x.moments[i]
			sum += x.neuron.exact(x.gaps[in.junction].current(at.start.v, at.partners[in.junction], x.neuron.scale))
		}
		in.Current = sum / float64(len(x.moments))
	}
	all := 0.0
	for i := range x.Inputs {
		all += math.Abs(x.charge(&x.Inputs[i]))
	}
	if all == 0 {
		return
	}
	for i := range x.Inputs {
		x.Inputs[i].Share = x.charge(&x.Inputs[i]) / all
	}
}

// without computes the neuron from the window's start without one input: does
// it fire in the tick, and what v does it reach there? Gap junctions see the
// neuron's own, other v; the other neurons are as they were.
func (x *Explanation) without(in *Input) (fired bool, peak float32) {
	m := x.moments[0].start
	for i := range x.moments {
		at := &x.moments[i]
		m, peak, fired = x.neuron.step(m, x.drive(at, m.v, x.sums[i], in))
	}
	return fired, peak
}
