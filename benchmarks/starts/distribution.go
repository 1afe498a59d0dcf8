package main

import "github.com/engine-gpu/engine-gpu/sweep"

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
	x := sweep.Describe(indices, d.Level, d.Resamples, d.Seed)
	d.Mean, d.Interval, d.SD = x.Mean, x.Interval, x.SD
	d.Median, d.Quartiles, d.Nearer = x.Median, x.Quartiles, x.Positive
}
