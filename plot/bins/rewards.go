package bins

// Rewards sums up rewards over time, the positive and the negative ones each.
type Rewards struct {
	Number  int
	Net     float64 // their sum
	time    clock
	columns int // in use
	sum     [rewardColumns][2]float64
}

// rewardColumns is the largest number of columns of rewards.
const rewardColumns = 256

// NewRewards returns an empty sum of the rewards from a first tick on.
func NewRewards(first int32) *Rewards { return &Rewards{time: clock{first: first}} }

// Add adds the reward after a tick. What is not finite is left out; one before
// the first tick counts for the first.
func (r *Rewards) Add(tick int32, amount float64) {
	if amount-amount != 0 {
		return
	}
	tick = max(tick, r.time.first)
	for r.time.column(tick) >= rewardColumns {
		for c := range rewardColumns / 2 {
			a, b := r.sum[2*c], r.sum[2*c+1]
			r.sum[c] = [2]float64{a[0] + b[0], a[1] + b[1]}
		}
		clear(r.sum[rewardColumns/2:])
		r.time.widen()
	}
	r.Number++
	r.Net += amount
	c := r.time.column(tick)
	r.columns = max(r.columns, c+1)
	r.sum[c][0] += max(amount, 0)
	r.sum[c][1] += min(amount, 0)
}

// From is the first tick.
func (r *Rewards) From() int32 { return r.time.first }

// Columns is the number of columns.
func (r *Rewards) Columns() int { return r.columns }

// Width of a column [ticks].
func (r *Rewards) Width() int { return r.time.width() }

// At returns the sums of positive and of negative rewards in a column.
func (r *Rewards) At(column int) (up, down float64) { return r.sum[column][0], r.sum[column][1] }
