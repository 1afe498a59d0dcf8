package record

import (
	"math"
	"reflect"
	"testing"
)

// A trajectory that is stored after any number of poses ends as one that was
// not, also where it is thinned before or after.
func TestTrajectoryGoesOn(t *testing.T) {
	add := func(tr *Trajectory, from, until int32) {
		for tick := from; tick < until; tick++ {
			tr.Add(Pose{tick, float64(tick) / 3, math.Copysign(0, -1), -float64(tick)})
		}
	}
	whole := NewTrajectory(3, 10)
	add(whole, 0, 200)
	for cut := range int32(200) {
		first := NewTrajectory(3, 10)
		add(first, 0, cut)
		data, err := first.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		second := NewTrajectory(3, 10)
		if err := second.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		add(second, cut, 200)
		if !reflect.DeepEqual(second.Poses(), whole.Poses()) {
			t.Fatalf("cut at %d: %v, want %v", cut, second.Poses(), whole.Poses())
		}
		for _, bad := range [][]byte{nil, data[:5], append(data, 1)} {
			if second.UnmarshalBinary(bad) == nil {
				t.Fatalf("%d bytes were read as a trajectory", len(bad))
			}
		}
	}
}
