package cpu

import (
	"math"
	"math/bits"
	"unsafe"

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
	source []lazySource // [neurons]
	post   []int32      // by target: its trace
	far    bool         // rows are rarely in a core's caches
	window int32        // [ticks] after which every source's trace is spent

	vector  bool        // vectorPotentiate and vectorDepress run here
	factors [][]float32 // by decay of the network: its factors from -wordTicks ticks on

	// Depression.
	depresses bool      // some class does
	after     []trace   // by target from the part's first on: a copy of its trace
	forget    []float32 // factors of the targets' decay, the last one 0; nil if there are several

	// Potentiation.
	history *spikeHistory // nil where nothing is learned
	recent  [][]int32     // sources that fired, by tick modulo a power of two above window
	work    potentiation
	left    []uint32 // work space of potentiate
}

// lazySource is what a spike of a source needs, together in memory.
type lazySource struct {
	begin, end int32 // synapses
	pre        int32 // trace
	decay      int32 // of that trace
	class      int32 // of the synapses, or mixedClasses
	done       int32 // the tick before which all is made up for
	trace      trace // as of the source's last spike
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
		rows: newRows(p, s, c.cuts), weight: c.weight, source: make([]lazySource, p.net.Neurons), far: s.Len() > nearPlastic,
		post: s.Post.ByNeuron, window: lazyWindow(p.net, s), vector: hasVectorPlasticity(),
	}
	l.factors = make([][]float32, len(p.net.Decays))
	for i := range s.Classes {
		c := &s.Classes[i]
		l.depresses = l.depresses || c.LTDRate != 0
		l.factors[c.Decay] = decayFactors(&p.net.Decays[c.Decay], l.window)
	}
	if l.depresses {
		l.after = make([]trace, p.hi-p.lo)
		l.forget = forgetting(p.net, s)
	}
	if p.learn {
		l.recent = make([][]int32, 1<<bits.Len32(uint32(l.window)))
		l.work.lo = uint32(p.lo)
		l.left = make([]uint32, longestRow(&l.rows)+plasticLanes)
	}
	for n := range l.source {
		source := &l.source[n]
		source.begin, source.end = l.begin[n], l.end[n]
		if source.begin == source.end {
			continue
		}
		source.class = classOfRow(s, source.begin, source.end)
		source.pre = s.Pre.ByNeuron[n]
		source.decay = p.net.Traces.Decay[source.pre]
	}
	l.resume(0)
	return l
}

// resume implements plastic: at the start, too. A trace that was stored begins
// in tick 0, as if its source had fired.
func (l *lazyPlastic) resume(tick int32) {
	p := l.part
	for i := range l.after {
		if post := l.post[p.lo+int32(i)]; post >= 0 {
			l.after[i] = p.traces[post]
		}
	}
	if p.learn {
		l.history = newSpikeHistory(p, l.window, tick)
		for i := range l.recent {
			l.recent[i] = l.recent[i][:0]
		}
	}
	for n := range l.source {
		source := &l.source[n]
		if source.begin == source.end {
			continue
		}
		source.done, source.trace = tick, p.traces[source.pre]
		// Sources whose trace is spent by now have had their due.
		if p.learn && source.trace.value > 0 && source.trace.tick >= tick-l.window {
			slot := &l.recent[source.trace.tick&int32(len(l.recent)-1)]
			*slot = append(*slot, int32(n))
		}
	}
}

// plasticLanes is the number of synapses that vectorPotentiate takes at a time.
const plasticLanes = 16

// longestRow returns the largest number of synapses of one source.
func longestRow(r *rows) int32 {
	var most int32
	for n := range r.begin {
		most = max(most, r.end[n]-r.begin[n])
	}
	return most
}

