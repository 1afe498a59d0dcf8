package cpu

import (
	"math"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Reference is V8's twin: float64, one thread, V8's own order of operations,
// equal to it spike for spike. It is written to be read; Backend is the fast
// one. Every step cites semantics section 1 or 2.
type Reference struct {
	brain *snn.Brain
	opt   snn.Options
	tick  int32

	v, u      []float64 // [mV]
	lastSpike []int64
	external  []float64
	noiseSD   []float64
	noiseSeed uint64
	current   []float64 // I of this tick

	// arrivals is V8's delay ring: what reaches which target in a tick, in the
	// order in which V8 adds it up.
	arrivals   [][]arrival
	ringLength int32

	out   [][]int32 // per neuron: rows of its outgoing chemical synapses by (type, id)
	in    [][]int32 // per neuron: rows of its incoming synapses that learn
	rows  [snn.NumSynapseTypes][]int32
	gates *gateWindows
	homeo *homeostasis

	// Per synapse row.
	weight               []float64
	state                []snn.SynapseState
	decay                []decayPair // of each of brain.ParamSets
	criticalPeriodIsOver bool

	fired []int32
}

// arrival is a current on its way.
type arrival struct {
	target int32
	value  float64
}

// decayPair holds exp(-1/tau) of a synapse's two time constants.
type decayPair struct{ first, second float64 }

// NewReference returns the reference backend for a brain, which it does not
// change. The brain must be valid. Options.Threads is ignored.
func NewReference(brain *snn.Brain, opt snn.Options) (*Reference, error) {
	if err := brain.Validate(); err != nil {
		return nil, err
	}
	start := snn.NewSnapshot(brain)
	n := len(brain.Neurons)
	r := &Reference{
		brain: brain, opt: opt,
		v: start.V, u: start.U, lastSpike: start.LastSpike,
		external: make([]float64, n), current: make([]float64, n),
		ringLength: brain.RingLength(),
		out:        make([][]int32, n), in: make([][]int32, n),
		weight: start.Weight, state: start.State,
	}
	r.arrivals = make([][]arrival, r.ringLength)
	for i, t := range brain.Synapses.Type {
		r.rows[t] = append(r.rows[t], int32(i))
	}
	for t, rows := range r.rows {
		for _, i := range rows {
			source, target := brain.Synapses.Source[i], brain.Synapses.Target[i]
			if snn.SynapseType(t).Chemical() {
				r.out[source] = append(r.out[source], i)
			}
			if snn.SynapseType(t).LearnsAtTarget() {
				r.in[target] = append(r.in[target], i)
			}
		}
	}
	r.decay = make([]decayPair, len(brain.ParamSets))
	for i := range brain.ParamSets {
		r.decay[i] = decaysOf(&brain.ParamSets[i])
	}
	table := snn.NewGateTable(brain)
	r.gates = newGateWindows(&table, n)
	r.criticalPeriodIsOver = brain.CriticalPeriodIsOver()
	if opt.RewardHomeostasis {
		r.homeo = newHomeostasis(r)
	}
	return r, nil
}

// decaysOf returns the decay factors of a type's one or two traces or of its
// gain.
func decaysOf(p *snn.ParamSet) decayPair {
	switch p.Type {
	case snn.Plastic:
		return decayPair{snn.Decay(p.TauPlus), snn.Decay(p.TauMinus)}
	case snn.Gated, snn.Developmental:
		return decayPair{first: snn.Decay(p.TauPlus)}
	case snn.RewardPlastic:
		return decayPair{snn.Decay(p.TauTrace), snn.Decay(p.TauEligible)}
	case snn.Facilitating, snn.Depressing:
		return decayPair{first: snn.Decay(p.TauRecovery)}
	}
	return decayPair{}
}

// Device implements engine.Backend.
func (r *Reference) Device() string { return deviceName() }

// Threads implements engine.Backend.
func (r *Reference) Threads() int { return 1 }

// SetCurrents implements engine.Backend.
func (r *Reference) SetCurrents(current []float64) { copy(r.external, current) }

// UpdateCurrents implements engine.Backend.
func (r *Reference) UpdateCurrents(neurons []int32, current []float64) {
	for i, n := range neurons {
		r.external[n] = current[i]
	}
}

// SetNoise implements engine.Backend.
func (r *Reference) SetNoise(sd []float64, seed uint64) {
	r.noiseSD, r.noiseSeed = slices.Clone(sd), seed
}

// Close implements engine.Backend.
func (r *Reference) Close() error { return nil }

// Advance implements engine.Backend.
func (r *Reference) Advance(ticks int, out *snn.Spikes) error {
	for range ticks {
		r.step()
		out.Counts = append(out.Counts, int32(len(r.fired)))
		out.Neurons = append(out.Neurons, r.fired...)
	}
	return nil
}

// step is one tick of 1 ms (semantics section 1, steps 1 to 10).
func (r *Reference) step() {
	r.collect()          // 1
	r.addExternal()      // 2
	r.conductGaps()      // 3
	r.integrateAndFire() // 4, 5
	r.gates.advance()    // 6
	r.gates.count(r.fired)
	for _, n := range r.fired {
		for _, row := range r.out[n] {
			r.deliver(row) // 7
		}
	}
	if r.opt.Learn {
		for _, n := range r.fired {
			for _, row := range r.in[n] {
				r.learn(row) // 8
			}
		}
	}
	r.decayTraces() // 9
	r.prune()       // 10
	r.tick++
}

// collect: I = what arrives in this tick, added up in order of departure.
func (r *Reference) collect() {
	clear(r.current)
	slot := r.tick % r.ringLength
	for _, a := range r.arrivals[slot] {
		r.current[a.target] += a.value
	}
	r.arrivals[slot] = r.arrivals[slot][:0]
}

func (r *Reference) addExternal() {
	for i := range r.current {
		r.current[i] += r.external[i]
	}
	for i, sd := range r.noiseSD {
		if sd != 0 {
			r.current[i] += float64(sd * (snn.NoiseScale * float64(snn.NoiseInteger(r.noiseSeed, r.tick, int32(i)))))
		}
	}
}

// conductGaps: every junction's current into its target, then out of its
// source, from the v of before this tick.
func (r *Reference) conductGaps() {
	ys := &r.brain.Synapses
	current := func(row int32) float64 {
		return float64(r.brain.ParamSets[ys.Params[row]].Conductance * (r.v[ys.Source[row]] - r.v[ys.Target[row]]))
	}
	for _, row := range r.rows[snn.GapJunction] {
		r.current[ys.Target[row]] += current(row)
	}
	for _, row := range r.rows[snn.GapJunction] {
		r.current[ys.Source[row]] += -current(row)
	}
}

// integrateAndFire: two half steps of v (the first one clamped), one step of
// u, then threshold and reset. The conversions keep the compiler from fusing a
// product into a sum.
func (r *Reference) integrateAndFire() {
	r.fired = r.fired[:0]
	for i := range r.v {
		n := &r.brain.Neurons[i]
		v, u, current := r.v[i], r.u[i], r.current[i]
		half := func(v float64) float64 {
			return v + float64(0.5*(float64(float64(0.04*v)*v)+float64(5*v)+140-u+current))
		}
		v = min(max(half(v), -100), 35)
		v = half(v)
		u += float64(n.A * (float64(n.B*v) - u))
		if v >= 30 {
			v = n.C
			u += n.D
			r.lastSpike[i] = int64(r.tick)
			r.fired = append(r.fired, int32(i))
		}
		r.v[i], r.u[i] = v, u
	}
}

// send puts a value on its way to the target of a synapse.
func (r *Reference) send(row int32, value float64) {
	slot := (r.tick + r.brain.Synapses.Delay[row]) % r.ringLength
	r.arrivals[slot] = append(r.arrivals[slot], arrival{r.brain.Synapses.Target[row], value})
}

// deliver is the column "on source spike" of semantics section 2.
func (r *Reference) deliver(row int32) {
	params, s := r.brain.Synapses.Params[row], &r.state[row]
	p := &r.brain.ParamSets[params]
	switch p.Type {
	case snn.Fixed:
		r.send(row, r.weight[row])
	case snn.Plastic:
		s.Eligibility++
		if s.EligPost > snn.LTDFloor && p.Learns() && p.LTDRatio != 0 {
			r.depress(row, p, s.EligPost)
		}
		r.send(row, r.weight[row])
	case snn.Facilitating:
		s.CurrentGain += p.FacilIncrement
		r.send(row, float64(r.weight[row]*s.CurrentGain))
	case snn.Depressing:
		s.CurrentGain *= p.DepressFactor
		r.send(row, float64(r.weight[row]*s.CurrentGain))
	case snn.Gated:
		s.Eligibility++
		if p.Gates == snn.GatesLearning || r.gateOpen(params) {
			r.send(row, r.weight[row])
		}
	case snn.RewardPlastic:
		s.Trace++
		r.send(row, r.weight[row])
	case snn.Developmental:
		if s.Alive {
			s.Eligibility++
			s.SourceFires++
			r.send(row, r.weight[row])
		}
	}
}

// learn is the column "on target spike" of semantics section 2.
func (r *Reference) learn(row int32) {
	params, s := r.brain.Synapses.Params[row], &r.state[row]
	p := &r.brain.ParamSets[params]
	switch p.Type {
	case snn.Plastic:
		s.EligPost++
		if s.Eligibility > 0 {
			r.potentiate(row, p, s.Eligibility)
		}
	case snn.Gated:
		if r.gateOpen(params) {
			r.potentiate(row, p, s.Eligibility)
		}
	case snn.RewardPlastic:
		if s.Trace > 0 {
			s.Eligibility += s.Trace
			s.Trace *= 0.5
		}
	case snn.Developmental:
		if s.Alive && s.Eligibility > 0 {
			s.Coincidences++
			r.potentiate(row, p, s.Eligibility)
		}
	}
}

// gateOpen reports whether the gate of a parameter set is open.
func (r *Reference) gateOpen(params int32) bool {
	return r.gates.open(r.gates.table.ByParams[params])
}

// potentiate is LTP(w, e) of semantics section 2.
func (r *Reference) potentiate(row int32, p *snn.ParamSet, e float64) {
	if !p.Learns() {
		return
	}
	w := r.weight[row]
	if p.Inhibitory() {
		w -= p.LearningRate * e * (w - p.WMin) / p.Range()
	} else {
		w += p.LearningRate * e * (p.WMax - w) / p.Range()
	}
	r.weight[row] = clamp(w, p)
}

// depress is the LTD of a plastic synapse.
func (r *Reference) depress(row int32, p *snn.ParamSet, e float64) {
	w := r.weight[row]
	if p.Inhibitory() {
		w += p.LearningRate * p.LTDRatio * e * (p.WMax - w) / p.Range()
	} else {
		w -= p.LearningRate * p.LTDRatio * e * (w - p.WMin) / p.Range()
	}
	r.weight[row] = clamp(w, p)
}

func clamp(w float64, p *snn.ParamSet) float64 { return min(max(w, p.WMin), p.WMax) }

// decayTraces: every trace and gain, spike or no spike.
func (r *Reference) decayTraces() {
	for t, rows := range r.rows {
		switch snn.SynapseType(t) {
		case snn.Fixed, snn.GapJunction:
			continue
		}
		for _, row := range rows {
			s, d := &r.state[row], &r.decay[r.brain.Synapses.Params[row]]
			switch snn.SynapseType(t) {
			case snn.Plastic:
				s.Eligibility *= d.first
				s.EligPost *= d.second
			case snn.Gated, snn.Developmental:
				s.Eligibility *= d.first
			case snn.RewardPlastic:
				s.Trace *= d.first
				s.Eligibility *= d.second
			case snn.Facilitating, snn.Depressing:
				s.CurrentGain = 1 + float64((s.CurrentGain-1)*d.first)
			}
		}
	}
}

// prune kills developmental synapses whose target too rarely fired with their
// source (semantics section 2, developmental).
func (r *Reference) prune() {
	rows := r.rows[snn.Developmental]
	if len(rows) == 0 || r.criticalPeriodIsOver {
		return
	}
	p := &r.brain.ParamSets[r.brain.Synapses.Params[rows[0]]]
	tick := int64(r.tick)
	if tick == 0 || tick >= p.CriticalPeriod || tick%p.EvalInterval != 0 {
		return
	}
	for _, row := range rows {
		s := &r.state[row]
		if s.Alive && s.SourceFires >= p.MinSourceFires &&
			float64(s.Coincidences)/float64(s.SourceFires) < p.PruningThreshold {
			s.Alive = false
			r.weight[row] = 0
		}
	}
}

// Reward implements engine.Backend: deliver_reward of semantics section 2.
func (r *Reference) Reward(amount float64) error {
	if math.Abs(amount) < 1e-6 {
		return nil
	}
	for _, row := range r.rows[snn.RewardPlastic] {
		s := &r.state[row]
		if math.Abs(s.Eligibility) < snn.EligibilityFloor {
			continue
		}
		p := &r.brain.ParamSets[r.brain.Synapses.Params[row]]
		if p.Learns() {
			r.weight[row] = clamp(rewarded(r.weight[row], p, s.Eligibility, amount), p)
		}
		s.Eligibility *= 0.5
	}
	if r.homeo != nil {
		r.homeo.apply(r)
	}
	return nil
}

// rewarded returns the weight after a reward.
func rewarded(w float64, p *snn.ParamSet, e, amount float64) float64 {
	change := p.LearningRate * e * amount
	switch {
	case p.Inhibitory():
		return w - float64(change*(w-p.WMin)/p.Range())
	case amount > 0:
		return w + float64(change*(p.WMax-w)/p.Range())
	default:
		return w + float64(change*(w-p.WMin)/p.Range())
	}
}

// Snapshot implements engine.Backend.
func (r *Reference) Snapshot(s *snn.Snapshot) error {
	s.Tick = r.tick
	copy(s.V, r.v)
	copy(s.U, r.u)
	copy(s.LastSpike, r.lastSpike)
	copy(s.Weight, r.weight)
	copy(s.State, r.state)
	return nil
}
