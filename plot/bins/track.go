package bins

import "math"

// Track follows some values over time: their mean, least and largest in each
// column. Samples come at regular intervals.
type Track struct {
	values  int
	every   int32 // [ticks] between two samples
	first   int32
	last    int32
	samples clock // counts samples rather than ticks
	columns int
	number  []int32   // of samples, by column
	ticks   []float64 // their sum, by column
	sum     []float64
	low     []float32
	high    []float32
}

// NewTrack returns an empty track of so many values, sampled once in so many
// ticks, at least 1.
func NewTrack(values int, every int32) *Track {
	n := MaxColumns * values
	return &Track{
		values: values, every: max(every, 1), number: make([]int32, MaxColumns), ticks: make([]float64, MaxColumns),
		sum: make([]float64, n), low: make([]float32, n), high: make([]float32, n),
	}
}

// Add adds the values after a number of ticks, which ascends. A sample with a
// value that is not finite is left out, and false returned.
func (t *Track) Add(tick int32, values []float32) bool {
	for _, x := range values {
		if d := x - x; d != 0 {
			return false
		}
	}
	if t.columns == 0 {
		t.first = tick
	}
	t.last = tick
	sample := (tick - t.first) / t.every
	for t.samples.column(sample) >= MaxColumns {
		t.merge()
	}
	c := t.samples.column(sample)
	t.columns = c + 1
	at := c * t.values
	for i, x := range values {
		t.sum[at+i] += float64(x)
		if t.number[c] == 0 {
			t.low[at+i], t.high[at+i] = x, x
		}
		t.low[at+i], t.high[at+i] = min(t.low[at+i], x), max(t.high[at+i], x)
	}
	t.number[c]++
	t.ticks[c] += float64(tick)
	return true
}

func (t *Track) merge() {
	for c := range MaxColumns / 2 {
		a, b := 2*c, 2*c+1
		for i := range t.values {
			to, p, q := c*t.values+i, a*t.values+i, b*t.values+i
			switch {
			case t.number[b] == 0:
				t.low[to], t.high[to] = t.low[p], t.high[p]
			case t.number[a] == 0:
				t.low[to], t.high[to] = t.low[q], t.high[q]
			default:
				t.low[to], t.high[to] = min(t.low[p], t.low[q]), max(t.high[p], t.high[q])
			}
			t.sum[to] = t.sum[p] + t.sum[q]
		}
		t.number[c], t.ticks[c] = t.number[a]+t.number[b], t.ticks[a]+t.ticks[b]
	}
	half := MaxColumns / 2
	clear(t.number[half:])
	clear(t.ticks[half:])
	clear(t.sum[half*t.values:])
	t.samples.widen()
}

// Values is the number of values.
func (t *Track) Values() int { return t.values }

// Columns is the number of columns of time.
func (t *Track) Columns() int { return t.columns }

// From and To are the numbers of ticks after which the first and the last
// sample were taken.
func (t *Track) From() int32 { return t.first }

// To is described with From.
func (t *Track) To() int32 { return t.last }

// Width of a column [ticks].
func (t *Track) Width() int { return int(t.every) * t.samples.width() }

// Middle is the mean of the ticks of a column's samples; NaN without one.
func (t *Track) Middle(column int) float64 { return t.ticks[column] / float64(t.number[column]) }

// At returns a value's mean, least and largest in a column; NaN where there is
// no sample.
func (t *Track) At(column, value int) (mean, low, high float64) {
	if t.number[column] == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	at := column*t.values + value
	return t.sum[at] / float64(t.number[column]), float64(t.low[at]), float64(t.high[at])
}
