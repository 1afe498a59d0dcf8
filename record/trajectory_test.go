package record_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/record"
)

func TestTrajectorySamples(t *testing.T) {
	path := record.NewTrajectory(10, 100)
	for tick := range int32(36) {
		path.Add(record.Pose{Tick: tick, X: float64(tick)})
	}
	var ticks []int32
	for _, p := range path.Poses() {
		ticks = append(ticks, p.Tick)
	}
	want := []int32{0, 10, 20, 30, 35}
	if len(ticks) != len(want) {
		t.Fatalf("poses at ticks %v, want %v", ticks, want)
	}
	for i := range want {
		if ticks[i] != want[i] {
			t.Fatalf("poses at ticks %v, want %v", ticks, want)
		}
	}
}

func TestTrajectoryEmpty(t *testing.T) {
	if poses := record.NewTrajectory(0, 0).Poses(); len(poses) != 0 {
		t.Errorf("poses %v of nothing", poses)
	}
}

// TestTrajectoryIsBounded: however long the run, the number of poses stays
// within the limit, they are evenly spaced, and the first and the last are
// there.
func TestTrajectoryIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		every := rapid.Int32Range(1, 20).Draw(t, "every")
		limit := rapid.IntRange(2, 50).Draw(t, "limit")
		ticks := rapid.Int32Range(1, 20000).Draw(t, "ticks")
		path := record.NewTrajectory(every, limit)
		for tick := range ticks {
			path.Add(record.Pose{Tick: tick})
		}
		poses := path.Poses()
		if len(poses) > limit+1 {
			t.Fatalf("%d poses, the limit is %d", len(poses), limit)
		}
		if poses[0].Tick != 0 || poses[len(poses)-1].Tick != ticks-1 {
			t.Fatalf("from tick %d to %d, want 0 to %d", poses[0].Tick, poses[len(poses)-1].Tick, ticks-1)
		}
		if ticks > every*int32(limit) && len(poses) < limit/2 {
			t.Fatalf("only %d poses, the limit is %d", len(poses), limit)
		}
		for i := 2; i < len(poses)-1; i++ {
			if poses[i].Tick-poses[i-1].Tick != poses[1].Tick {
				t.Fatalf("uneven samples: %v", poses)
			}
		}
	})
}

// TestTrajectoryCSV: every number reads back as the same bits.
func TestTrajectoryCSV(t *testing.T) {
	want := []record.Pose{{0, 0.1, -14.182940490852477, 5.9735141613602165}, {10, math.Pi, 1e-17, -28.2}, {20, -30, 1e6, 0}}
	path := record.NewTrajectory(10, 10)
	for _, p := range want {
		path.Add(p)
	}
	var text bytes.Buffer
	if err := path.WriteCSV(&text); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&text).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(want)+1 || rows[0][0] != "tick" || rows[0][3] != "heading" {
		t.Fatalf("rows %v", rows)
	}
	for i, p := range want {
		for column, x := range []float64{float64(p.Tick), p.X, p.Y, p.Heading} {
			if got, err := strconv.ParseFloat(rows[i+1][column], 64); err != nil || got != x {
				t.Errorf("row %d, column %d: %v (%v), want %v", i, column, got, err, x)
			}
		}
	}
}
