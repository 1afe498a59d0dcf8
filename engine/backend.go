// Package engine is the tick loop: it couples a brain on some backend to its
// input, and in the arena to the worm's senses, body and rewards.
package engine

import "github.com/engine-gpu/engine-gpu/snn"

// Backend runs a brain. Implementations: cpu.Backend (float32, the semantics
// shared with the GPU) and cpu.Reference (float64, V8's twin). A Backend is
// used by one goroutine at a time; how many threads it uses inside changes no
// bit of its results.
type Backend interface {
	// Device says what the backend runs on, for people.
	Device() string
	// Threads is the number of threads that compute.
	Threads() int

	// SetCurrents replaces the external current of every neuron; it holds
	// until changed. len(current) is the number of neurons.
	SetCurrents(current []float64)
	// UpdateCurrents replaces the external current of the listed neurons.
	UpdateCurrents(neurons []int32, current []float64)
	// SetNoise replaces the standard deviation of every neuron's noise
	// current; nil switches noise off. The noise itself is
	// snn.Noise(seed, tick, neuron).
	SetNoise(sd []float64, seed uint64)

	// Advance runs the given number of ticks under the present input and
	// appends their spikes to out.
	Advance(ticks int, out *snn.Spikes) error
	// Reward delivers a reward between two ticks (semantics section 2).
	Reward(amount float64) error

	// Snapshot writes the present state into s, which was made by
	// snn.NewSnapshot or snn.NewWeightSnapshot from the same brain: what is nil
	// in it is left out.
	Snapshot(s *snn.Snapshot) error

	// Save returns the whole state between two ticks, which shares nothing with
	// the backend and changes nothing of its future. At the same tick of the
	// same run all float32 backends save the same bits.
	Save() (snn.State, error)
	// Restore puts the backend, which runs the same brain with the same options,
	// into a state that a backend of its kind saved. It fails, and changes
	// nothing, where the state is of another kind or cannot be one of this
	// brain. It keeps nothing of the state.
	Restore(snn.State) error

	// Close ends the backend's threads and frees its memory.
	Close() error
}
