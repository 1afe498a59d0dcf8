package record

import "time"

// pace decides when a recorder commits, that is when it makes what it has
// recorded what a killed process leaves. It goes by the clock, which decides
// nothing but that.
type pace struct {
	begun     time.Time
	committed time.Time
	cost      time.Duration // of the last commit
	looked    time.Time
	ticks     int32 // at that look
	stride    int32 // ticks from one look to the next
}

const (
	// A killed process loses no more than that of its run, and at first less.
	commitEvery = 100 * time.Millisecond
	earlyShare  = 8 // one part in so many of the time so far
	// A commit takes no more than one part in so many of the time, however
	// slow the disk.
	commitShare = 50
	maxStride   = 256 // ticks; the engine itself runs no more of them at once
)

func newPace() pace {
	now := time.Now()
	return pace{begun: now, committed: now, looked: now, stride: 1}
}

// look notes a look after some ticks and reports whether to commit. Slow runs
// are looked at after fewer ticks.
func (p *pace) look(ticks int32) (commit bool) {
	now := time.Now()
	if n := int64(ticks - p.ticks); n >= int64(p.stride) {
		took := max(now.Sub(p.looked), 1)
		p.stride = int32(min(maxStride, max(1, n*int64(commitEvery/2)/int64(took)), 2*int64(p.stride)))
		p.looked, p.ticks = now, ticks
	}
	wait := min(commitEvery, now.Sub(p.begun)/earlyShare)
	return now.Sub(p.committed) >= max(wait, commitShare*p.cost)
}

// next returns after how many ticks to look again.
func (p *pace) next() int32 { return p.ticks + p.stride }

// done notes a commit that began at a time.
func (p *pace) done(began time.Time) {
	p.committed = time.Now()
	p.cost = p.committed.Sub(began)
}
