package cpu

import (
	"unsafe"

	"github.com/engine-gpu/engine-gpu/snn"
)

// fixedSet holds the fixed synapses of a part. Their weights never change, so
// they are stored as the fixed-point currents they deliver.
//
// What a thread delivers need not be onto its own neurons: sums of integers do
// not depend on who adds. Where threads have slots of their own for currents
// onto all neurons, each delivers whole rows of its share of the spikes, and the
// currents are gathered when neurons are integrated. Rows cut in two cost nearly
// twice as much as whole ones, if they are short or far away.
type fixedSet struct {
	rows
	current    []int32
	rowCurrent []int32
	slots      []int32   // where the currents go: the ring's, or the part's own
	spread     bool      // parts take the sources that fired in turn; else each sees all
	turns      int32     // into which the sources are parted, if spread
	far        bool      // rows are rarely in a cache, see rowsAhead
	oneDelay   uint32    // the delay code of all synapses; 0 if they differ
	tiles      [][]int32 // the rows' cuts at the borders of tiles
	late       []lateFixed
	lateBegin  []int32   // by source; nil without long delays
	lateFired  [][]int32 // sources of late that fired, by tick modulo a power of two above their delays
}

// lateFixed is a fixed synapse with a long delay.
type lateFixed struct{ target, delay, current int32 }

func newFixedSet(p *part, s *snn.SynapseSet, c *columns) *fixedSet {
	if s == nil {
		return nil
	}
	f := &fixedSet{
		rows: newRows(p, s, c.cuts), current: s.Current, rowCurrent: s.RowCurrent,
		slots: p.ring.slots, far: s.Len() > nearSynapses, oneDelay: oneDelay(s), tiles: c.tiles,
	}
	if p.ring.own != nil {
		f.slots, f.spread = p.ring.own, true
	}
	// Turns are short enough to share the work evenly, but with tiles long
	// enough that a tile's currents are used often before the next tile's turn.
	f.turns = 8 * int32(len(c.cuts)-1)
	if len(f.tiles) > 2 {
		f.turns /= 4
	}
	if f.tiles == nil {
		f.tiles = [][]int32{f.begin, f.end}
	}
	if s.LongDelay != nil {
		f.lateBegin = make([]int32, len(f.begin)+1)
		f.each(func(source, k int32) {
			if s.Delay(k) >= snn.LongDelay {
				f.late = append(f.late, lateFixed{s.Target(k), s.Delay(k), s.CurrentOf(k, source)})
				f.lateBegin[source+1] = int32(len(f.late))
			}
		})
		for n := range f.begin {
			f.lateBegin[n+1] = max(f.lateBegin[n+1], f.lateBegin[n])
		}
		f.lateFired = make([][]int32, len(p.ring.late))
	}
	return f
}

// tileNeurons is the number of neurons whose currents of a tick stay in a
// core's nearer caches, 128 KiB of them, beside the rows that pass. Of 8,192 to
// 100,000 neurons a tile, 32,768 were fastest.
const tileNeurons = 1 << 15

// tileRow is the mean number of synapses that a row must have in a tile, lest
// the rows' beginnings cost more than the cache saves.
const tileRow = 64

// cutTiles cuts the rows of fixed synapses so that a tick's spikes can be
// delivered tile by tile, or returns the whole rows where that does not pay.
func cutTiles(s *snn.SynapseSet) [][]int32 {
	neurons := len(s.Begin) - 1
	tiles := (neurons + tileNeurons - 1) / tileNeurons
	if s.Len() < tileRow*tiles*neurons {
		tiles = 1
	}
	bounds := make([]int32, tiles+1)
	for i := range bounds {
		bounds[i] = int32(neurons * i / tiles)
	}
	return cutRows(s, bounds)
}

// oneDelay returns the delay code that all synapses of a set have, or 0.
func oneDelay(s *snn.SynapseSet) uint32 {
	one := s.Destination[0] >> snn.TargetBits
	if one == snn.LongDelay {
		return 0
	}
	for _, d := range s.Destination {
		if d>>snn.TargetBits != one {
			return 0
		}
	}
	return one
}

// deliver sends the spikes of fixed synapses.
//
//	for n in fired, k in row(n): I[t+delay[k]][target[k]] += current[k]
func (f *fixedSet) deliver(fired []int32) {
	if f == nil {
		return
	}
	if !f.spread {
		f.deliverRows(fired)
		return
	}
	n := int32(len(fired))
	turn := max(n/f.turns, leastTurn)
	for {
		first := f.part.taken.Add(turn) - turn
		if first >= n {
			return
		}
		f.deliverRows(fired[first:min(first+turn, n)])
	}
}

// leastTurn is the least number of sources that a part takes in turn.
const leastTurn = 16

// deliverRows sends the spikes of the given sources.
func (f *fixedSet) deliverRows(fired []int32) {
	for i, begin := range f.tiles[:len(f.tiles)-1] {
		end := f.tiles[i+1]
		switch {
		case f.rowCurrent != nil && f.oneDelay != 0:
			f.deliverUniform(fired, begin, end)
		case f.rowCurrent != nil:
			f.deliverByRow(fired, begin, end)
		default:
			f.deliverEach(fired, begin, end)
		}
	}
}

// deliverUniform is deliver where all delays and the currents of each source
// are one.
func (f *fixedSet) deliverUniform(fired, begin, end []int32) {
	ring := &f.part.ring
	slot := f.slots[ring.base[f.oneDelay]:][:ring.width]
	for i, n := range fired {
		if f.far {
			prefetchRows(ahead(fired, i), begin, end, &f.destination[0])
		}
		deliverRow(slot, f.destination[begin[n]:end[n]], f.rowCurrent[n])
	}
}

// deliverByRow is deliver where the currents of each source are one.
func (f *fixedSet) deliverByRow(fired, begin, end []int32) {
	slots, base := f.slots, &f.part.ring.base
	for i, n := range fired {
		if f.far {
			prefetchRows(ahead(fired, i), begin, end, &f.destination[0])
		}
		current := f.rowCurrent[n]
		for _, d := range f.destination[begin[n]:end[n]] {
			slots[base[d>>snn.TargetBits]+int(d&targetMask)] += current
		}
	}
}

// deliverEach is deliver in general. Long delays go to the ring's sink.
func (f *fixedSet) deliverEach(fired, begin, end []int32) {
	slots, base := f.slots, &f.part.ring.base
	for i, n := range fired {
		if f.far {
			next := ahead(fired, i)
			prefetchRows(next, begin, end, &f.destination[0])
			prefetchRows(next, begin, end, (*uint32)(unsafe.Pointer(&f.current[0])))
		}
		destination := f.destination[begin[n]:end[n]]
		current := f.current[begin[n]:end[n]][:len(destination)]
		for k, d := range destination {
			slots[base[d>>snn.TargetBits]+int(d&targetMask)] += current[k]
		}
	}
}

// deliverLate sends what the ring's slots cannot hold, and remembers who fired.
func (f *fixedSet) deliverLate(tick int32, fired []int32) {
	if f == nil || f.lateBegin == nil {
		return
	}
	slot := &f.lateFired[tick&int32(len(f.lateFired)-1)]
	*slot = append((*slot)[:0], fired...)
	ring := &f.part.ring
	for _, n := range fired {
		for _, y := range f.lateOf(n) {
			ring.sendLate(tick+y.delay, y.target, y.current)
		}
	}
}

// lateOf lists the part's fixed synapses with a long delay that leave a neuron.
func (f *fixedSet) lateOf(n int32) []lateFixed { return f.late[f.lateBegin[n]:f.lateBegin[n+1]] }
