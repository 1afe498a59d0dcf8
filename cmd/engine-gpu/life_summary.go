package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/engine-gpu/engine-gpu/life"
	"github.com/engine-gpu/engine-gpu/snn"
)

// lifeSummary is what a life was: the object of --json and life.json.
type lifeSummary struct {
	Brain         string          `json:"brain"`
	Saved         string          `json:"saved"`
	Neurons       int             `json:"neurons"`
	Synapses      int             `json:"synapses"` // after it, gap junctions included
	Backend       string          `json:"backend"`
	Device        string          `json:"device"`
	Threads       int             `json:"threads"`
	SessionTicks  int64           `json:"session_ticks"`
	SleepTicks    int64           `json:"sleep_ticks"`
	SleepNoise    float64         `json:"sleep_noise"`
	SleepExponent float64         `json:"sleep_exponent"`
	Learn         bool            `json:"learn"`
	Homeostasis   bool            `json:"reward_homeostasis"`
	Surprise      bool            `json:"surprise"`
	DishBrain     bool            `json:"dishbrain"`
	Sprout        bool            `json:"sprout"`
	Drift         bool            `json:"drift"`
	Seed          int64           `json:"seed"`
	FoodRadius    float64         `json:"food_radius"`
	StartDistance float64         `json:"start_distance"`
	SensoryGain   float64         `json:"sensory_gain"`
	WallSeconds   figure          `json:"wall_seconds"`
	Interrupted   bool            `json:"interrupted,omitempty"`
	Mean          float64         `json:"mean_chemotaxis_index"`
	WeightHash    string          `json:"weights_sha256"` // of the saved brain
	Sessions      []*life.Session `json:"sessions"`
}

// summarize describes the sessions so far, of which there is at least one.
func (l *living) summarize() *lifeSummary {
	o, last := l.o, l.sessions[len(l.sessions)-1]
	sum := &lifeSummary{
		Brain: l.name, Saved: l.saved, Neurons: len(l.brain.Neurons), Synapses: l.brain.Synapses.Len(),
		Backend: l.backend, Device: l.device, Threads: l.threads, SessionTicks: *o.ticks, SleepTicks: *o.sleep,
		SleepNoise: *o.noise, SleepExponent: *o.exponent, Learn: *o.learn, Homeostasis: *o.homeostasis,
		Surprise: *o.feedback.surprise, DishBrain: *o.feedback.dishbrain, Sprout: *o.sprout, Drift: *o.drift,
		Seed: *o.seed, FoodRadius: *o.foodRadius, StartDistance: *o.distance, SensoryGain: *o.gain,
		WallSeconds: figure(l.wall.Seconds()), Interrupted: last.Interrupted, WeightHash: last.WeightHash, Sessions: l.sessions,
	}
	for _, s := range l.sessions {
		sum.Mean += s.Index / float64(len(l.sessions))
	}
	return sum
}

// show shows the life on standard output: as JSON or for people.
func (l *living) show(sum *lifeSummary) error {
	if *l.o.json {
		return writeJSON(l.std.out, sum)
	}
	if _, err := io.WriteString(l.std.out, sum.table()+"\n"); err != nil {
		return err
	}
	t := newTable()
	t.row("brain", "%s (%s, %s)", sum.Brain, plural(int64(sum.Neurons), "neuron"), plural(int64(sum.Synapses), "synapse"))
	t.row("backend", "%s, %s on %s", sum.Backend, plural(int64(sum.Threads), "thread"), sum.Device)
	t.row("lived", "%s%s", l.livedText(sum), map[bool]string{true: ", interrupted"}[sum.Interrupted])
	t.row("chemotaxis", "mean index %+.3f", sum.Mean)
	for i, w := range l.sessions[len(l.sessions)-1].Weights {
		name := "weights"
		if i > 0 {
			name = ""
		}
		t.row(name, "%s: %s within %g to %g, mean %.3f before the first session, %.3f after the last, %d at the least, %d at the most",
			w.Type, plural(int64(w.Synapses), "synapse"), w.WMin, w.WMax, l.firstMean(w), w.After, w.AtMin, w.AtMax)
	}
	t.row("weight hash", "sha256 %s", sum.WeightHash)
	for i, f := range l.files {
		name := "written"
		if i > 0 {
			name = ""
		}
		t.row(name, "%s", f)
	}
	return t.print(l.std.out)
}

func (l *living) livedText(sum *lifeSummary) string {
	awake, asleep := int64(0), int64(0)
	for _, s := range sum.Sessions {
		awake, asleep = awake+int64(s.Ticks), asleep+int64(s.SleepTicks)
	}
	return fmt.Sprintf("%s awake and %s asleep in %.1f s", plural(awake, "tick"), grouped(asleep), float64(sum.WallSeconds))
}

// firstMean is the mean before the first session of the synapses that w is of.
func (l *living) firstMean(w life.Weights) float64 {
	for _, first := range l.sessions[0].Weights {
		if first.Type == w.Type && first.WMin == w.WMin && first.WMax == w.WMax {
			return first.Before
		}
	}
	return w.Before
}

// table is the sessions for people.
func (sum *lifeSummary) table() string {
	var text strings.Builder
	t := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	answers := "rewards\tnet"
	if sum.DishBrain {
		answers = "noises\tpulses"
	}
	fmt.Fprintf(t, "session\tfood\tstart\tindex\tfinal\tnearest\t%s\treward_plastic\tplastic\tsprouted\tdrifted\t\n", answers)
	for _, s := range sum.Sessions {
		answers := fmt.Sprintf("%d\t%+.4g", s.Rewards, s.NetReward)
		if sum.DishBrain {
			answers = fmt.Sprintf("%d\t%d", s.Noises, s.Pulses)
		}
		fmt.Fprintf(t, "%d\t%.1f,%.1f\t%.2f\t%+.3f\t%.2f\t%.2f\t%s\t%s\t%s\t%d\t%d\t\n", s.Number, s.Food.X, s.Food.Y, s.StartDistance,
			s.Index, s.FinalDistance, s.MinDistance, answers, meansText(s, snn.RewardPlastic), meansText(s, snn.Plastic), s.Sprouted, s.Drifted)
	}
	if err := t.Flush(); err != nil {
		return err.Error() // a strings.Builder has none
	}
	return text.String()
}

// meansText tells the mean weight of a type before and after a session, and
// after the night.
func meansText(s *life.Session, kind snn.SynapseType) string {
	before, after, slept, number := life.MeanOf(s.Weights, kind)
	if number == 0 {
		return "-"
	}
	text := fmt.Sprintf("%.3f>%.3f", before, after)
	if slept != 0 {
		text += fmt.Sprintf(">%.3f", slept)
	}
	return text
}