// classOfRow returns the class of synapses begin .. end-1, or mixedClasses.
func classOfRow(s *snn.SynapseSet, begin, end int32) int32 {
	class := s.ClassOf(begin)
	for k := begin + 1; k < end; k++ {
		if s.ClassOf(k) != class {
			return mixedClasses
		}
	}
	return class
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

// longestForgetting bounds a table of factors [ticks].
const longestForgetting = 1 << 14

// forgetting lists the factors of the decay that all targets' traces have, the
// last one 0, or returns nil where they have several or one that is too long.
func forgetting(net *snn.Network, s *snn.SynapseSet) []float32 {
	index := s.Classes[0].Decay2
	for i := range s.Classes {
		if s.Classes[i].Decay2 != index {
			return nil
		}
	}
	decay := &net.Decays[index]
	if decay.Beyond != 0 || decay.End > longestForgetting {
		return nil
	}
	factors := make([]float32, decay.End+1)
	for k := range decay.End {
		factors[k] = decay.Factor(k)
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
	for i, n := range fired {
		if l.far {
			next := ahead(fired, i)
			prefetchRows(next, l.begin, l.end, &l.destination[0])
			prefetchRows(next, l.begin, l.end, (*uint32)(unsafe.Pointer(&l.weight[0])))
		}
		source := &l.source[n]
		if l.history != nil {
			l.potentiate(source, tick)
			source.trace = l.part.traces[source.pre]
		}
		if l.depresses {
			l.depress(source, tick)
		}
		l.sendWeights(tick, source.begin, source.end, l.weight)
	}
	if l.history != nil {
		slot := &l.recent[tick&int32(len(l.recent)-1)]
		*slot = append(*slot, fired...)
	}
}

// depress moves the weights of synapses whose source fires.
func (l *lazyPlastic) depress(source *lazySource, tick int32) {
	if !l.vector || l.forget == nil || source.class == mixedClasses {
		l.depressScalar(source, tick)
		return
	}
	if c := &l.set.Classes[source.class]; c.LTDRate != 0 {
		vectorDepress(&l.destination[source.begin], &l.weight[source.begin], int(source.end-source.begin),
			&l.after[0], &l.forget[0], uint32(l.part.lo), uint32(tick), uint32(len(l.forget)-1),
			c.LTDRate, c.LTDLimit, c.WMin, c.WMax)
	}
}

// depressScalar is the definition of what vectorDepress does.
func (l *lazyPlastic) depressScalar(source *lazySource, tick int32) {
	p := l.part
	for k := source.begin; k < source.end; k++ {
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
	if l.depresses {
		for _, n := range fired {
			if post := l.post[n]; post >= 0 {
				l.after[n-l.part.lo] = l.part.traces[post]
			}
		}
	}
}

// potentiate makes up for the potentiation of a source's synapses by the
// targets' spikes before a tick.
//
//	for s in done[n] .. tick-1, k in row(n), target[k] fired in s, stored trace(pre[k]) > 0:
//	  weight[k] = moved(weight[k], LTPRate, trace(pre[k]) in s, LTPLimit)
func (l *lazyPlastic) potentiate(source *lazySource, tick int32) {
	from, until := source.done, min(tick, source.trace.tick+l.window)
	source.done = tick
	if source.trace.value <= 0 {
		return
	}
	if from >= until {
		return
	}
	if !l.vector || source.class == mixedClasses {
		l.potentiateByBits(source, source.begin, source.end, from, until)
		return
	}
	c := &l.set.Classes[source.class]
	if c.LTPRate == 0 {
		return
	}
	n := source.end - source.begin
	left := vectorPotentiate(&l.destination[source.begin], &l.weight[source.begin], int(n),
		&l.history.last[0], &l.history.older[0], &l.factors[source.decay][wordTicks], uint32(l.part.lo),
		uint32(tick), uint32(tick-from), uint32(tick-source.trace.tick), source.trace.value,
		c.LTPRate, c.LTPLimit, c.WMin, c.WMax, &l.left[0])
	for _, k := range l.left[:left] {
		l.potentiateByBits(source, source.begin+int32(k), source.begin+int32(k)+1, from, until)
	}
}

// potentiateByBits is potentiate for synapses begin .. end-1 in ticks from ..
// until-1. It is the definition of what vectorPotentiate does.
func (l *lazyPlastic) potentiateByBits(source *lazySource, begin, end, from, until int32) {
	p := &l.work
	p.value = source.trace.value
	destination, weight := l.destination[begin:end], l.weight[begin:end]
	for from < until {
		first := from / wordTicks * wordTicks
		next := min(until, first+wordTicks)
		p.mask = ^uint32(0) << (from - first) & (^uint32(0) >> (first + wordTicks - next))
		p.spikes = l.history.of(first)
		p.factor = l.factors[source.decay][first-source.trace.tick+wordTicks:]
		if source.class == mixedClasses {
			p.mixed(destination, weight, l.set.Class[begin:end], l.set.Classes)
		} else {
			p.oneClass(destination, weight, &l.set.Classes[source.class])
		}
		from = next
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
		if source := &l.source[n]; source.trace.tick == spent && source.done < tick {
			l.potentiate(source, tick)
		}
	}
	*slot = (*slot)[:0]
}

// settle makes up for all potentiation before a tick.
func (l *lazyPlastic) settle(tick int32) {
	if l.history == nil {
		return
	}
	for n := range l.source {
		if source := &l.source[n]; source.done < tick {
			l.potentiate(source, tick)
		}
	}
}

func (l *lazyPlastic) snapshot(tick int32, to *snn.Snapshot) {
	l.settle(tick)
	l.each(func(source, k int32) {
		row := l.set.RowOf(k)
		to.Weight[row] = float64(l.weight[k])
		if to.State == nil {
			return
		}
		to.State[row].Eligibility = l.part.storedTrace(l.source[source].pre, tick)
		to.State[row].EligPost = l.part.storedTrace(l.post[l.set.Target(k)], tick)
	})
}
