package snn

import (
	"fmt"
	"math"
	"unsafe"
)

// Network is a brain compiled for the float32 backends: structure of arrays,
// synapses by type in CSR, constants rounded once. It shares nothing that a
// run changes: a backend copies what it writes to.
type Network struct {
	Neurons int

	// Per neuron.
	A, B, C, D []float32 // Izhikevich parameters [1/ms, 1, mV, mV]
	V, U       []float32 // start state [mV]
	LastSpike  []int32   // start state [tick]

	Gaps     GapJunctions
	Chemical [NumChemicalTypes]*SynapseSet // nil where the brain has none

	Traces  Traces
	Decays  []DecayTable // one for each distinct time constant
	Gates   GateTable
	Pruning Pruning

	FixedPoint FixedPoint
	MaxDelay   int32 // longest time from a spike to its arrival [ticks]
}

// GapJunctions are the electrical synapses, in id order.
type GapJunctions struct {
	Source, Target []int32
	Conductance    []float32
}

// SynapseSet holds all synapses of one chemical type, in CSR by source: the
// synapses of neuron n are Begin[n] .. Begin[n+1]-1, by ascending target, those
// onto one target in id order.
//
// Columns that would say the same of every synapse are left out: large brains
// then need 8 bytes for a fixed synapse, or 4 where those of a source weigh the
// same, and 8 for a plastic one.
type SynapseSet struct {
	Type        SynapseType
	Begin       []int32   // [Neurons+1]
	Destination []uint32  // see [Destination]
	LongDelay   []int32   // [ticks]; nil unless a delay of the set is LongDelay or more
	Weight      []float32 // fixed synapses: nil once they are currents
	Class       []int32   // index into Classes; nil: all 0
	Row         []int32   // row of the Brain; nil for fixed synapses, and without a Brain

	// Fixed synapses: their weights never change, so they are kept as the
	// currents that they deliver, in fixed point: either by synapse, or by
	// source where all synapses of every source weigh the same.
	RowWeight  []float32 // [Neurons]; instead of Weight, nil once they are currents
	Current    []int32
	RowCurrent []int32 // [Neurons]; instead of Current

	Classes []Class // the constants of each distinct parameter set

	// Traces of plastic, gated and developmental synapses.
	Pre  TraceIndex // of the source
	Post TraceIndex // of the target; plastic only

	// Start state; only those of the type are set.
	Gain         []float32 // facilitating, depressing
	Trace        []float32 // reward_plastic
	Eligibility  []float32 // reward_plastic
	SourceFires  []int32   // developmental
	Coincidences []int32   // developmental
	Alive        []bool    // developmental
}

// TraceIndex tells which of [Traces] a synapse reads: by neuron where all
// synapses of the set at that neuron read the same one, else by synapse.
type TraceIndex struct {
	ByNeuron  []int32 // [Neurons]; -1 where the set has no synapse
	BySynapse []int32
}

// Of returns the trace of synapse k, whose source or target is the neuron.
func (x *TraceIndex) Of(k, neuron int32) int32 {
	if x.ByNeuron != nil {
		return x.ByNeuron[neuron]
	}
	return x.BySynapse[k]
}

// PreBySynapse returns the source's trace of every synapse.
func (s *SynapseSet) PreBySynapse() []int32 {
	return s.bySynapse(&s.Pre, func(source, _ int32) int32 { return source })
}

// PostBySynapse returns the target's trace of every synapse.
func (s *SynapseSet) PostBySynapse() []int32 {
	return s.bySynapse(&s.Post, func(_, k int32) int32 { return s.Target(k) })
}

func (s *SynapseSet) bySynapse(x *TraceIndex, neuron func(source, k int32) int32) []int32 {
	if x.ByNeuron == nil {
		return x.BySynapse
	}
	index := make([]int32, s.Len())
	for n := range int32(len(s.Begin) - 1) {
		for k := s.Begin[n]; k < s.Begin[n+1]; k++ {
			index[k] = x.ByNeuron[neuron(n, k)]
		}
	}
	return index
}

