package bins

// Scales of the two distributions, in bins to a decade.
const (
	isiBins  = 20 // fewer than 256 bins in all
	rateBins = 8
)

// Spikes counts the spikes of a run: by row and column of time, by neuron, and
// by the interval since the neuron's last one.
type Spikes struct {
	*Layout
	time    clock
	cells   []uint32 // by column, then row
	columns int      // in use
	neurons []neuron
	isi     [][256]int64 // by bin of the scale; two for each group
	scale   *Scale
	short   [256]uint8 // the bins of intervals that short
	ticks   int32      // covered
	total   int64

	waiting      []int32 // spikes not yet counted
	waitingTicks []waitingTick
}

type neuron struct {
	last  int32
	count uint32
	row   uint16
	group uint8
}

// NewSpikes returns an empty count of the spikes from a first tick on.
func NewSpikes(l *Layout, first int32) *Spikes {
	s := &Spikes{Layout: l, time: clock{first: first}, neurons: make([]neuron, l.Neurons()), scale: NewScale(isiBins)}
	for i := range s.neurons {
		s.neurons[i] = neuron{row: uint16(l.row[i]), group: l.group[i], last: never}
	}
	for i := range s.short {
		s.short[i] = uint8(s.scale.Bin(int32(i)))
	}
	s.cells = make([]uint32, MaxColumns*l.Rows())
	s.isi = make([][256]int64, 2*len(l.Groups))
	return s
}

// Expect says how many ticks are likely to come, so that columns are as wide
// from the first tick on as they would be in the end.
func (s *Spikes) Expect(ticks int32) {
	for ticks > 0 && s.time.column(s.time.first+ticks-1) >= MaxColumns {
		s.time.widen()
	}
}

// batch is how many spikes wait to be counted together. A brain's own arrays
// push a counter's out of the processor's caches between two ticks; counting
// many ticks at once fetches them once.
const batch = 1 << 13

// Record counts the neurons that fired in a tick; it implements
// engine.Recorder. Ticks ascend.
func (s *Spikes) Record(tick int32, fired []int32) error {
	s.waiting = append(s.waiting, fired...)
	s.waitingTicks = append(s.waitingTicks, waitingTick{tick, int32(len(s.waiting))})
	if len(s.waiting) >= batch || len(s.waitingTicks) >= batch {
		s.flush()
	}
	return nil
}

// waitingTick is a tick whose spikes wait, up to an end in their list.
type waitingTick struct{ tick, end int32 }

// flush counts what waits.
func (s *Spikes) flush() {
	if len(s.waitingTicks) == 0 {
		return
	}
	begin := int32(0)
	for _, w := range s.waitingTicks {
		s.count(w.tick, s.waiting[begin:w.end])
		begin = w.end
	}
	s.waiting, s.waitingTicks = s.waiting[:0], s.waitingTicks[:0]
}

func (s *Spikes) count(tick int32, fired []int32) {
	s.cover(tick + 1)
	rows := s.Rows()
	at := s.time.column(tick) * rows
	cells := s.cells[at : at+rows]
	for i, n := range fired {
		x := &s.neurons[n]
		cells[x.row]++
		x.count++
		// Two histograms in turn: neurons of a type often fire with the same
		// interval, and one counter would have to wait for itself.
		isi := &s.isi[2*int(x.group)+i&1]
		if interval := uint32(tick - x.last); interval < uint32(len(s.short)) {
			isi[s.short[interval]]++
		} else if x.last != never {
			isi[uint8(s.scale.Bin(int32(interval)))]++
		}
		x.last = tick
	}
	s.total += int64(len(fired))
}

// Cover says that the run has got as far as a number of ticks, fired or not.
func (s *Spikes) Cover(ticks int32) {
	s.flush()
	s.cover(ticks)
}

func (s *Spikes) cover(ticks int32) {
	s.ticks = max(s.ticks, ticks-s.time.first)
	if s.ticks <= 0 {
		return
	}
	for s.time.column(s.time.first+s.ticks-1) >= MaxColumns {
		s.merge()
	}
	s.columns = s.time.column(s.time.first+s.ticks-1) + 1
}

// merge adds up the columns in pairs.
func (s *Spikes) merge() {
	rows := s.Rows()
	for c := range MaxColumns / 2 {
		to, from := s.cells[c*rows:(c+1)*rows], s.cells[2*c*rows:2*(c+1)*rows]
		for r := range to {
			to[r] = from[r] + from[rows+r]
		}
	}
	clear(s.cells[MaxColumns/2*rows:])
	s.time.widen()
}

// Total is the number of spikes.
func (s *Spikes) Total() int64 {
	s.flush()
	return s.total
}

// From is the first tick.
func (s *Spikes) From() int32 { return s.time.first }

// Ticks is the number of ticks covered.
func (s *Spikes) Ticks() int32 {
	s.flush()
	return s.ticks
}

// Columns is the number of columns of time.
func (s *Spikes) Columns() int {
	s.flush()
	return s.columns
}

// Width of a column [ticks]; the last one may be covered in part only.
func (s *Spikes) Width() int {
	s.flush()
	return s.time.width()
}

// covered is how many ticks of a column are.
func (s *Spikes) covered(column int) int { return min(int(s.ticks)-column*s.Width(), s.Width()) }

// Hz is the mean rate of the neurons of a row in a column [1/s].
func (s *Spikes) Hz(column, row int) float64 {
	s.flush()
	return 1000 * float64(s.cells[column*s.Rows()+row]) / float64(s.InRow(row)*s.covered(column))
}

// GroupHz is the mean rate of the neurons of a group in some columns, from
// first to one before end [1/s].
func (s *Spikes) GroupHz(group, first, end int) float64 {
	s.flush()
	low, high := s.GroupRows(group)
	spikes, ticks := uint64(0), 0
	for c := first; c < end; c++ {
		for _, n := range s.cells[c*s.Rows()+low : c*s.Rows()+high] {
			spikes += uint64(n)
		}
		ticks += s.covered(c)
	}
	return 1000 * float64(spikes) / float64(s.Groups[group].Neurons*ticks)
}

// Intervals returns how many intervals between two spikes of a neuron of a
// group fell into each bin of the scale [ms].
func (s *Spikes) Intervals(group int) ([]int64, *Scale) {
	s.flush()
	number := make([]int64, s.scale.Len())
	for i := range number {
		number[i] = s.isi[2*group][i] + s.isi[2*group+1][i]
	}
	return number, s.scale
}

// Counts returns how many neurons of a group fired how often, by the bins of
// the scale, how many never did, and the mean number of spikes.
func (s *Spikes) Counts(group int) (bins []int64, scale *Scale, silent int64, mean float64) {
	s.flush()
	scale = NewScale(rateBins)
	bins = make([]int64, scale.Len())
	sum := 0.0
	for i, x := range s.neurons {
		switch {
		case int(s.group[i]) != group:
		case x.count == 0:
			silent++
		default:
			bins[scale.Bin(int32(min(x.count, 1<<31-1)))]++
			sum += float64(x.count)
		}
	}
	return bins, scale, silent, sum / float64(s.Groups[group].Neurons)
}
