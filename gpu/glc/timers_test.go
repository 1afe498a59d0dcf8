//go:build linux && cgo && egl

package glc

import (
	"strings"
	"testing"
	"time"
)

// spin keeps the GPU busy for so many rounds.
const spin = `layout(local_size_x = 1) in;
layout(std430, binding = 0) buffer Out { uint x; };
uniform int rounds;
void main() {
	uint y = x;
	for (int i = 0; i < rounds; i++) y = y * 1664525u + 1013904223u;
	x = y;
}
`

// TestTimers measures with the device's own clock and with queries.
func TestTimers(t *testing.T) {
	for name, queried := range map[string]bool{"as chosen": false, "queries": true} {
		t.Run(name, func(t *testing.T) {
			inside(t, true, Options{}, func(d *Device) error {
				timers, err := d.NewTimers()
				if err != nil {
					return err
				}
				timers.host = timers.host && !queried
				return timeKernels(t, d, timers)
			})
		})
	}
}

func timeKernels(t *testing.T, d *Device, timers *Timers) error {
	p, err := program(d, spin)
	if err != nil {
		return err
	}
	b, err := filled(d, "x", []uint32{1})
	if err != nil {
		return err
	}
	b.Bind(0)
	start := time.Now()
	const calls = 300 // more than the ring holds
	for range calls {
		for name, rounds := range map[string]int32{"short": 10, "long": 30000} {
			timers.Begin(name)
			if err := p.SetInt("rounds", rounds); err != nil {
				return err
			}
			if err := p.Dispatch(1); err != nil {
				return err
			}
			timers.End()
			Barrier(Storage)
		}
	}
	list := timers.Timings()
	took := time.Since(start)
	table := Table(list)
	t.Log("\n" + table)
	// Not that the long one takes longer: a busy machine may stop in a short one.
	if len(list) != 2 || list[0].Total() < list[1].Total() || list[0].Name == list[1].Name {
		t.Errorf("got %+v", list)
		return nil
	}
	for _, timing := range list {
		if timing.Calls != calls || timing.Measured < queries || timing.Measured > calls {
			t.Errorf("%+v: calls", timing)
		}
		if timing.Time <= 0 || timing.Longest > timing.Time || timing.Time > took {
			t.Errorf("%+v: times, in %v", timing, took)
		}
		if !strings.Contains(table, timing.Name) {
			t.Errorf("the table lacks %s", timing.Name)
		}
	}
	if again := timers.Timings(); again[0] != list[0] {
		t.Errorf("asked again: %+v, before %+v", again[0], list[0])
	}
	timers.Begin("not ended")
	timers.Begin("nor this")
	timers.Delete()
	return nil
}

func TestNoTimers(t *testing.T) {
	var timers *Timers
	timers.Begin("a")
	timers.End()
	timers.Delete()
	if got := timers.Timings(); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestTimingOfUnmeasuredCalls(t *testing.T) {
	half := Timing{Name: "k", Calls: 100, Measured: 50, Time: time.Second}
	if half.Mean() != 20*time.Millisecond || half.Total() != 2*time.Second {
		t.Errorf("mean %v, total %v", half.Mean(), half.Total())
	}
	none := Timing{Name: "k", Calls: 100}
	if none.Mean() != 0 || none.Total() != 0 || !strings.Contains(Table([]Timing{none}), "k") {
		t.Errorf("mean %v, total %v", none.Mean(), none.Total())
	}
}