// Len is the number of synapses.
func (s *SynapseSet) Len() int { return len(s.Destination) }

// Destination packs the target of a synapse and its delay [ticks] into 32 bits:
// the target in the low TargetBits, the delay above, or LongDelay where it is
// that or more.
func Destination(target, delay int32) uint32 {
	return uint32(min(delay, LongDelay))<<TargetBits | uint32(target)
}

// Target returns the position of the target of synapse k.
func (s *SynapseSet) Target(k int32) int32 { return int32(s.Destination[k] & (1<<TargetBits - 1)) }

// Delay returns the time from a spike to its arrival over synapse k [ticks], at
// least 1.
func (s *SynapseSet) Delay(k int32) int32 {
	if delay := int32(s.Destination[k] >> TargetBits); delay < LongDelay {
		return delay
	}
	return s.LongDelay[k]
}

// ClassOf returns the index of the class of synapse k.
func (s *SynapseSet) ClassOf(k int32) int32 {
	if s.Class == nil {
		return 0
	}
	return s.Class[k]
}

// RowOf returns the row of the Brain of synapse k, or k without a Brain.
func (s *SynapseSet) RowOf(k int32) int32 {
	if s.Row == nil {
		return k
	}
	return s.Row[k]
}

// CurrentOf returns the current, in fixed point, of fixed synapse k of a source.
func (s *SynapseSet) CurrentOf(k, source int32) int32 {
	if s.RowCurrent != nil {
		return s.RowCurrent[source]
	}
	return s.Current[k]
}

// Class holds the constants of one parameter set, rounded to float32. A weight
// moves towards a limit: LTP is w += LTPRate·e·(LTPLimit-w), LTD is
// w += LTDRate·e·(LTDLimit-w); that is semantics section 2 with the division
// by the range done once.
type Class struct {
	LTPRate, LTDRate   float32 // 0 where nothing is learned
	LTPLimit, LTDLimit float32
	WMin, WMax         float32
	Inhibitory         bool
	GainStep           float32 // facil_increment or depress_factor
	Decay, Decay2      int32   // index into Network.Decays, in the order of the type's time constants
	Gate               int32   // index into Network.Gates.Gates; -1 without
	Transmission       bool    // the gate stops transmission too
}

// Pruning are the parameters of the first developmental synapse, from which
// V8 reads them for all.
type Pruning struct {
	Over           bool   // no developmental synapses, or the critical period has passed
	CriticalPeriod int64  // [ticks]
	EvalInterval   int64  // [ticks]
	MinSourceFires int32  // spikes
	Threshold      uint64 // coincidences per source spike, in units of 2^-32, rounded down
}

// Due reports whether synapses are pruned at the end of a tick.
func (p *Pruning) Due(tick int32) bool {
	t := int64(tick)
	return !p.Over && t > 0 && t < p.CriticalPeriod && t%p.EvalInterval == 0
}

// Compile validates a brain and compiles it. It fails, naming the neuron,
// where a sum of currents could overflow its 32 bits.
func Compile(b *Brain) (*Network, error) {
	if err := b.Validate(); err != nil {
		return nil, err
	}
	if err := b.validateFloat32(); err != nil {
		return nil, err
	}
	n := &Network{Neurons: len(b.Neurons), Gates: NewGateTable(b)}
	n.compileNeurons(b)
	c := newCompiler(b, n)
	for t := range NumChemicalTypes {
		n.Chemical[t] = c.synapseSet(SynapseType(t))
	}
	c.finishTraces()
	n.compileGaps(b)
	n.compilePruning(b)
	if err := n.FixCurrents(); err != nil {
		worst := &b.Neurons[n.FixedPoint.Worst]
		return nil, fmt.Errorf("neuron %d: %w; --backend reference runs it", worst.ID, err)
	}
	return n, nil
}

