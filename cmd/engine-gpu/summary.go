package main

import (
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"strings"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/snn"
)

// summary is what a run did: the object of --json and summary.json.
type summary struct {
	Brain          string        `json:"brain"`
	Neurons        int           `json:"neurons"`
	Synapses       int           `json:"synapses"` // gap junctions included
	Backend        string        `json:"backend"`
	Device         string        `json:"device"`
	Threads        int           `json:"threads"`
	Ticks          int32         `json:"ticks"`
	ResumedAt      int32         `json:"resumed_at,omitempty"` // ticks of the checkpoint; 0: from the start
	Learn          bool          `json:"learn"`
	Seed           int64         `json:"seed"`
	Spikes         int64         `json:"spikes"`
	SpikeHash      string        `json:"spike_sha256"`
	WeightHash     string        `json:"weights_sha256"`
	Marks          []engine.Mark `json:"marks"`
	LoadSeconds    figure        `json:"load_seconds"`
	WallSeconds    figure        `json:"wall_seconds"` // of the tick loop
	TicksPerSecond figure        `json:"ticks_per_second"`
	// RewardsByHand counts rewards that someone who looked on gave: program,
	// world and seed alone do not make this run.
	RewardsByHand int `json:"rewards_by_hand,omitempty"`

	Sounds []soundSummary `json:"sounds,omitempty"` // that drove neurons

	*arenaSummary // nil outside of the arena
}

// arenaSummary is what the worm did. Distances are from the head to the food
// [body lengths].
type arenaSummary struct {
	Index         figure `json:"chemotaxis_index"`
	StartDistance figure `json:"start_distance"`
	FinalDistance figure `json:"final_distance"`
	MinDistance   figure `json:"min_distance"`
	MeanDistance  figure `json:"mean_distance"`
	Displacement  figure `json:"displacement"`
	Rewards       int    `json:"rewards"`
	NetReward     figure `json:"net_reward"`
	MotorSpikes   int64  `json:"motor_spikes"`
	SensorySpikes int64  `json:"sensory_spikes"`

	*feedbackSummary // nil without --dishbrain
}

// feedbackSummary counts how the dish answered the worm instead of rewards.
type feedbackSummary struct {
	Noises int64 `json:"feedback_noises"`
	Pulses int64 `json:"feedback_pulses"`
}

// figure is a number that JSON can hold: null stands for what is not finite.
type figure float64

// MarshalJSON implements json.Marshaler.
func (f figure) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(f))
}

func (s *session) summarize(r *engine.Result, snapshot *snn.Snapshot) *summary {
	sum := &summary{
		Brain: s.name, Neurons: len(s.brain.Neurons), Synapses: s.brain.Synapses.Len(),
		Backend: s.backend.Name, Device: s.backend.Device(), Threads: s.backend.Threads(),
		Ticks: r.Ticks, ResumedAt: r.FirstTick, Learn: *s.o.learn, Seed: *s.o.seed,
		Spikes: r.Spikes, SpikeHash: r.SpikeHash, WeightHash: snn.WeightHash(s.brain, snapshot.Weight),
		Marks:       append([]engine.Mark{}, r.Marks...), // [] rather than null
		Sounds:      s.hearing.summary(),
		LoadSeconds: figure(s.loadTime.Seconds()), WallSeconds: figure(r.Wall.Seconds()),
	}
	sum.RewardsByHand = s.rewardsByHand()
	if here := r.Ticks - r.FirstTick; here > 0 && r.Wall > 0 {
		sum.TicksPerSecond = figure(float64(here) / r.Wall.Seconds())
	}
	if s.arena != nil {
		c := &s.arena.Chemotaxis
		sum.arenaSummary = &arenaSummary{
			Index: figure(c.Index()), StartDistance: figure(c.First), FinalDistance: figure(c.Last),
			MinDistance: figure(c.Min), MeanDistance: figure(c.Mean()), Displacement: figure(c.Displacement()),
			Rewards: r.Rewards, NetReward: figure(r.NetReward),
			MotorSpikes: s.arena.MotorSpikes, SensorySpikes: s.arena.SensorySpikes,
		}
		if *s.o.feedback.dishbrain {
			sum.feedbackSummary = &feedbackSummary{s.arena.Feedback.Noises, s.arena.Feedback.Pulses}
		}
	}
	return sum
}

