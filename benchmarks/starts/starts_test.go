package main

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestQuantile(t *testing.T) {
	sorted := []float64{1, 2, 4, 8}
	for p, want := range map[float64]float64{0: 1, 0.25: 1.75, 0.5: 3, 0.75: 5, 1: 8} {
		if got := quantile(sorted, p); got != want {
			t.Errorf("quantile %v is %v, want %v", p, got, want)
		}
	}
	if got := quantile([]float64{7}, 0.5); got != 7 {
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
	d := Distribution{Level: 0.95, Resamples: 10000, Seed: bootstrapSeed}
	d.describe(sample)
	half := 1.96 * d.SD / math.Sqrt(float64(len(sample)))
	if math.Abs(d.Interval[0]-(d.Mean-half)) > 0.1*half || math.Abs(d.Interval[1]-(d.Mean+half)) > 0.1*half {
		t.Errorf("interval %v of the mean %v, want about %v to either side", d.Interval, d.Mean, half)
	}
	if again := bootstrap(sample, d.Level, d.Resamples, d.Seed); again != d.Interval {
		t.Errorf("the same sample gives %v, then %v", d.Interval, again)
	}
	if all := bootstrap([]float64{2, 2, 2}, 0.95, 100, 1); all != [2]float64{2, 2} {
		t.Errorf("interval %v of a sample that does not vary", all)
	}
}

func TestMarkdown(t *testing.T) {
	r := &Results{V8: v8Starts(), Ticks: 1230000}
	for _, s := range r.V8 {
		r.Runs = append(r.Runs, Run{Backend: "cpu", Seed: s.Seed, Index: -0.001})
	}
	var text strings.Builder
	if err := r.markdown(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| start seed | V8 | cpu |\n| ---: | ---: | ---: |\n| 42 | +0.43 | +0.00 |\n| 1 | -0.54 | +0.00 |\n",
		"| **mean** | **+0.08** | **+0.00** |\n| SD | 0.34 | 0.00 |\n",
		"1,230,000 ticks",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in\n%s", want, text.String())
		}
	}
}
