package snn

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
	class := NewClass(p.Type, &p.Params, c.decay)
	class.Gate = c.net.Gates.ByParams[params]
	return class
}

// synapseSet compiles all synapses of a type, or returns nil if there are
// none.
func (c *compiler) synapseSet(t SynapseType) *SynapseSet {
	rows := c.rowsBySource(t)
	if rows == nil {
		return nil
	}
	ys := &c.brain.Synapses
	s := &SynapseSet{
		Type: t, Begin: c.begins(rows, ys.Source), Row: rows,
		Destination: make([]uint32, len(rows)), Weight: make([]float32, len(rows)),
	}
	for k, row := range rows {
		delay := ys.Delay[row]
		if delay == 0 {
			delay = c.wrap
		}
		if delay >= LongDelay {
			if s.LongDelay == nil {
				s.LongDelay = make([]int32, len(rows))
			}
			s.LongDelay[k] = delay
		}
		s.Destination[k] = Destination(ys.Target[row], delay)
		s.Weight[k] = Flush(float32(ys.Weight[row]))
		c.net.MaxDelay = max(c.net.MaxDelay, delay)
	}
	if t == Fixed {
		s.Row = nil // nothing of it changes
		s.RowWeight = rowWeights(s)
		if s.RowWeight != nil {
			s.Weight = nil
		}
		return s
	}
	c.classify(s)
	c.startState(s)
	return s
}

// rowsBySource lists the rows of a type by source, those of one source by
// target, those of both in id order.
func (c *compiler) rowsBySource(t SynapseType) []int32 {
	ys := &c.brain.Synapses
	count := 0
	for _, x := range ys.Type {
		if x == t {
			count++
		}
	}
	if count == 0 {
		return nil
	}
	rows := make([]int32, 0, count)
	for i, x := range ys.Type {
		if x == t {
			rows = append(rows, int32(i))
		}
	}
	sorted := make([]int32, count)
	c.sortBy(ys.Target, rows, sorted)
	c.sortBy(ys.Source, sorted, rows)
	return rows
}

// sortBy writes rows to sorted by ascending neuron; rows of one neuron keep
// their order.
func (c *compiler) sortBy(neuron, rows, sorted []int32) {
	next := c.begins(rows, neuron)
	for _, row := range rows {
		n := neuron[row]
		sorted[next[n]] = row
		next[n]++
	}
}

// begins counts rows by neuron and returns where each neuron's would begin.
func (c *compiler) begins(rows, neuron []int32) []int32 {
	begin := make([]int32, c.net.Neurons+1)
	for _, row := range rows {
		begin[neuron[row]+1]++
	}
	for i := range c.net.Neurons {
		begin[i+1] += begin[i]
	}
	return begin
}

// rowWeights returns the one weight of each source's synapses, or nil where
// that of some source differ.
func rowWeights(s *SynapseSet) []float32 {
	weights := make([]float32, len(s.Begin)-1)
	for n := range weights {
		row := s.Weight[s.Begin[n]:s.Begin[n+1]]
		for _, w := range row {
			if w != row[0] {
				return nil
			}
		}
		if len(row) > 0 {
			weights[n] = row[0]
		}
	}
	return weights
}

// classify gives every synapse the class of its parameters.
func (c *compiler) classify(s *SynapseSet) {
	ys := &c.brain.Synapses
	index := make([]int32, len(c.brain.ParamSets)) // class + 1
	class := make([]int32, len(s.Row))
	for k, row := range s.Row {
		params := ys.Params[row]
		if index[params] == 0 {
			s.Classes = append(s.Classes, c.class(params))
			index[params] = int32(len(s.Classes))
		}
		class[k] = index[params] - 1
	}
	if len(s.Classes) > 1 {
		s.Class = class
	}
}

// finishTraces numbers the traces and points the synapses at them.
func (c *compiler) finishTraces() {
	traces, final := c.traces.finish(c.net.Neurons)
	c.net.Traces = traces
	for _, s := range c.net.Chemical {
		if s == nil {
			continue
		}
		for _, provisional := range [][]int32{s.Pre.BySynapse, s.Post.BySynapse} {
			for k, i := range provisional {
				provisional[k] = final[i]
			}
		}
		if s.Pre.BySynapse != nil {
			s.Pre.shorten(s, c.net.Neurons, func(_, source int32) int32 { return source })
		}
		if s.Post.BySynapse != nil {
			s.Post.shorten(s, c.net.Neurons, func(k, _ int32) int32 { return s.Target(k) })
		}
	}
}

// shorten turns an index by synapse into one by neuron where that says as much.
func (x *TraceIndex) shorten(s *SynapseSet, neurons int, neuronOf func(k, source int32) int32) {
	byNeuron := make([]int32, neurons)
	for n := range byNeuron {
		byNeuron[n] = -1
	}
	for source := range int32(neurons) {
		for k := s.Begin[source]; k < s.Begin[source+1]; k++ {
			n := neuronOf(k, source)
			switch byNeuron[n] {
			case -1:
				byNeuron[n] = x.BySynapse[k]
			case x.BySynapse[k]:
			default:
				return
			}
		}
	}
	x.ByNeuron, x.BySynapse = byNeuron, nil
}

// startState fills the arrays of the type's own state.
func (c *compiler) startState(s *SynapseSet) {
	ys := &c.brain.Synapses
	state := func(k int) *SynapseState { return &c.brain.States[ys.StateAt(int(s.Row[k]))] }
	column := func(value func(*SynapseState) float64) []float32 {
		xs := make([]float32, len(s.Row))
		for k := range xs {
			xs[k] = Flush(float32(value(state(k))))
		}
		return xs
	}
	switch s.Type {
	case Plastic, Gated, Developmental:
		s.Pre.BySynapse = make([]int32, len(s.Row))
		for k, row := range s.Row {
			s.Pre.BySynapse[k] = c.traces.number(false, ys.Source[row], s.Classes[s.ClassOf(int32(k))].Decay, state(k).Eligibility)
		}
	case RewardPlastic:
		s.Trace = column(func(x *SynapseState) float64 { return x.Trace })
		s.Eligibility = column(func(x *SynapseState) float64 { return x.Eligibility })
	case Facilitating, Depressing:
		s.Gain = column(func(x *SynapseState) float64 { return x.CurrentGain })
	}
	switch s.Type {
	case Plastic:
		s.Post.BySynapse = make([]int32, len(s.Row))
		for k, row := range s.Row {
			s.Post.BySynapse[k] = c.traces.number(true, ys.Target[row], s.Classes[s.ClassOf(int32(k))].Decay2, state(k).EligPost)
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
