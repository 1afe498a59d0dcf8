package main

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/sweep"
	"github.com/engine-gpu/engine-gpu/worm"
)

// Bound is what a worm reaches that knows where its food is.
type Bound struct {
	Period   int                `json:"period_ms"` // of its wave, as of a Pulse
	Delay    int                `json:"delay_ms"`
	Extra    int                `json:"extra"`
	Starts   int                `json:"starts"`
	Index    sweep.Distribution `json:"chemotaxis_index"`
	Reached  int                `json:"reached"` // starts that came within 1 BL
	leftward worm.Side          // whose extra spikes turn the worm to its left
}

// bound lets bodies crawl by single spikes to the food that they know. Once a
// period they look on which side it lies, and bend their heads to it.
func bound(_ context.Context, o *options, r *Results, progress io.Writer) error {
	r.Bounds = nil
	for _, b := range []Bound{{Period: 600, Delay: 15, Extra: 8}, {Period: 740, Delay: 18, Extra: 6}} {
		b.Starts = o.starts
		if observe(pulses(b.Period, b.Delay, b.Extra, worm.Ventral), b.Period).turning > 0 {
			b.leftward = worm.Ventral
		}
		var sample []float64
		for i := range o.starts {
			index, least := b.ideal(uint32(o.first)+uint32(i), o.ticks)
			sample = append(sample, index)
			if least <= 1 {
				b.Reached++
			}
		}
		b.Index = sweep.Describe(sample, sweep.Level, sweep.BootstrapResamples, sweep.BootstrapSeed)
		r.Bounds = append(r.Bounds, b)
		fmt.Fprintf(progress, "a worm that knows where its food is: index %+.3f\n", b.Index.Mean)
	}
	return nil
}

// ideal returns the index of one start and how near the food it came [BL].
func (b *Bound) ideal(seed uint32, ticks int) (index, least float64) {
	dish := arena.DefaultDish()
	body := worm.New(dish.Start(seed, arena.DefaultStartDistance))
	food := dish.Foods()[0]
	input, judge := new(worm.Muscles), arena.Chemotaxis{}
	straight := pulses(b.Period, b.Delay, 0, worm.Dorsal)
	bent := [2]drive{pulses(b.Period, b.Delay, b.Extra, worm.Dorsal), pulses(b.Period, b.Delay, b.Extra, worm.Ventral)}
	steer := straight
	for tick := range ticks {
		if tick%b.Period == 0 {
			tail := body.Shape()[worm.Segments-1]
			forward := math.Atan2(body.Y-tail.Y, body.X-tail.X)
			off := math.Remainder(math.Atan2(food.Y-body.Y, food.X-body.X)-forward, 2*math.Pi)
			switch {
			case off > 0.1:
				steer = bent[b.leftward]
			case off < -0.1:
				steer = bent[1-b.leftward]
			default:
				steer = straight
			}
		}
		steer(tick, input)
		body.Step(input, dt)
		x, y := dish.Clamp(body.X, body.Y)
		body.SetHead(worm.Point{X: x, Y: y})
		judge.Add(dish, tick, x, y)
	}
	return judge.Index(), judge.Min
}

// Reachable is the index of a worm that goes straight to its food from the
// distance d at the speed v for the time t, and there around it in a circle of
// the radius r.
func Reachable(d, v, t, r float64) float64 {
	if r >= d {
		return 0
	}
	return min(v*t, d-r) / d
}
