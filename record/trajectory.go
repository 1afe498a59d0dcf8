package record

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// Pose is where a worm's head is and where it points.
type Pose struct {
	Tick    int32   // ticks run so far; 0 at the start
	X, Y    float64 // [BL]
	Heading float64 // [rad], not wrapped
}

// Trajectory samples a worm's path: the pose at the start, after every so many
// ticks, and the last one. Its memory is bounded: a long run is sampled less
// and less often.
type Trajectory struct {
	every   int32
	limit   int
	samples []Pose
	last    Pose
	any     bool
}

// Usual settings of a trajectory: a pose every 10 ms, and for runs of more
// than three minutes of the worm's life every 20, 40, ... ms.
const (
	SampleEvery = 10    // [ticks]
	MaxSamples  = 20000 // poses
)

// NewTrajectory returns an empty trajectory that keeps a pose every so many
// ticks, at least 1, and never more than limit poses, at least 2.
func NewTrajectory(every int32, limit int) *Trajectory {
	return &Trajectory{every: max(every, 1), limit: max(limit, 2)}
}

// Add gives the trajectory the pose after one more tick. Ticks ascend.
func (t *Trajectory) Add(p Pose) {
	t.last, t.any = p, true
	if p.Tick%t.every != 0 {
		return
	}
	if len(t.samples) == t.limit {
		t.thin()
		if p.Tick%t.every != 0 {
			return
		}
	}
	t.samples = append(t.samples, p)
}

// thin drops every other sample.
func (t *Trajectory) thin() {
	t.every *= 2
	t.samples = slices.DeleteFunc(t.samples, func(p Pose) bool { return p.Tick%t.every != 0 })
}

// Poses returns the samples so far and the last pose.
func (t *Trajectory) Poses() []Pose {
	poses := slices.Clone(t.samples)
	if t.any && (len(poses) == 0 || poses[len(poses)-1].Tick != t.last.Tick) {
		poses = append(poses, t.last)
	}
	return poses
}

// WriteCSV writes the poses as a table with the columns tick, x, y, heading.
// Numbers read back as the same bits.
func (t *Trajectory) WriteCSV(out io.Writer) error {
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "tick,x,y,heading")
	var line []byte
	for _, p := range t.Poses() {
		line = strconv.AppendInt(line[:0], int64(p.Tick), 10)
		for _, x := range []float64{p.X, p.Y, p.Heading} {
			line = append(line, ',')
			line = strconv.AppendFloat(line, x, 'g', -1, 64)
		}
		w.Write(append(line, '\n')) //nolint:errcheck // Flush returns the first error
	}
	return w.Flush()
}
