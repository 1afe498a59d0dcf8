package snn

import "math"

// compiler gathers what the synapse sets of one network share.
type compiler struct {
	brain  *Brain
	net    *Network
	decays map[float64]int32 // time constant → index into Network.Decays
	traces *traceTable
	wrap   int32 // arrival of a chemical synapse of delay 0
}

func newCompiler(b *Brain, n *Network) *compiler {
	return &compiler{
		brain: b, net: n, decays: map[float64]int32{},
		traces: newTraceTable(), wrap: b.RingLength(),
	}
}

// decay returns the index of the table of a time constant.
func (c *compiler) decay(tau float64) int32 {
	index, seen := c.decays[tau]
	if !seen {
		index = int32(len(c.net.Decays))
		c.decays[tau] = index
		c.net.Decays = append(c.net.Decays, NewDecayTable(tau))
	}
	return index
}

// class rounds the constants of one parameter set.
func (c *compiler) class(params int32) Class {
	p := &c.brain.ParamSets[params]
	k := Class{
		WMin: Flush(float32(p.WMin)), WMax: Flush(float32(p.WMax)),
		Inhibitory: p.Inhibitory(), Gate: c.net.Gates.ByParams[params],
		Transmission: p.Gates == GatesTransmission,
	}
	if p.Type.LearnsAtTarget() && p.Learns() {
		k.LTPRate = learningRate(p.LearningRate / p.Range())
		if p.LTDRatio != 0 {
			k.LTDRate = learningRate(p.LearningRate * p.LTDRatio / p.Range())
		}
	}
	if k.LTPLimit, k.LTDLimit = k.WMax, k.WMin; k.Inhibitory {
		k.LTPLimit, k.LTDLimit = k.WMin, k.WMax
	}
	switch p.Type {
	case Plastic:
		k.Decay, k.Decay2 = c.decay(p.TauPlus), c.decay(p.TauMinus)
	case Gated, Developmental:
		k.Decay = c.decay(p.TauPlus)
	case RewardPlastic:
		k.Decay, k.Decay2 = c.decay(p.TauTrace), c.decay(p.TauEligible)
	case Facilitating:
		k.Decay, k.GainStep = c.decay(p.TauRecovery), float32(p.FacilIncrement)
	case Depressing:
		k.Decay, k.GainStep = c.decay(p.TauRecovery), float32(p.DepressFactor)
	}
	return k
}

// learningRate rounds the rate of a synapse that learns. It is never 0, which
// would mean that nothing is learned: V8 brings a weight within its bounds even
// at a learning rate of 0. And it is bounded, so that no product of it
// overflows: from a rate of 2^24 on, every trace above TraceFloor takes a
// weight all the way to its limit.
func learningRate(x float64) float32 {
	const smallest, largest = 0x1p-126, 0x1p40
	rate := float32(min(max(x, -largest), largest))
	if math.Abs(float64(rate)) < smallest {
		return smallest
	}
	return rate
}

// synapseSet compiles all synapses of a type, or returns nil if there are
// none.
func (c *compiler) synapseSet(t SynapseType) *SynapseSet {
	b := c.brain
	s := &SynapseSet{Type: t, Begin: make([]int32, len(b.Neurons)+1)}
	for i, kind := range b.Synapses.Type {
		if kind == t {
			s.Begin[b.Synapses.Source[i]+1]++
		}
	}
	for i := range b.Neurons {
		s.Begin[i+1] += s.Begin[i]
	}
	count := s.Begin[len(b.Neurons)]
	if count == 0 {
		return nil
	}
	s.Row = make([]int32, count)
	next := append([]int32(nil), s.Begin...)
	for i, kind := range b.Synapses.Type {
		if source := b.Synapses.Source[i]; kind == t {
			s.Row[next[source]] = int32(i)
			next[source]++
		}
	}
	s.Target, s.Delay = make([]int32, count), make([]int32, count)
	s.Weight, s.Class = make([]float32, count), make([]int32, count)
	classes := map[int32]int32{}
	for k, row := range s.Row {
		y := b.Synapses.At(int(row))
		class, seen := classes[y.Params]
		if !seen {
			class = int32(len(s.Classes))
			classes[y.Params] = class
			s.Classes = append(s.Classes, c.class(y.Params))
		}
		s.Target[k], s.Weight[k], s.Class[k] = y.Target, Flush(float32(y.Weight)), class
		if s.Delay[k] = y.Delay; y.Delay == 0 {
			s.Delay[k] = c.wrap
		}
		c.net.MaxDelay = max(c.net.MaxDelay, s.Delay[k])
	}
	c.startState(s)
	if t.LearnsAtTarget() {
		s.InBegin, s.In = byTarget(s, len(b.Neurons))
	}
	return s
}

// finishTraces numbers the traces and points the synapses at them.
func (c *compiler) finishTraces() {
	traces, final := c.traces.finish(c.net.Neurons)
	c.net.Traces = traces
	for _, s := range c.net.Chemical {
		if s == nil {
			continue
		}
		for _, references := range [][]int32{s.Pre, s.Post} {
			for k, provisional := range references {
				references[k] = final[provisional]
			}
		}
	}
}

// startState fills the arrays of the type's own state.
func (c *compiler) startState(s *SynapseSet) {
	state := func(k int) *SynapseState { return &c.brain.States[c.brain.Synapses.StateAt(int(s.Row[k]))] }
	source := func(k int) int32 { return c.brain.Synapses.Source[s.Row[k]] }
	column := func(value func(*SynapseState) float64) []float32 {
		xs := make([]float32, len(s.Row))
		for k := range xs {
			xs[k] = Flush(float32(value(state(k))))
		}
		return xs
	}
	switch s.Type {
	case Plastic, Gated, Developmental:
		s.Pre = make([]int32, len(s.Row))
		for k := range s.Row {
			s.Pre[k] = c.traces.number(false, source(k), s.Classes[s.Class[k]].Decay, state(k).Eligibility)
		}
	case RewardPlastic:
		s.Trace = column(func(x *SynapseState) float64 { return x.Trace })
		s.Eligibility = column(func(x *SynapseState) float64 { return x.Eligibility })
	case Facilitating, Depressing:
		s.Gain = column(func(x *SynapseState) float64 { return x.CurrentGain })
	}
	switch s.Type {
	case Plastic:
		s.Post = make([]int32, len(s.Row))
		for k := range s.Row {
			s.Post[k] = c.traces.number(true, s.Target[k], s.Classes[s.Class[k]].Decay2, state(k).EligPost)
		}
	case Developmental:
		s.SourceFires, s.Coincidences = make([]int32, len(s.Row)), make([]int32, len(s.Row))
		s.Alive = make([]bool, len(s.Row))
		for k := range s.Row {
			x := state(k)
			s.SourceFires[k], s.Coincidences[k], s.Alive[k] = int32(x.SourceFires), int32(x.Coincidences), x.Alive
		}
	}
}

// byTarget returns the CSR of a set by target: synapses in order of source.
func byTarget(s *SynapseSet, neurons int) (begin, in []int32) {
	begin, in = make([]int32, neurons+1), make([]int32, len(s.Target))
	for _, target := range s.Target {
		begin[target+1]++
	}
	for i := range neurons {
		begin[i+1] += begin[i]
	}
	next := append([]int32(nil), begin...)
	for k, target := range s.Target {
		in[next[target]] = int32(k)
		next[target]++
	}
	return begin, in
}
