package life

import "github.com/engine-gpu/engine-gpu/arena"

// Session is what happened in one session and in the night after it. Distances
// are from the head to the food [BL].
type Session struct {
	Number    int        `json:"session"`    // from 1
	StartSeed uint32     `json:"start_seed"` // with it, Food and the brain before, `run` makes the same session
	Food      arena.Food `json:"food"`
	Ticks     int32      `json:"ticks"`

	Index         float64 `json:"chemotaxis_index"`
	StartDistance float64 `json:"start_distance"`
	FinalDistance float64 `json:"final_distance"`
	MinDistance   float64 `json:"min_distance"`
	Rewards       int     `json:"rewards"`
	NetReward     float64 `json:"net_reward"`
	Noises        int64   `json:"feedback_noises,omitempty"`
	Pulses        int64   `json:"feedback_pulses,omitempty"`
	Spikes        int64   `json:"spikes"`
	SpikeHash     string  `json:"spike_sha256"`

	SleepTicks  int32     `json:"sleep_ticks"`
	SleepSpikes int64     `json:"sleep_spikes"`
	SleepHash   string    `json:"sleep_spike_sha256,omitempty"`
	Sprouted    int       `json:"sprouted"`
	Drifted     int       `json:"drifted"`
	Weights     []Weights `json:"weights"`
	WeightHash  string    `json:"weights_sha256"` // after all of that

	Interrupted bool `json:"interrupted,omitempty"`
}
