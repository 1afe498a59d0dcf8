package sweep

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestQuantile(t *testing.T) {
	sorted := []float64{1, 2, 4, 8}
	for p, want := range map[float64]float64{0: 1, 0.25: 1.75, 0.5: 3, 0.75: 5, 1: 8} {
		if got := Quantile(sorted, p); got != want {
			t.Errorf("quantile %v is %v, want %v", p, got, want)
		}
	}
	if got := Quantile([]float64{7}, 0.5); got != 7 {
		t.Errorf("the median of 7 is %v", got)
	}
}

// TestBootstrap compares with the closed form for a large sample: the mean is
// normal, with the sample's standard deviation over the root of its size.
func TestBootstrap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sample := make([]float64, 400)
	for i := range sample {
		sample[i] = 3 + random.NormFloat64()
	}
	d := describe(sample)
	half := 1.96 * d.SD / math.Sqrt(float64(len(sample)))
	if math.Abs(d.Interval[0]-(d.Mean-half)) > 0.1*half || math.Abs(d.Interval[1]-(d.Mean+half)) > 0.1*half {
		t.Errorf("interval %v of the mean %v, want about %v to either side", d.Interval, d.Mean, half)
	}
	if again := describe(sample); again != d {
		t.Errorf("the same sample gives %v, then %v", d, again)
	}
	if all := Bootstrap([]float64{2, 2, 2}, 0.95, 100, 1); all != [2]float64{2, 2} {
		t.Errorf("interval %v of a sample that does not vary", all)
	}
}

// TestBootstrapOfTwo: the mean of two draws from {0, 1} is 0, 1/2 or 1 with the
// chances 1/4, 1/2, 1/4.
func TestBootstrapOfTwo(t *testing.T) {
	for level, want := range map[float64][2]float64{0.95: {0, 1}, 0.4: {0.5, 0.5}} {
		if got := Bootstrap([]float64{0, 1}, level, 10000, 7); got != want {
			t.Errorf("interval %v at level %v, want %v", got, level, want)
		}
	}
}

func TestDescribe(t *testing.T) {
	d := describe([]float64{-3, 0, 1, 2})
	if d.Mean != 0 || d.Median != 0.5 || d.Quartiles != [2]float64{-0.75, 1.25} || d.Positive != 2 {
		t.Errorf("%+v", d)
	}
	if want := math.Sqrt(14.0 / 3); math.Abs(d.SD-want) > 1e-15 {
		t.Errorf("standard deviation %v, want %v", d.SD, want)
	}
	if one := describe([]float64{4}); one.SD != 0 || one.Interval != [2]float64{4, 4} {
		t.Errorf("of a single value: %+v", one)
	}
}

func TestGroupsAndPairs(t *testing.T) {
	reached := int32(7)
	start := func(seed uint32, learn bool, index float64) Done {
		return Done{Learn: learn, Start: Start{Seed: seed, Index: index}}
	}
	done := []Done{start(3, false, 0.5), start(2, true, 1), start(1, false, -1), start(1, true, 0), start(3, true, -0.5)}
	done[1].Reached = &reached
	groups := Groups(done)
	if len(groups) != 2 || !groups[0].Learn || groups[1].Learn || len(groups[0].Starts) != 3 || len(groups[1].Starts) != 2 {
		t.Fatalf("groups %+v", groups)
	}
	if s := groups[0].Starts; s[0].Seed != 1 || s[1].Seed != 2 || s[2].Seed != 3 || groups[0].Reached != 1 || groups[1].Reached != 0 {
		t.Errorf("groups %+v", groups)
	}
	if d := groups[0].Index; math.Abs(d.Mean-0.5/3) > 1e-15 || d.Positive != 1 {
		t.Errorf("%+v", d)
	}
	// Seed 1: 0 - -1, seed 3: -0.5 - 0.5; seed 2 stands alone.
	p, ok := Pair(&groups[0], &groups[1])
	if !ok || p.Starts != 2 || p.Difference.Mean != 0 || p.Difference.Positive != 1 || p.Difference.SD != math.Sqrt2 {
		t.Errorf("paired %+v", p)
	}
	if _, ok := Pair(&groups[0], &Group{Starts: []Start{{Seed: 9}}}); ok {
		t.Error("groups without a common seed have been compared")
	}
	if done[0].Seed != 3 {
		t.Error("Groups has changed the order of its input")
	}
}

func TestTasks(t *testing.T) {
	got := Tasks(4294967294, 2, true, false)
	want := []Task{{4294967294, true}, {4294967294, false}, {4294967295, true}, {4294967295, false}}
	if len(got) != len(want) {
		t.Fatalf("tasks %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("task %d is %v, want %v", i, got[i], want[i])
		}
	}
}
