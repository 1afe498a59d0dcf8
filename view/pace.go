package view

import "time"

const (
	// lookTime is how far apart two looks at the clock and the controls are
	// [s]: the delay of a pause, and the least that a paced run sleeps.
	lookTime = 0.004
	maxLook  = 256 // [ticks]; the engine advances no further at once
)

// pace tells how many ticks to run until the next look, and holds a run to the
// wanted speed.
type pace struct {
	rate     float64 // ticks per second of running, pauses left out
	from     time.Time
	at       int32 // ticks when the last look ended
	stride   int32
	start    time.Time // of the paced stretch
	startAt  int32
	speed    float64 // of the stretch
	counting bool
}

// maxLag is how far a paced run may fall behind before it gives up catching up.
const maxLag = 250 * time.Millisecond

// arrive notes that the run has come to a look.
func (p *pace) arrive(ticks int32, now time.Time) {
	if !p.counting {
		p.stride = 1
		return
	}
	if ran, took := ticks-p.at, now.Sub(p.from).Seconds(); ran > 0 && took > 0 {
		rate := float64(ran) / took
		if p.rate == 0 {
			p.rate = rate
		}
		p.rate += (rate - p.rate) / 4
	}
}

// leave notes that the run goes on, at the wanted speed, and returns the
// number of ticks until the next look.
func (p *pace) leave(ticks int32, now time.Time) int32 {
	p.from, p.at, p.counting = now, ticks, true
	p.stride = min(max(int32(min(p.expected()*lookTime, maxLook)), 1), 2*p.stride, maxLook)
	return p.stride
}

// expected is how fast the run is to be expected [ticks/s].
func (p *pace) expected() float64 {
	if p.speed > 0 {
		return min(p.rate, p.speed/tickSeconds)
	}
	return p.rate
}

// hold begins a new paced stretch: after a pause or a change of speed.
func (p *pace) hold(ticks int32, now time.Time, speed float64) {
	p.start, p.startAt, p.speed = now, ticks, speed
}

// wait returns how long to sleep now.
func (p *pace) wait(ticks int32, now time.Time) time.Duration {
	if p.speed == 0 {
		return 0
	}
	due := p.start.Add(time.Duration(float64(ticks-p.startAt) * tickSeconds / p.speed * float64(time.Second)))
	if now.Sub(due) > maxLag {
		p.hold(ticks, now, p.speed)
		return 0
	}
	return due.Sub(now)
}
