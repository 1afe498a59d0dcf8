//go:build linux && cgo && egl

package glc

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-gl/gl/v4.3-core/gl"
)

// queries is how many measurements of one kernel may wait for their result.
const queries = 64

// Timers measures how long kernels take on the GPU, without waiting for it. A
// nil *Timers measures nothing, so that callers need not ask.
//
// Software GL times drawing only, so there Timers waits for each kernel and
// looks at the host's clock: it takes no GPU away from anyone.
type Timers struct {
	kernels map[string]*stopwatch
	order   []*stopwatch // as first seen
	running *stopwatch
	host    bool      // measure on the host
	began   time.Time // of what runs, on the host
}

// stopwatch measures one kernel with a ring of queries.
type stopwatch struct {
	timing  Timing
	queries [queries]uint32
	first   int  // oldest query without a result
	count   int  // queries without a result
	counts  bool // the call under way is measured
}

// Timing is what is known of one kernel.
type Timing struct {
	Name     string
	Calls    int           // how often it ran
	Measured int           // how often it was measured: less where results came too late
	Time     time.Duration // of the measured calls
	Longest  time.Duration // of the measured calls
}

// Mean is the time of one call.
func (t Timing) Mean() time.Duration {
	if t.Measured == 0 {
		return 0
	}
	return t.Time / time.Duration(t.Measured)
}

// Total is the time of all calls, those not measured taken at the mean.
func (t Timing) Total() time.Duration {
	if t.Measured == 0 {
		return 0
	}
	return time.Duration(float64(t.Time) / float64(t.Measured) * float64(t.Calls))
}

// NewTimers makes timers, or says that the driver has none.
func (d *Device) NewTimers() (*Timers, error) {
	var bits int32
	gl.GetQueryiv(gl.TIME_ELAPSED, gl.QUERY_COUNTER_BITS, &bits)
	if bits == 0 && !d.info.Software {
		return nil, fmt.Errorf("%s has no GPU timer", d.info.Renderer)
	}
	return &Timers{kernels: map[string]*stopwatch{}, host: d.info.Software}, nil
}

// Begin starts measuring the kernel called name, until End. Measurements do
// not nest: a second Begin ends the first.
func (t *Timers) Begin(name string) {
	if t == nil {
		return
	}
	t.End()
	s := t.kernels[name]
	if s == nil {
		s = &stopwatch{timing: Timing{Name: name}}
		gl.GenQueries(queries, &s.queries[0])
		t.kernels[name] = s
		t.order = append(t.order, s)
	}
	s.timing.Calls++
	t.running = s
	if t.host {
		gl.Finish()
		t.began = time.Now()
		return
	}
	// Asking has its price, so only when results pile up.
	if s.count >= queries/2 {
		s.collect(false)
	}
	if s.counts = s.count < queries; s.counts {
		gl.BeginQuery(gl.TIME_ELAPSED, s.queries[(s.first+s.count)%queries])
	}
}

// End ends what Begin began.
func (t *Timers) End() {
	if t == nil || t.running == nil {
		return
	}
	s := t.running
	t.running = nil
	switch {
	case t.host:
		gl.Finish()
		s.add(time.Since(t.began))
	case s.counts:
		gl.EndQuery(gl.TIME_ELAPSED)
		s.count++
	}
}

// add adds a measurement.
func (s *stopwatch) add(d time.Duration) {
	s.timing.Measured++
	s.timing.Time += d
	s.timing.Longest = max(s.timing.Longest, d)
}

// collect adds up the results that are there, or, waiting, all of them.
func (s *stopwatch) collect(wait bool) {
	for s.count > 0 {
		query := s.queries[s.first]
		if !wait {
			var there int32
			if gl.GetQueryObjectiv(query, gl.QUERY_RESULT_AVAILABLE, &there); there == 0 {
				return
			}
		}
		var ns uint64
		gl.GetQueryObjectui64v(query, gl.QUERY_RESULT, &ns)
		s.add(time.Duration(ns))
		s.first = (s.first + 1) % queries
		s.count--
	}
}

// Timings waits for the results still out and returns all, the longest total
// first.
func (t *Timers) Timings() []Timing {
	if t == nil {
		return nil
	}
	t.End()
	list := make([]Timing, len(t.order))
	for i, s := range t.order {
		s.collect(true)
		list[i] = s.timing
	}
	slices.SortStableFunc(list, func(a, b Timing) int { return cmp.Compare(b.Total(), a.Total()) })
	return list
}

// Delete frees the timers' queries.
func (t *Timers) Delete() {
	if t == nil {
		return
	}
	t.End()
	for _, s := range t.order {
		gl.DeleteQueries(queries, &s.queries[0])
	}
	t.kernels, t.order = map[string]*stopwatch{}, nil
}

// Table writes timings as a table for people.
func Table(list []Timing) string {
	var total time.Duration
	width := len("kernel")
	for _, t := range list {
		total += t.Total()
		width = max(width, len(t.Name))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-*s %10s %12s %12s %12s %7s\n", width, "kernel", "calls", "mean us", "longest us", "total ms", "share")
	for _, t := range list {
		share := 0.0
		if total > 0 {
			share = 100 * float64(t.Total()) / float64(total)
		}
		fmt.Fprintf(&b, "%-*s %10d %12.2f %12.2f %12.2f %6.1f%%\n", width, t.Name, t.Calls,
			micro(t.Mean()), micro(t.Longest), micro(t.Total())/1000, share)
	}
	fmt.Fprintf(&b, "%-*s %10s %12s %12s %12.2f\n", width, "all", "", "", "", micro(total)/1000)
	return b.String()
}

func micro(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
