package cpu_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestBackendStatistics shows that nothing but rounding parts Backend and
// Reference.
//
// Spiking brains are chaotic: a difference in the last bit changes every spike
// after some hundred ticks, in float64 as well. So each backend runs an
// ensemble under inputs that differ by next to nothing, and all runs of both
// are compared with each other, by the Kolmogorov-Smirnov distance of their
// neurons' rates, of their intervals between spikes and of their weights.
// If only rounding parts the backends, then a run's backend is a label without
// meaning: the distances between runs of different backends are no larger than
// under any other division of the runs into two halves (a permutation test).
// Population rates, and numbers of pruned synapses, are compared by their means
// in units of their standard error.
func TestBackendStatistics(t *testing.T) {
	for _, c := range []struct {
		name   string
		golden string
		learn  bool
		ticks  int
		runs   int // of each backend
	}{
		{"arena_v1 learn", "arena_v1_s42.learn", true, 700, 12},
		{"arena_v1 frozen", "arena_v1_s42.learn", false, 700, 12},
		{"arena_dev_v1 learn", "arena_dev_v1_s42.learn", true, 500, 20},
		{"kitchen_sink learn", "kitchen_sink.learn", true, 2000, 30},
		{"kitchen_sink frozen", "kitchen_sink.learn", false, 2000, 30},
		{"exp12_hybrid learn", "exp12_hybrid.learn", true, 2000, 30},
		{"corners learn", "corners.learn", true, 3000, 60},
		{"corners frozen", "corners.frozen", false, 3000, 60},
		{"corners homeostasis", "corners.homeostasis", true, 3000, 60},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g := readGolden(t, c.golden)
			g.Protocol.Learn, g.Protocol.Ticks = c.learn, c.ticks
			brain := g.brain(t)
			hastenPruning(brain)
			g.compareBackends(t, brain, c.runs)
		})
	}
}

// TestBackendStatisticsAtRandom does the same with networks made at random, of
// all eight types of synapses and all five of neurons, under programs at random.
// The goldens are brains that somebody designed; these are not.
func TestBackendStatisticsAtRandom(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(seed, 0x2a9d))
			shape := backendtest.Lively(20 + rng.IntN(60))
			shape.Restored, shape.Odd = rng.IntN(2) == 0, rng.IntN(2) == 0
			brain := shape.Generate(seed)
			hastenPruning(brain)
			g := &golden{Protocol: goldenProtocol{
				Ticks: 1000, Learn: seed%4 != 0, Homeostasis: seed%3 == 0,
				Tonic: 3 * rng.Float64(), Drive: 4 + 6*rng.Float64(), Period: 20 + rng.IntN(100), On: 10 + rng.IntN(10), Stride: 1 + rng.IntN(5),
				RewardEvery: 50 + rng.IntN(50), Rewards: []float64{1, 1, -0.5},
			}}
			g.compareBackends(t, brain, 30)
		})
	}
}

// compareBackends compares ensembles of runs of Reference and Backend.
func (g *golden) compareBackends(t *testing.T, brain *snn.Brain, runs int) {
	t.Helper()
	var all []*runStatistics // Reference's, then Backend's
	for i := range 2 * runs {
		all = append(all, g.statistics(t, brain, i >= runs, uint64(i)))
	}
	if all[0].spikes < float64(g.Protocol.Ticks)/10 {
		t.Fatalf("the comparison is empty: %v spikes in %d ticks", all[0].spikes, g.Protocol.Ticks)
	}
	compareMeans(t, "spikes", all, func(r *runStatistics) float64 { return r.spikes })
	compareMeans(t, "live developmental synapses", all, func(r *runStatistics) float64 { return r.alive })
	for _, d := range []struct {
		what   string
		sample func(*runStatistics) []float64
	}{
		{"rates", func(r *runStatistics) []float64 { return r.rates }},
		{"intervals", func(r *runStatistics) []float64 { return r.intervals }},
		{"changes of weights", func(r *runStatistics) []float64 { return r.weights }},
	} {
		compareDistributions(t, d.what, all, d.sample)
	}
}

// hastenPruning lets developmental synapses be judged every 100 ticks after few
// spikes, so that many die within a short run. The corners have intervals of
// their own.
func hastenPruning(brain *snn.Brain) {
	for i := range brain.ParamSets {
		if p := &brain.ParamSets[i]; p.Type == snn.Developmental && p.EvalInterval > 1000 {
			p.EvalInterval, p.MinSourceFires, p.PruningThreshold = 100, 5, 0.5
		}
	}
}

// runStatistics sums up one run; the samples are sorted.
type runStatistics struct {
	spikes, alive             float64
	rates, intervals, weights []float64
}

// jitter is the standard deviation of what a run's currents differ by: large
// enough that runs part as early as float32 does, far too small to change a
// rate.
const jitter = 1e-4

// weightStep is what changes of weights are rounded to: float32 tells a weight
// that has not changed from one in float64.
const weightStep = 1e-3

// maxIntervals bounds the sample of intervals of one run.
const maxIntervals = 20000

