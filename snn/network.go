package snn

import (
	"fmt"
	"math"
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
// synapses of neuron n are Begin[n] .. Begin[n+1]-1, in id order.
type SynapseSet struct {
	Type   SynapseType
	Begin  []int32 // [Neurons+1]
	Target []int32
	Delay  []int32 // from spike to arrival [ticks], at least 1
	Weight []float32
	Class  []int32 // index into Classes
	Row    []int32 // row of the Brain

	Classes []Class // the constants of each distinct parameter set

	// By target, for types that learn: the synapses into neuron n are
	// In[InBegin[n]] .. In[InBegin[n+1]-1].
	InBegin []int32 // [Neurons+1]
	In      []int32 // index into the arrays above

	Pre  []int32 // plastic, gated, developmental: trace of the source
	Post []int32 // plastic: trace of the target

	// Start state; only those of the type are set.
	Gain         []float32 // facilitating, depressing
	Trace        []float32 // reward_plastic
	Eligibility  []float32 // reward_plastic
	SourceFires  []int32   // developmental
	Coincidences []int32   // developmental
	Alive        []bool    // developmental
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
	var err error
	n.FixedPoint, err = n.fixedPoint()
	if err != nil {
		worst := &b.Neurons[n.FixedPoint.Worst]
		return nil, fmt.Errorf("neuron %d: %w; --backend reference runs it", worst.ID, err)
	}
	return n, nil
}

func (n *Network) compileNeurons(b *Brain) {
	column := func(value func(*Neuron) float64) []float32 {
		xs := make([]float32, len(b.Neurons))
		for i := range xs {
			xs[i] = Flush(float32(value(&b.Neurons[i])))
		}
		return xs
	}
	n.A = column(func(x *Neuron) float64 { return x.A })
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