// FixCurrents is the last step of making a network: it chooses the fixed-point
// scale and turns the weights of fixed synapses into currents. It fails, with
// the neuron's position in FixedPoint.Worst, where a sum of currents could
// overflow its 32 bits.
func (n *Network) FixCurrents() error {
	var err error
	if n.FixedPoint, err = n.fixedPoint(); err != nil {
		return err
	}
	if s := n.Chemical[Fixed]; s != nil {
		scale := n.FixedPoint.Scale()
		s.Current, s.Weight = quantizeInPlace(s.Weight, scale), nil
		s.RowCurrent, s.RowWeight = quantizeInPlace(s.RowWeight, scale), nil
	}
	return nil
}

// quantizeInPlace returns the currents of weights in the weights' own memory: a
// second array of as many would be the largest part of a large brain's peak.
func quantizeInPlace(weight []float32, scale float32) []int32 {
	if weight == nil {
		return nil
	}
	current := unsafe.Slice((*int32)(unsafe.Pointer(unsafe.SliceData(weight))), len(weight))
	for k, w := range weight {
		current[k] = Quantize(w, scale)
	}
	return current
}

func (n *Network) compileNeurons(b *Brain) {
	column := func(value func(*Neuron) float64) []float32 {
		xs := make([]float32, len(b.Neurons))
		for i := range xs {
			xs[i] = Flush(float32(value(&b.Neurons[i])))
		}
		return xs
	}
	n.A = column(func(x *Neuron) float64 { return noticeable(x.A) })
	n.B = column(func(x *Neuron) float64 { return awayFromZero(x.B) })
	n.C = column(func(x *Neuron) float64 { return x.C })
	n.D = column(func(x *Neuron) float64 { return x.D })
	n.V = column(func(x *Neuron) float64 { return x.V })
	n.U = column(func(x *Neuron) float64 { return x.U })
	n.LastSpike = make([]int32, len(b.Neurons))
	for i := range b.Neurons {
		n.LastSpike[i] = int32(b.Neurons[i].LastSpike)
	}
}

// noticeable takes an a so small that u would not move by it in a run's time for
// 0: its products with what b·v and u are apart, 2^-77 and more, would be
// denormals.
func noticeable(a float64) float64 {
	if math.Abs(a) < 0x1p-49 {
		return 0
	}
	return a
}

// awayFromZero keeps b from 0, for which u would decay through the denormals
// without end: u then settles near v·2^-60 instead, which no v can tell from 0.
func awayFromZero(b float64) float64 {
	const smallest = 0x1p-60
	if math.Abs(b) < smallest {
		return smallest
	}
	return b
}

func (n *Network) compileGaps(b *Brain) {
	for i, t := range b.Synapses.Type {
		if t == GapJunction {
			n.Gaps.Source = append(n.Gaps.Source, b.Synapses.Source[i])
			n.Gaps.Target = append(n.Gaps.Target, b.Synapses.Target[i])
			n.Gaps.Conductance = append(n.Gaps.Conductance, float32(b.ParamSets[b.Synapses.Params[i]].Conductance))
		}
	}
}

func (n *Network) compilePruning(b *Brain) {
	first := b.FirstDevelopmental()
	if first < 0 {
		n.Pruning.Over = true
		return
	}
	p := &b.ParamSets[b.Synapses.Params[first]]
	n.Pruning = Pruning{
		Over:           b.CriticalPeriodIsOver(),
		CriticalPeriod: p.CriticalPeriod,
		EvalInterval:   p.EvalInterval,
		MinSourceFires: int32(p.MinSourceFires),
		Threshold:      uint64(math.Floor(min(max(p.PruningThreshold, 0), math.MaxInt32) * (1 << 32))),
	}
}

// Flush turns a float32 too small for a normal number into 0: what GL may do
// with it on its own.
func Flush(x float32) float32 {
	const smallestNormal = 0x1p-126
	if -smallestNormal < x && x < smallestNormal {
		return 0
	}
	return x
}
