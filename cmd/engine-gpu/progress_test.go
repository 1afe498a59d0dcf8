package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// clockAt is a clock that a test moves.
type clockAt struct{ t time.Time }

func (c *clockAt) now() time.Time { return c.t }

func newTestProgress(total int32, width func() int) (*progress, *clockAt, *bytes.Buffer) {
	c, out := &clockAt{time.Unix(1000, 0)}, &bytes.Buffer{}
	p := &progress{out: out, width: width, total: total, now: c.now, start: c.t, shown: c.t}
	return p, c, out
}

func TestProgressLines(t *testing.T) {
	p, c, out := newTestProgress(30000, nil)
	fired := make([]int32, 250)
	for tick := range int32(30000) {
		p.Record(tick, fired)
		c.t = c.t.Add(time.Millisecond)
		p.report(tick + 1)
	}
	p.finish()
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 6 {
		t.Fatalf("%d lines in 30 s, want one every 5 s:\n%s", len(lines), out)
	}
	if want := "10,000/30,000 ticks, 1,000/s, 250 spikes/tick, 0:20 left"; lines[1] != want {
		t.Errorf("%q, want %q", lines[1], want)
	}
}

func TestProgressBar(t *testing.T) {
	width := 100
	p, c, out := newTestProgress(1000, func() int { return width })
	p.report(1)
	if out.Len() > 0 {
		t.Errorf("a bar before its time: %q", out)
	}
	c.t = c.t.Add(500 * time.Millisecond)
	p.report(500)
	if want := "\r 50% [===============               ] 500/1,000 ticks, 1,000/s, 0 spikes/tick, 0:01 left\x1b[K"; out.String() != want {
		t.Errorf("%q, want %q", out, want)
	}
	width = 40 // the window was made smaller
	out.Reset()
	c.t = c.t.Add(500 * time.Millisecond)
	p.report(1000)
	p.finish()
	for line := range strings.SplitSeq(out.String(), "\r") {
		if text := strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\x1b[K"); len(text) >= width {
			t.Errorf("%q does not fit %d columns", text, width)
		}
	}
	if !strings.HasSuffix(out.String(), "\n") {
		t.Errorf("the bar is not left on its own line: %q", out)
	}
}

func TestProgressQuiet(t *testing.T) {
	out := &bytes.Buffer{}
	p := newProgress(out, true, 10)
	p.start, p.shown = time.Time{}, time.Time{}
	p.report(5)
	p.finish()
	if out.Len() > 0 {
		t.Errorf("quiet said %q", out)
	}
}

func TestBar(t *testing.T) {
	figures := []string{"12/34 ticks", "5/s"}
	for _, c := range []struct {
		share float64
		width int
		want  string
	}{
		{0, 120, "  0% [                              ] 12/34 ticks, 5/s"},
		{1, 120, "100% [==============================] 12/34 ticks, 5/s"},
		{0.5, 80, " 50% [=======       ] 12/34 ticks, 5/s"},
		{0.5, 73, " 50% 12/34 ticks, 5/s"},
		{0.5, 21, " 50% 12/34 ticks, 5/s"},
		{0.5, 20, " 50% 12/34 ticks"},
		{0.5, 15, " 50%"},
		{0.5, 3, " 50"},
		{0.5, 0, ""},
		{0.5, -1, ""},
	} {
		if got := bar(c.share, figures, c.width); got != c.want {
			t.Errorf("bar(%v, %d) = %q, want %q", c.share, c.width, got, c.want)
		}
	}
}

func TestClock(t *testing.T) {
	for seconds, want := range map[float64]string{0: "0:00", 6.6: "0:07", 754: "12:34", 11045: "3:04:05"} {
		if got := clock(seconds); got != want {
			t.Errorf("clock(%v) = %q, want %q", seconds, got, want)
		}
	}
}
