package main

import (
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// bootstrapSeed makes the interval the same in every run of the program.
const bootstrapSeed = 1

// Distribution is the chemotaxis index of one backend over many starts.
type Distribution struct {
	Backend   string     `json:"backend"`
	Mean      float64    `json:"mean"`
	Level     float64    `json:"level"`                   // of the interval
	Interval  [2]float64 `json:"mean_bootstrap_interval"` // percentiles of resampled means
	Resamples int        `json:"resamples"`
	Seed      uint64     `json:"bootstrap_seed"`
	SD        float64    `json:"sd"`
	Median    float64    `json:"median"`
	Quartiles [2]float64 `json:"quartiles"`
	Nearer    int        `json:"nearer"` // starts with an index above 0
	Starts    []Start    `json:"starts"`
}

// describe fills in the figures of the indices.
func (d *Distribution) describe(indices []float64) {
	d.Mean = stat.Mean(indices, nil)
	if len(indices) > 1 {
		d.SD = stat.StdDev(indices, nil)
	}
	d.Interval = bootstrap(indices, d.Level, d.Resamples, d.Seed)
	sorted := slices.Sorted(slices.Values(indices))
	d.Median, d.Quartiles = quantile(sorted, 0.5), [2]float64{quantile(sorted, 0.25), quantile(sorted, 0.75)}
	for _, x := range indices {
		if x > 0 {
			d.Nearer++
		}
	}
}

// bootstrap returns the percentile interval of the mean: means of samples
// drawn from the sample, with replacement and of its size.
func bootstrap(sample []float64, level float64, resamples int, seed uint64) [2]float64 {
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
	return [2]float64{quantile(means, tail), quantile(means, 1-tail)}
}

// quantile interpolates between the order statistics, so that the median is
// the usual one; gonum's interpolation is of the distribution function.
func quantile(sorted []float64, p float64) float64 {
	place := p * float64(len(sorted)-1)
	i := int(place)
	if i+1 == len(sorted) {
		return sorted[i]
	}
	return sorted[i] + (place-float64(i))*(sorted[i+1]-sorted[i])
}