// print shows the summary on standard output: as JSON or for people.
func (s *session) print(sum *summary, r *engine.Result, files []string) error {
	if *s.o.json {
		s.noteCheckpoint(r)
		return writeJSON(s.std.out, sum)
	}
	t := newTable()
	t.row("brain", "%s (%s, %s)", sum.Brain, plural(int64(sum.Neurons), "neuron"), plural(int64(sum.Synapses), "synapse"))
	t.row("backend", "%s, %s on %s", sum.Backend, plural(int64(sum.Threads), "thread"), sum.Device)
	t.row("ticks", "%s", ticksText(sum, r, *s.o.ticks))
	t.row("spikes", "%s, %.1f a tick, mean rate %.2f Hz", grouped(sum.Spikes), perTick(sum), 1000*perTick(sum)/float64(sum.Neurons))
	if sum.arenaSummary != nil {
		sum.rows(t)
	}
	s.hearing.rows(t)
	if sum.RewardsByHand > 0 {
		t.row("by hand", "%s: the run cannot be repeated from its flags", plural(int64(sum.RewardsByHand), "reward"))
	}
	for _, m := range sum.Marks {
		t.row(fmt.Sprintf("mark %d", m.Tick), "%s, sha256 %s", plural(m.Spikes, "spike"), m.Hash)
	}
	t.row("spike hash", "sha256 %s", sum.SpikeHash)
	t.row("weight hash", "sha256 %s", sum.WeightHash)
	t.files(files)
	s.tellCheckpoint(t, r)
	return t.print(s.std.out)
}

func ticksText(sum *summary, r *engine.Result, wanted int64) string {
	text := fmt.Sprintf("%s in %.2f s: %s ticks/s, %.3g times real time",
		grouped(int64(sum.Ticks-sum.ResumedAt)), float64(sum.WallSeconds), grouped(int64(sum.TicksPerSecond)), float64(sum.TicksPerSecond)/1000)
	if sum.ResumedAt > 0 {
		text = fmt.Sprintf("%s, of which %s", grouped(int64(sum.Ticks)), text)
	}
	if r.Interrupted {
		text += fmt.Sprintf(" (interrupted; %s were asked for)", grouped(wanted))
	}
	return text
}

// perTick is the mean number of spikes of a tick.
func perTick(sum *summary) float64 {
	if sum.Ticks == 0 {
		return 0
	}
	return float64(sum.Spikes) / float64(sum.Ticks)
}

// rows adds what the worm did.
func (a *arenaSummary) rows(t *table) {
	t.row("chemotaxis", "index %+.3f: from %.2f to %.2f body lengths from the food (nearest %.2f, mean %.2f)",
		float64(a.Index), float64(a.StartDistance), float64(a.FinalDistance), float64(a.MinDistance), float64(a.MeanDistance))
	t.row("worm", "%.2f body lengths from its start, %s motor and %s sensory spikes",
		float64(a.Displacement), grouped(a.MotorSpikes), grouped(a.SensorySpikes))
	if f := a.feedbackSummary; f != nil {
		t.row("feedback", "noise after %s, pulses after %s", plural(f.Noises, "failure"), plural(f.Pulses, "rise"))
		return
	}
	t.row("rewards", "%s, net %+g", grouped(int64(a.Rewards)), float64(a.NetReward))
}

// shortName is a brain's name without its folder and ending.
func shortName(path string) string {
	return strings.TrimSuffix(strings.TrimSuffix(filepath.Base(path), ".db"), loader.ColumnarSuffix)
}
