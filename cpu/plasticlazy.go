package cpu

import (
	"math"
	"math/bits"

	"github.com/engine-gpu/engine-gpu/snn"
)

// lazyPlastic holds the plastic (STDP) synapses of a part and potentiates them
// late: not when a target fires, but before the weight is needed next, when the
// source fires. All potentiations of a synapse since its source's last spike are
// then made up for, in the order in which they were due and with the traces of
// those ticks, so that not one bit differs from [eagerPlastic]; but weights are
// read and written along the rows, and nothing needs an index by target.
//
// What is due is known from the targets' spikes, of which a part remembers the
// last ticks, one bit each. A source's trace is spent after a known number of
// ticks, the window; a source that has not fired for so long gets its due then,
// and has none from then on. So the memory is bounded, and every source's row is
// visited at most twice for each of its spikes.
type lazyPlastic struct {
	rows
	weight []float32
	pre    []int32 // by source: its trace
	post   []int32 // by target: its trace
	window int32   // [ticks] after which every source's trace is spent

	depresses bool        // some class does
	rowClass  []int32     // by source: the class of its synapses, mixedClasses; nil: all 0
	factors   [][]float32 // by decay of the network: its factors from -wordTicks ticks on
	vector    bool        // vectorPotentiate runs here

	done    []int32 // by source: the tick before which all is made up for
	history *spikeHistory
	recent  [][]int32 // sources that fired, by tick modulo a power of two above window
}

// mixedClasses stands for the class of a row with more than one.
const mixedClasses = -1

// maxLazyWindow bounds the memory of the targets' spikes: 512 bytes a neuron.
const maxLazyWindow = 127 * wordTicks

// lazyWindow returns the ticks after which every trace of the set's sources is
// spent, or 0 where the set cannot be potentiated late: where synapses of one
// neuron have different traces, where traces last too long, or where a weight
// starts outside its bounds, into which a spent trace, too, would bring it.
func lazyWindow(net *snn.Network, s *snn.SynapseSet) int32 {
	if s.Pre.ByNeuron == nil || s.Post.ByNeuron == nil {
		return 0
	}
	var window int32
	for i := range s.Classes {
		d := &net.Decays[s.Classes[i].Decay]
		if d.Beyond != 0 || d.End > maxLazyWindow {
			return 0
		}
		window = max(window, d.End)
	}
	for k, w := range s.Weight {
		if c := &s.Classes[s.ClassOf(int32(k))]; c.LTPRate != 0 && math.Float32bits(c.Bounded(w)) != math.Float32bits(w) {
			return 0
		}
	}
	return window
}

func newLazyPlastic(p *part, s *snn.SynapseSet, c *columns) *lazyPlastic {
	l := &lazyPlastic{
		rows: newRows(p, s, c.cuts), weight: c.weight,
		pre: s.Pre.ByNeuron, post: s.Post.ByNeuron, window: lazyWindow(p.net, s),
		rowClass: c.rowClass, vector: hasVectorPotentiate(),
	}
	l.factors = make([][]float32, len(p.net.Decays))
	for i := range s.Classes {
		c := &s.Classes[i]
		l.depresses = l.depresses || c.LTDRate != 0
		l.factors[c.Decay] = decayFactors(&p.net.Decays[c.Decay], l.window)
	}
	if !p.learn {
		return l
	}
	l.done = make([]int32, len(l.begin))
	l.history = newSpikeHistory(p, l.window)
	l.recent = make([][]int32, 1<<bits.Len32(uint32(l.window)))
	// A trace that was stored begins in tick 0, as if its source had fired.
	for n := range int32(len(l.begin)) {
		if l.begin[n] < l.end[n] && p.traces[l.pre[n]].value > 0 {
			l.recent[0] = append(l.recent[0], n)
		}
	}
	return l
}

// decayFactors lists a decay from -wordTicks ticks on, of which there is none, to
// a word beyond the window.
func decayFactors(decay *snn.DecayTable, window int32) []float32 {
	factors := make([]float32, wordTicks+window+wordTicks)
	for k := range window {
		factors[wordTicks+k] = decay.Factor(k)
	}
	return factors
}

