package sweep

import (
	"math"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/record"
)

// How often a path is sampled: 20 times in a second of the worm's life, of
// which its undulation takes about one, and less often in runs of more than two
// minutes.
const (
	pathEvery = 50   // [ticks]
	pathLimit = 2400 // points
)

// world is an arena that watches its worm.
type world struct {
	*engine.Arena
	path    *record.Trajectory
	length  float64 // of the path [BL]
	x, y    float64 // the head a tick ago [BL]
	reached *int32
}

func newWorld(a *engine.Arena) *world {
	w := &world{Arena: a, path: record.NewTrajectory(pathEvery, pathLimit), x: a.Body.X, y: a.Body.Y}
	w.look(0)
	return w
}

// Act implements engine.World.
func (w *world) Act(tick int32, fired []int32) []float64 {
	due := w.Arena.Act(tick, fired)
	w.look(tick + 1)
	return due
}

// look takes note of where the head is after a number of ticks.
func (w *world) look(ticks int32) {
	x, y := w.Body.X, w.Body.Y
	dx, dy := x-w.x, y-w.y
	w.length += math.Sqrt(float64(dx*dx) + float64(dy*dy)) // math.Hypot differs between architectures
	w.x, w.y = x, y
	if w.reached == nil && w.Dish().FoodDistance(x, y) <= ReachDistance {
		w.reached = &ticks
	}
	w.path.Add(record.Pose{Tick: ticks, X: x, Y: y, Heading: w.Body.Heading})
}

// way is the path so far.
func (w *world) way() Path {
	var p Path
	for _, pose := range w.path.Poses() {
		p.Tick, p.X, p.Y = append(p.Tick, pose.Tick), append(p.X, float32(pose.X)), append(p.Y, float32(pose.Y))
	}
	return p
}
