package snn_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"

	"github.com/engine-gpu/engine-gpu/snn"
)

// TestPhilox holds the known answers for philox4x32-10 that its authors
// publish with Random123.
func TestPhilox(t *testing.T) {
	const ones = math.MaxUint32
	for _, c := range []struct {
		counter [4]uint32
		key     [2]uint32
		want    [4]uint32
	}{
		{[4]uint32{}, [2]uint32{}, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{[4]uint32{ones, ones, ones, ones}, [2]uint32{ones, ones}, [4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{
			[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, [2]uint32{0xa4093822, 0x299f31d0},
			[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
		},
	} {
		if got := snn.Philox4x32(c.counter, c.key); got != c.want {
			t.Errorf("counter %x, key %x: %x, want %x", c.counter, c.key, got, c.want)
		}
	}
}

// TestNoiseInteger: counter (0, 0, 0, 0) and key 0 give the first four of the
// six words that are summed, published by Philox's authors.
func TestNoiseInteger(t *testing.T) {
	second := snn.Philox4x32([4]uint32{0, 0, 1, 0}, [2]uint32{})
	want := -6 * 65535
	for _, w := range []uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, second[0], second[1]} {
		want += int(w>>16) + int(w&0xffff)
	}
	if got := snn.NoiseInteger(0, 0, 0); int(got) != want {
		t.Errorf("%d, want %d", got, want)
	}
}

// TestNoiseMoments: the sum of twelve uniform numbers has the mean 0, the
// variance 2^32-1 and the excess kurtosis -6/(5·12), and is independent of
// its neighbours in time, space and seed. Each bound is five standard errors.
func TestNoiseMoments(t *testing.T) {
	const side = 500
	const n = side * side
	sample := func(seed uint64, tick, neuron int32) []float64 {
		xs := make([]float64, 0, n)
		for i := range int32(side) {
			for j := range int32(side) {
				x := snn.NoiseInteger(seed, tick+i, neuron+j)
				if x <= -1<<19 || x >= 1<<19 || float32(x) != float32(float64(x)) || int32(float32(x)) != x {
					t.Fatalf("%d is not exact in float32 or out of range", x)
				}
				xs = append(xs, float64(x)*snn.NoiseScale)
			}
		}
		return xs
	}
	xs := sample(7, 100, 2000)
	mean, variance := stat.MeanVariance(xs, nil)
	within := func(what string, got, want, error float64) {
		if math.Abs(got-want) > 5*error {
			t.Errorf("%s is %v, want %v within five times %v", what, got, want, error)
		}
	}
	kurtosis := -6.0 / (5 * 12)
	root := math.Sqrt(n)
	within("mean", mean, 0, 1/root)
	within("variance", variance, 1, math.Sqrt(2+kurtosis)/root)
	within("skewness", stat.Skew(xs, nil), 0, math.Sqrt(6)/root)
	within("excess kurtosis", stat.ExKurtosis(xs, nil), kurtosis, math.Sqrt(24)/root)
	for what, ys := range map[string][]float64{
		"the next tick":           sample(7, 101, 2000),
		"the next neuron":         sample(7, 100, 2001),
		"the next seed":           sample(8, 100, 2000),
		"a seed in the high word": sample(7|1<<32, 100, 2000),
		"the transposed":          sample(7, 2000, 100),
	} {
		within("correlation with "+what, stat.Correlation(xs, ys, nil), 0, 1/root)
	}
	if d := stat.KolmogorovSmirnov(sorted(xs), nil, sorted(sample(9, 5000, 0)), nil); d > 2*math.Sqrt(2.0/n) {
		t.Errorf("two samples are %v apart", d) // the chance of that is 7e-4
	}
}