// deliver sends the spikes of plastic synapses (semantics section 2, plastic,
// on source spike).
//
//	for n in fired, k in row(n):
//	  make up for potentiation
//	  e = trace(post[k]);  e > 0.01: weight[k] = moved(weight[k], LTDRate, e, LTDLimit)
//	  I[t+delay[k]][target[k]] += quantize(weight[k])
func (l *lazyPlastic) deliver(tick int32, fired []int32) {
	p := l.part
	for _, n := range fired {
		begin, end := l.begin[n], l.end[n]
		if begin == end {
			continue
		}
		if l.done != nil {
			l.potentiate(n, tick, p.before[l.pre[n]])
		}
		if l.depresses {
			l.depress(begin, end, tick)
		}
		l.sendWeights(tick, begin, end, l.weight)
	}
	if l.done != nil {
		l.remember(tick, fired)
	}
}

// depress moves the weights of synapses whose source fires.
func (l *lazyPlastic) depress(begin, end, tick int32) {
	p := l.part
	for k := begin; k < end; k++ {
		c := l.class(k)
		if c.LTDRate == 0 {
			continue
		}
		if e := p.trace(l.post[l.destination[k]&targetMask], tick); e > snn.LTDFloor {
			l.weight[k] = moved(l.weight[k], c.LTDRate, e, c.LTDLimit, c)
		}
	}
}

// learn notes the spikes that are to be made up for (semantics section 2,
// plastic, on target spike).
func (l *lazyPlastic) learn(tick int32, fired []int32) {
	l.expire(tick)
	l.history.add(tick, fired)
}

// potentiate makes up for the potentiation by the targets' spikes before a
// tick. The source's trace is that of its last spike before the tick.
//
//	for s in done[n] .. tick-1, k in row(n), target[k] fired in s, stored trace(pre[k]) > 0:
//	  weight[k] = moved(weight[k], LTPRate, trace(pre[k]) in s, LTPLimit)
func (l *lazyPlastic) potentiate(n, tick int32, source trace) {
	from := l.done[n]
	l.done[n] = tick
	until := min(tick, source.tick+l.window)
	if source.value <= 0 {
		return
	}
	for from < until {
		next := min(until, (from/wordTicks+1)*wordTicks)
		mask := ^uint32(0) << (from % wordTicks) & (^uint32(0) >> (wordTicks - 1 - (next-1)%wordTicks))
		l.potentiateWord(n, from/wordTicks*wordTicks, mask, source)
		from = next
	}
}

// potentiateWord is potentiate for those of the 32 ticks from first on that the
// mask names.
func (l *lazyPlastic) potentiateWord(n, first int32, mask uint32, source trace) {
	var class int32
	if l.rowClass != nil {
		class = l.rowClass[n]
	}
	begin, end := l.begin[n], l.end[n]
	spikes := l.history.of(first)
	decay := l.part.net.Traces.Decay[l.pre[n]]
	p := potentiation{
		spikes: spikes, mask: mask, lo: uint32(l.part.lo),
		value: source.value, factors: l.factors[decay][first-source.tick+wordTicks:][:wordTicks],
	}
	if class == mixedClasses {
		p.mixed(l.destination[begin:end], l.weight[begin:end], l.set.Class[begin:end], l.set.Classes)
		return
	}
	p.apply(l.destination[begin:end], l.weight[begin:end], &l.set.Classes[class], l.vector)
}

// remember notes the sources that fired in a tick.
func (l *lazyPlastic) remember(tick int32, fired []int32) {
	slot := &l.recent[tick&int32(len(l.recent)-1)]
	for _, n := range fired {
		if l.begin[n] < l.end[n] {
			*slot = append(*slot, n)
		}
	}
}

// expire makes up for the potentiation of sources whose trace is spent.
func (l *lazyPlastic) expire(tick int32) {
	spent := tick - l.window
	if spent < 0 {
		return
	}
	slot := &l.recent[spent&int32(len(l.recent)-1)]
	for _, n := range *slot {
		if t := l.part.traces[l.pre[n]]; t.tick == spent && l.done[n] < tick {
			l.potentiate(n, tick, t)
		}
	}
	*slot = (*slot)[:0]
}

// settle makes up for all potentiation before a tick.
func (l *lazyPlastic) settle(tick int32) {
	if l.done == nil {
		return
	}
	for n := range int32(len(l.begin)) {
		if l.begin[n] < l.end[n] && l.done[n] < tick {
			l.potentiate(n, tick, l.part.traces[l.pre[n]])
		}
	}
}

func (l *lazyPlastic) snapshot(tick int32, to *snn.Snapshot) {
	l.settle(tick)
	l.each(func(source, k int32) {
		row := l.set.RowOf(k)
		to.Weight[row] = float64(l.weight[k])
		to.State[row].Eligibility = l.part.storedTrace(l.pre[source], tick)
		to.State[row].EligPost = l.part.storedTrace(l.post[l.set.Target(k)], tick)
	})
}
