package bins

// Scales of the two distributions, in bins to a decade.
const (
	isiBins  = 20
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
	isi     []int64 // by group, then bin
	scale   *Scale
	ticks   int32 // covered
	total   int64
}

type neuron struct {
	row, last int32
	count     uint32
	isi       int32 // where the bins of its group begin
}

// NewSpikes returns an empty count of the spikes from a first tick on.
func NewSpikes(l *Layout, first int32) *Spikes {
	s := &Spikes{Layout: l, time: clock{first: first}, neurons: make([]neuron, l.Neurons()), scale: NewScale(isiBins)}
	for i := range s.neurons {
		s.neurons[i] = neuron{row: l.row[i], last: never, isi: int32(int(l.group[i]) * s.scale.Len())}
	}
	s.cells = make([]uint32, MaxColumns*l.Rows())
	s.isi = make([]int64, len(l.Groups)*s.scale.Len())
	return s
}

// Record counts the neurons that fired in a tick; it implements
// engine.Recorder. Ticks ascend.
func (s *Spikes) Record(tick int32, fired []int32) error {
	s.Cover(tick + 1)
	rows := s.Rows()
	at := s.time.column(tick) * rows
	cells := s.cells[at : at+rows]
	for _, n := range fired {
		x := &s.neurons[n]
		cells[x.row]++
		x.count++
		if x.last != never {
			s.isi[int(x.isi)+s.scale.Bin(tick-x.last)]++
		}
		x.last = tick
	}
	s.total += int64(len(fired))
	return nil
}

// Cover says that the run has got as far as a number of ticks, fired or not.
func (s *Spikes) Cover(ticks int32) {
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
func (s *Spikes) Total() int64 { return s.total }

// From is the first tick.
func (s *Spikes) From() int32 { return s.time.first }

// Ticks is the number of ticks covered.
func (s *Spikes) Ticks() int32 { return s.ticks }

// Columns is the number of columns of time.
func (s *Spikes) Columns() int { return s.columns }

// Width of a column [ticks]; the last one may be covered in part only.
func (s *Spikes) Width() int { return s.time.width() }

// covered is how many ticks of a column are.
func (s *Spikes) covered(column int) int { return min(int(s.ticks)-column*s.Width(), s.Width()) }

// Hz is the mean rate of the neurons of a row in a column [1/s].
func (s *Spikes) Hz(column, row int) float64 {
	return 1000 * float64(s.cells[column*s.Rows()+row]) / float64(s.InRow(row)*s.covered(column))
}

// GroupHz is the mean rate of the neurons of a group in some columns, from
// first to one before end [1/s].
func (s *Spikes) GroupHz(group, first, end int) float64 {
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
	n := s.scale.Len()
	return s.isi[group*n : (group+1)*n], s.scale
}

// Counts returns how many neurons of a group fired how often, by the bins of
// the scale, how many never did, and the mean number of spikes.
func (s *Spikes) Counts(group int) (bins []int64, scale *Scale, silent int64, mean float64) {
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
