//go:build linux && cgo && egl

package gpu

import (
	"slices"
	"time"

	"github.com/engine-gpu/engine-gpu/gpu/glc"
)

// profiler measures kernels.
type profiler interface {
	Begin(kernel string)
	End()
	Timings() []glc.Timing
}

// newProfiler returns the device's own timers, or, for software GL, whose
// timers know nothing of compute shaders, a clock on the host.
func (b *Backend) newProfiler() (profiler, error) {
	if b.info.Software {
		return &hostClock{timings: map[string]*glc.Timing{}}, nil
	}
	return b.device.NewTimers()
}

// hostClock measures kernels by waiting for each.
type hostClock struct {
	timings map[string]*glc.Timing
	kernel  string
	start   time.Time
}

func (c *hostClock) Begin(kernel string) {
	glc.Finish()
	c.kernel, c.start = kernel, time.Now()
}

func (c *hostClock) End() {
	glc.Finish()
	took := time.Since(c.start)
	t := c.timings[c.kernel]
	if t == nil {
		t = &glc.Timing{Name: c.kernel}
		c.timings[c.kernel] = t
	}
	t.Calls++
	t.Measured++
	t.Time += took
	t.Longest = max(t.Longest, took)
}

// Timings returns what was measured, the longest total first.
func (c *hostClock) Timings() []glc.Timing {
	list := []glc.Timing{}
	for _, t := range c.timings {
		list = append(list, *t)
	}
	slices.SortFunc(list, func(a, b glc.Timing) int { return int(b.Total() - a.Total()) })
	return list
}

// Profile returns the time that every kernel took, as a table for people, or
// "" without Config.Profile.
func (b *Backend) Profile() (string, error) {
	var table string
	err := b.do(func() error {
		if b.timers != nil {
			table = glc.Table(b.timers.Timings())
		}
		return nil
	})
	return table, err
}

// time measures a kernel until the function it returns is called.
func (b *Backend) time(p *glc.Program) (end func()) {
	if b.timers == nil {
		return func() {}
	}
	b.timers.Begin(p.Name)
	return b.timers.End
}
