package bins

// Rewards sums up rewards over time, the positive and the negative ones each.
type Rewards struct {
	Number  int
	Net     float64 // their sum
	time    clock
	columns int
	sum     [][2]float64
}

// rewardColumns is the number of columns that a span is divided into.
const rewardColumns = 256

// NewRewards returns an empty sum of the rewards after the ticks from first to
// one before end.
func NewRewards(first, end int32) *Rewards {
	r := &Rewards{time: clock{first: first}}
	for end > first && r.time.column(end-1) >= rewardColumns {
		r.time.widen()
	}
	if end > first {
		r.columns = r.time.column(end-1) + 1
	}
	r.sum = make([][2]float64, r.columns)
	return r
}

// Add adds the reward after a tick; what lies outside of the span or is not
// finite is left out.
func (r *Rewards) Add(tick int32, amount float64) {
	if tick < r.time.first || r.time.column(tick) >= r.columns || amount-amount != 0 {
		return
	}
	r.Number++
	r.Net += amount
	s := &r.sum[r.time.column(tick)]
	s[0] += max(amount, 0)
	s[1] += min(amount, 0)
}

// From is the first tick.
func (r *Rewards) From() int32 { return r.time.first }

// Columns is the number of columns.
func (r *Rewards) Columns() int { return r.columns }

// Width of a column [ticks].
func (r *Rewards) Width() int { return r.time.width() }

// At returns the sums of positive and of negative rewards in a column.
func (r *Rewards) At(column int) (up, down float64) { return r.sum[column][0], r.sum[column][1] }
