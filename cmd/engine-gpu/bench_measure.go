package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/internal/sysmem"
	"github.com/engine-gpu/engine-gpu/snn"
)

// izhResult is what a run of an IZH network measured: the object of --json.
type izhResult struct {
	Neurons        int    `json:"neurons"`
	Fanout         int    `json:"fanout"`
	DelayMax       int    `json:"delay_max"`
	STDP           bool   `json:"stdp"`
	Seed           uint64 `json:"seed"`
	Synapses       int64  `json:"synapses"`
	Backend        string `json:"backend"`
	Device         string `json:"device"`
	Threads        int    `json:"threads"`
	Warmup         int32  `json:"warmup"`
	Ticks          int32  `json:"ticks"`
	Interrupted    bool   `json:"interrupted"`
	Spikes         int64  `json:"spikes"`  // warm-up included
	Rate           figure `json:"rate_hz"` // of a neuron in the ticks measured
	WallSeconds    figure `json:"wall_seconds"`
	TicksPerSecond figure `json:"ticks_per_second"`
	NsPerNeuron    figure `json:"ns_per_neuron_tick"`
	Events         figure `json:"synaptic_events_per_second"`
	SynapseBytes   figure `json:"bytes_per_synapse"`
	StateBytes     int64  `json:"state_bytes"`
	PeakBytes      *int64 `json:"peak_rss_bytes"` // null where unknown
	BuildSeconds   figure `json:"build_seconds"`
	SpikeHash      string `json:"spike_sha256"`
	WeightHash     string `json:"weights_sha256"`
	Version        string `json:"version"`
}

// measure runs the warm-up and the ticks to measure, as far as the context
// lets it.
func (r *izhRun) measure(ctx context.Context, p *progress) (*izhResult, error) {
	c := r.config
	result := &izhResult{
		Neurons: c.Neurons, Fanout: c.Fanout, DelayMax: c.MaxDelay, STDP: c.Plastic, Seed: c.Seed, Synapses: c.Synapses(),
		Backend: r.backend.Name, Device: r.backend.Device(), Threads: r.backend.Threads(),
		BuildSeconds: figure(r.build.Seconds()), Version: version(),
	}
	r.backend.SetCurrents(slices.Repeat([]float64{izh.Drive}, c.Neurons))
	l := tickLoop{backend: r.backend, hash: snn.NewSpikeHash(), progress: p}
	err := l.run(ctx, r.warmup)
	result.Warmup = l.tick
	before, start := l.hash.Spikes, time.Now()
	if err == nil {
		err = l.run(ctx, r.ticks)
	}
	wall := time.Since(start).Seconds()
	if err != nil {
		return nil, fmt.Errorf("tick %d: %w", l.tick, err)
	}
	result.Ticks, result.Spikes, result.SpikeHash = l.tick-result.Warmup, l.hash.Spikes, l.hash.Sum()
	result.Interrupted = l.tick < r.warmup+r.ticks
	if ticks := float64(result.Ticks); ticks > 0 && wall > 0 {
		spikes := float64(l.hash.Spikes - before)
		result.Rate = figure(1000 * spikes / ticks / float64(c.Neurons))
		result.WallSeconds, result.TicksPerSecond = figure(wall), figure(ticks/wall)
		result.NsPerNeuron = figure(1e9 * wall / ticks / float64(c.Neurons))
		result.Events = figure(spikes * float64(c.Fanout) / wall)
	}
	return result, nil
}

// account adds the weights' hash and the memory, which take their time.
func (r *izhRun) account(result *izhResult) error {
	weights, err := r.backend.Backend.(networkBackend).Weights(snn.Plastic)
	if err != nil {
		return err
	}
	result.WeightHash = r.network.WeightHash(weights)
	result.StateBytes = r.stateBytes()
	result.SynapseBytes = figure(float64(r.synapseBytes()) / float64(result.Synapses))
	if peak, known := sysmem.Peak(); known {
		result.PeakBytes = &peak
	}
	return nil
}

// networkBackend is a backend whose weights can be had without a brain.
type networkBackend interface {
	Weights(t snn.SynapseType) ([]float32, error)
}

// tickLoop runs a backend under constant input.
type tickLoop struct {
	backend  interface{ Advance(int, *snn.Spikes) error }
	hash     *snn.SpikeHash
	progress *progress
	tick     int32
	chunk    int32 // ticks of the next call
	spikes   snn.Spikes
}

// Between two looks at the context lie at most so many ticks, and about so much
// time.
const (
	mostChunk = 4096
	chunkTime = 100 * time.Millisecond
)

// run runs a number of ticks, or fewer if the context ends.
func (l *tickLoop) run(ctx context.Context, ticks int32) error {
	end := l.tick + ticks
	for l.tick < end && ctx.Err() == nil {
		if l.chunk == 0 {
			l.chunk = 1
		}
		count, start := min(l.chunk, end-l.tick), time.Now()
		l.spikes.Reset(l.tick)
		if err := l.backend.Advance(int(count), &l.spikes); err != nil {
			return err
		}
		l.spikes.Each(func(tick int32, fired []int32) {
			l.hash.Add(tick, fired)
			l.progress.count(len(fired))
		})
		l.tick += count
		if time.Since(start) < chunkTime/2 {
			l.chunk = min(2*l.chunk, mostChunk)
		}
		l.progress.report(l.tick)
	}
	return nil
}

// print shows a result to people.
func (r *izhResult) print(out io.Writer) error {
	t := newTable()
	kind := "fixed"
	if r.STDP {
		kind = "80 % of them plastic"
	}
	t.row("network", "IZH, %s, %s each, %s, %s, delays 1 to %d, seed %d", plural(int64(r.Neurons), "neuron"),
		plural(int64(r.Fanout), "synapse"), grouped(r.Synapses), kind, r.DelayMax, r.Seed)
	t.row("backend", "%s, %s on %s", r.Backend, plural(int64(r.Threads), "thread"), r.Device)
	interrupted := ""
	if r.Interrupted {
		interrupted = " (interrupted)"
	}
	t.row("ticks", "%s after %s in %.3g s: %s ticks/s%s", grouped(int64(r.Ticks)), grouped(int64(r.Warmup)),
		float64(r.WallSeconds), grouped(int64(r.TicksPerSecond)), interrupted)
	t.row("time", "%.3g ns per neuron and tick, %.3g synaptic events per second", float64(r.NsPerNeuron), float64(r.Events))
	t.row("spikes", "%s, mean rate %.2f Hz", grouped(r.Spikes), float64(r.Rate))
	peak := ""
	if r.PeakBytes != nil {
		peak = ", " + bytesText(*r.PeakBytes) + " resident at the peak"
	}
	t.row("memory", "%s of state, %.2f bytes per synapse%s", bytesText(r.StateBytes), float64(r.SynapseBytes), peak)
	t.row("built in", "%.2f s", float64(r.BuildSeconds))
	t.row("spike hash", "sha256 %s", r.SpikeHash)
	t.row("weight hash", "sha256 %s", r.WeightHash)
	t.row("version", "%s", r.Version)
	return t.print(out)
}
