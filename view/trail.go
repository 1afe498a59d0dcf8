package view

import (
	"slices"
	"sync"
)

// maxTrail bounds a trail: a longer run's is sampled less and less often.
const maxTrail = 4096

// trailEvery is how often a trail is sampled at first [ticks].
const trailEvery = 10

// trail is where the worm's head was, evenly spaced in time.
type trail struct {
	every int32
	due   int32 // the number of ticks after which to sample next

	mu     sync.Mutex // the run appends, viewers copy
	points []TrailPoint
	fresh  int // points since the last frame, at the end of points
}

// add notes the head's place after a number of ticks.
func (t *trail) add(ticks int32, p Point) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.points) == maxTrail {
		for i := range maxTrail / 2 {
			t.points[i] = t.points[2*i]
		}
		t.points = t.points[:maxTrail/2]
		t.fresh /= 2
		t.every *= 2
	}
	t.points = append(t.points, TrailPoint{ticks, p})
	t.fresh++
	t.due = ticks + t.every
}

// take returns the points since the last call.
func (t *trail) take() []TrailPoint {
	t.mu.Lock()
	defer t.mu.Unlock()
	fresh := slices.Clone(t.points[len(t.points)-t.fresh:])
	t.fresh = 0
	return fresh
}

// all returns a copy of the whole trail.
func (t *trail) all() []TrailPoint {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.points)
}
