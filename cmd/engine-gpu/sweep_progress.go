package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/engine-gpu/engine-gpu/sweep"
)

// sweepProgress shows how far a sweep is, as progress does for a run. Several
// goroutines report to it.
type sweepProgress struct {
	out   io.Writer // nil: quiet
	width func() int

	mu          sync.Mutex
	start       time.Time
	shown       time.Time
	drawn       bool
	starts, all int     // done, and to be done
	sum         float64 // of the indices of those done
	ticks       int64   // run by this process
	before      int64   // run by those before it
	total       int64
}

func newSweepProgress(out io.Writer, quiet bool, done []sweep.Done, all int, ticks int32) *sweepProgress {
	now := time.Now()
	p := &sweepProgress{
		start: now, shown: now, starts: len(done), all: all,
		before: int64(len(done)) * int64(ticks), total: int64(all) * int64(ticks),
	}
	if !quiet {
		p.out, p.width = out, terminalWidth(out)
	}
	for i := range done {
		p.sum += done[i].Index
	}
	return p
}

// add counts ticks that have been run.
func (p *sweepProgress) add(ticks int32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ticks += int64(ticks)
	interval := lineInterval
	if p.width != nil {
		interval = barInterval
	}
	if now := time.Now(); p.out != nil && now.Sub(p.shown) >= interval {
		p.show(now)
	}
}

// finished counts a start.
func (p *sweepProgress) finished(index float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.starts++
	p.sum += index
}

// ran is the number of ticks run by this process.
func (p *sweepProgress) ran() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ticks
}

// finish leaves the last state on the terminal.
func (p *sweepProgress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out != nil && p.width != nil && p.drawn {
		p.show(time.Now())
		fmt.Fprintln(p.out)
	}
}

func (p *sweepProgress) show(now time.Time) {
	parts := []string{fmt.Sprintf("%s/%s starts", grouped(int64(p.starts)), grouped(int64(p.all)))}
	if p.starts > 0 {
		parts = append(parts, "mean index "+signed(p.sum/float64(p.starts)))
	}
	rate := float64(p.ticks) / now.Sub(p.start).Seconds()
	parts = append(parts, grouped(int64(rate))+" ticks/s")
	if left := p.total - p.before - p.ticks; left > 0 && rate > 0 {
		parts = append(parts, clock(float64(left)/rate)+" left")
	}
	if p.width == nil {
		fmt.Fprintln(p.out, strings.Join(parts, ", "))
	} else {
		fmt.Fprintf(p.out, "\r%s\x1b[K", bar(float64(p.before+p.ticks)/float64(p.total), parts, p.width()-1))
	}
	p.shown, p.drawn = now, true
}