// statistics runs a golden protocol on one of the backends, under currents of
// its own.
func (g *golden) statistics(t *testing.T, brain *snn.Brain, float32Backend bool, seed uint64) *runStatistics {
	t.Helper()
	var b engine.Backend
	if float32Backend {
		b = newBackend(t, brain, g.options())
	} else {
		r, err := cpu.NewReference(brain, g.options())
		if err != nil {
			t.Fatal(err)
		}
		b = r
	}
	rng := rand.New(rand.NewPCG(seed, 0x57a7))
	on, off := make([]float64, len(brain.Neurons)), make([]float64, len(brain.Neurons))
	for i := range off {
		off[i] = g.Protocol.Tonic + float64(jitter*rng.NormFloat64())
		on[i] = off[i]
		if i%g.Protocol.Stride == 0 {
			on[i] += g.Protocol.Drive
		}
	}
	s := &runStatistics{rates: make([]float64, len(brain.Neurons))}
	last := slices.Repeat([]int{-1}, len(brain.Neurons))
	g.Protocol.runWith(t, b, on, off, func(tick int, fired *snn.Spikes) {
		for _, n := range fired.Neurons {
			s.spikes++
			s.rates[n]++
			if last[n] >= 0 {
				s.intervals = append(s.intervals, float64(tick-last[n]))
			}
			last[n] = tick
		}
	})
	end := snn.NewSnapshot(brain)
	if err := b.Snapshot(end); err != nil {
		t.Fatal(err)
	}
	s.alive = float64(alive(brain, end))
	for i, w := range end.Weight {
		if brain.Synapses.Type[i].LearnsAtTarget() {
			change := w - brain.Synapses.Weight[i]
			s.weights = append(s.weights, math.Round(change/weightStep)*weightStep)
		}
	}
	if step := len(s.intervals)/maxIntervals + 1; step > 1 {
		kept := s.intervals[:0]
		for i := 0; i < len(s.intervals); i += step {
			kept = append(kept, s.intervals[i])
		}
		s.intervals = kept
	}
	for _, sample := range [][]float64{s.rates, s.intervals, s.weights} {
		slices.Sort(sample)
	}
	return s
}

// largestDeviation is how far means may be apart, in units of the standard
// error: beyond it lie 6 of 100,000 samples of a normal distribution.
const largestDeviation = 4

// compareMeans compares a number between the runs of the two backends.
func compareMeans(t *testing.T, what string, runs []*runStatistics, value func(*runStatistics) float64) {
	t.Helper()
	half := len(runs) / 2
	var xs []float64
	for _, r := range runs {
		xs = append(xs, value(r))
	}
	want, wantVariance := stat.MeanVariance(xs[:half], nil)
	got, gotVariance := stat.MeanVariance(xs[half:], nil)
	deviation := (got - want) / math.Sqrt((wantVariance+gotVariance)/float64(half))
	if want == got {
		deviation = 0
	}
	t.Logf("%s: %.5g, reference %.5g, %.1f standard errors apart", what, got, want, deviation)
	if !(math.Abs(deviation) <= largestDeviation) {
		t.Errorf("%s: %.6g on average, the reference has %.6g: %.1f standard errors", what, got, want, deviation)
	}
}

// smallestChance is the probability below which the division into backends
// counts as no accident. Some sixty comparisons are made.
const smallestChance = 2e-4

// permutations is the number of divisions that the real one is compared with.
const permutations = 20000

// compareDistributions is a permutation test of the Kolmogorov-Smirnov
// distances between all runs.
func compareDistributions(t *testing.T, what string, runs []*runStatistics, sample func(*runStatistics) []float64) {
	t.Helper()
	n := len(runs)
	distance := make([][]float64, n)
	for i := range distance {
		distance[i] = make([]float64, n)
	}
	largest := 0.0
	for i := range n {
		for j := range i {
			if len(sample(runs[i])) == 0 {
				return // the brain has none of these
			}
			d := stat.KolmogorovSmirnov(sample(runs[i]), nil, sample(runs[j]), nil)
			distance[i][j], distance[j][i] = d, d
			largest = max(largest, d)
		}
	}
	if largest == 0 {
		return // nothing was learned
	}
	labels := make([]bool, n)
	for i := range labels {
		labels[i] = i >= n/2
	}
	observed := excess(distance, labels)
	rng := rand.New(rand.NewPCG(1, 0x9e2))
	as := 1 // the observed division is one of them
	for range permutations {
		rng.Shuffle(n, func(i, j int) { labels[i], labels[j] = labels[j], labels[i] })
		if excess(distance, labels) >= observed {
			as++
		}
	}
	chance := float64(as) / (permutations + 1)
	t.Logf("%s: mean distance between backends exceeds that within by %.2g (largest of all %.2g), chance %.3f", what, observed, largest, chance)
	if chance < smallestChance {
		t.Errorf("%s: the backends differ: the distance between them exceeds that within by %.3g, chance %.4f", what, observed, chance)
	}
}

// excess is by how much the mean distance between runs of different labels
// exceeds that between runs of the same label.
func excess(distance [][]float64, labels []bool) float64 {
	var between, within float64
	var betweens, withins int
	for i := range labels {
		for j := range i {
			if labels[i] != labels[j] {
				between += distance[i][j]
				betweens++
			} else {
				within += distance[i][j]
				withins++
			}
		}
	}
	return between/float64(betweens) - within/float64(withins)
}
