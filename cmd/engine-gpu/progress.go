package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// How often progress shows.
const (
	barInterval  = 100 * time.Millisecond
	lineInterval = 5 * time.Second
)

// progress shows how far a run is: a bar on a terminal, else a line every few
// seconds. It is also the run's recorder, to count spikes.
type progress struct {
	out   io.Writer
	width func() int // of the terminal; nil: lines
	total int32
	now   func() time.Time

	start, shown time.Time
	first        int32 // ticks run before the start
	ticks        int32
	spikes       int64
	shownTicks   int32 // at the time shown
	shownSpikes  int64
	drawn        bool
}

// newProgress returns the progress of a run of the given number of ticks. A
// quiet one shows nothing.
func newProgress(out io.Writer, quiet bool, total int32) *progress {
	p := &progress{out: out, total: total, now: time.Now}
	if quiet {
		p.out = nil
	} else {
		p.width = terminalWidth(out)
	}
	p.start = p.now()
	p.shown = p.start
	return p
}

// terminalWidth returns a function that tells the present width of the
// terminal that out is, or nil if it is none that can redraw a line.
func terminalWidth(out io.Writer) func() int {
	f, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return func() int {
		width, _, err := term.GetSize(int(f.Fd()))
		if err != nil || width < 1 {
			return 80
		}
		return width
	}
}

// startFrom tells that so many ticks were run before.
func (p *progress) startFrom(ticks int32) { p.first, p.ticks, p.shownTicks = ticks, ticks, ticks }

// Record implements engine.Recorder.
func (p *progress) Record(_ int32, fired []int32) error {
	p.count(len(fired))
	return nil
}

// count counts spikes.
func (p *progress) count(spikes int) { p.spikes += int64(spikes) }

// report is called with the number of ticks run so far.
func (p *progress) report(ticks int32) {
	p.ticks = ticks
	if p.out == nil {
		return
	}
	interval := lineInterval
	if p.width != nil {
		interval = barInterval
	}
	if now := p.now(); now.Sub(p.shown) >= interval {
		p.show(now)
	}
}

// finish leaves the last state on the terminal.
func (p *progress) finish() {
	if p.out == nil || p.width == nil || !p.drawn {
		return
	}
	p.show(p.now())
	fmt.Fprintln(p.out)
}

func (p *progress) show(now time.Time) {
	figures := p.figures(now)
	if p.width == nil {
		fmt.Fprintln(p.out, strings.Join(figures, ", "))
	} else {
		// The last column stays free: some terminals wrap there.
		fmt.Fprintf(p.out, "\r%s\x1b[K", bar(float64(p.ticks)/float64(max(p.total, 1)), figures, p.width()-1))
	}
	p.drawn = true
	if p.ticks > p.shownTicks {
		p.shown, p.shownTicks, p.shownSpikes = now, p.ticks, p.spikes
	}
}

// figures tells ticks, rate, recent spikes per tick and the time left.
func (p *progress) figures(now time.Time) []string {
	elapsed := now.Sub(p.start).Seconds()
	rate := 0.0
	if elapsed > 0 {
		rate = float64(p.ticks-p.first) / elapsed
	}
	parts := []string{
		fmt.Sprintf("%s/%s ticks", grouped(int64(p.ticks)), grouped(int64(p.total))),
		grouped(int64(rate)) + "/s",
	}
	if recent := p.ticks - p.shownTicks; recent > 0 {
		parts = append(parts, fmt.Sprintf("%.0f spikes/tick", float64(p.spikes-p.shownSpikes)/float64(recent)))
	}
	if p.ticks < p.total && rate > 0 {
		parts = append(parts, clock(float64(p.total-p.ticks)/rate)+" left")
	}
	return parts
}

// bar draws a share and its figures into a line of the given width. Where
// there is little room the bar goes first, then the last figures.
func bar(share float64, figures []string, width int) string {
	const most, least = 30, 8
	const figuresWidth = 62 // keeps the bar from growing and shrinking with them
	line := fmt.Sprintf("%3.0f%%", 100*share)
	if room := min(width-len(line)-figuresWidth, most); room >= least {
		full := int(share*float64(room) + 0.5)
		line += " [" + strings.Repeat("=", full) + strings.Repeat(" ", room-full) + "]"
	}
	separator := " "
	for _, f := range figures {
		if len(line)+len(separator)+len(f) > width {
			break
		}
		line += separator + f
		separator = ", "
	}
	return line[:min(len(line), max(width, 0))]
}

// clock writes seconds as 0:07, 12:34 or 3:04:05.
func clock(seconds float64) string {
	s := int64(seconds + 0.5)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
