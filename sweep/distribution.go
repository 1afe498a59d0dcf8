package sweep

import (
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// The settings of every bootstrap: the same sample has the same interval.
const (
	BootstrapSeed      = 1
	BootstrapResamples = 10000
	Level              = 0.95
)

// Distribution describes a sample by the usual figures.
type Distribution struct {
	Mean      float64
	Interval  [2]float64 // of the mean: percentiles of resampled means
	SD        float64    // of the sample, n-1 in its denominator; 0 for a single value
	Median    float64
	Quartiles [2]float64
	Positive  int // values above 0
}

// Describe returns the figures of a sample, which must not be empty, with a
// bootstrap interval of the mean at the given level.
func Describe(sample []float64, level float64, resamples int, seed uint64) Distribution {
	d := Distribution{Mean: stat.Mean(sample, nil), Interval: Bootstrap(sample, level, resamples, seed)}
	if len(sample) > 1 {
		d.SD = stat.StdDev(sample, nil)
	}
	sorted := slices.Sorted(slices.Values(sample))
	d.Median, d.Quartiles = Quantile(sorted, 0.5), [2]float64{Quantile(sorted, 0.25), Quantile(sorted, 0.75)}
	for _, x := range sample {
		if x > 0 {
			d.Positive++
		}
	}
	return d
}

// Bootstrap returns the percentile interval of the mean (Efron 1979): means of
// samples drawn from the sample, with replacement and of its size.
func Bootstrap(sample []float64, level float64, resamples int, seed uint64) [2]float64 {
	random := rand.New(rand.NewPCG(seed, 0))
	means := make([]float64, resamples)
	for i := range means {
		for range sample {
			means[i] += sample[random.IntN(len(sample))]
		}
		means[i] /= float64(len(sample))
	}
	slices.Sort(means)
	tail := (1 - level) / 2
	return [2]float64{Quantile(means, tail), Quantile(means, 1-tail)}
}

// Quantile interpolates between the order statistics of a sorted sample, so
// that the median is the usual one; gonum's interpolation is of the distribution
// function.
func Quantile(sorted []float64, p float64) float64 {
	place := p * float64(len(sorted)-1)
	i := int(place)
	if i+1 == len(sorted) {
		return sorted[i]
	}
	return sorted[i] + (place-float64(i))*(sorted[i+1]-sorted[i])
}
