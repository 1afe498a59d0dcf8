package life

import "math/bits"

// How co-activity is sampled: at most maxWindows windows spread over a session,
// each in two halves, within the time in which a spike potentiates (tau_plus).
const (
	window     = 20 // [ticks]
	maxWindows = 512
	words      = maxWindows / 64
)

// pattern says in which windows a neuron fired, a bit each.
type pattern [words]uint64

// activity records who fired in a session. It implements engine.Recorder.
type activity struct {
	fired       []int64   // spikes per neuron
	early, late []pattern // per neuron: it fired in the window's first, second half; nil: not wanted
	windows     int       // sampled
	stride      int       // of all windows
}

// newActivity prepares for a session. Patterns take 128 bytes a neuron,
// however long it is.
func newActivity(neurons int, ticks int32, patterns bool) *activity {
	a := &activity{fired: make([]int64, neurons)}
	all := int(ticks / window) // the rest is no window
	a.stride = max((all+maxWindows-1)/maxWindows, 1)
	a.windows = (all + a.stride - 1) / a.stride
	if patterns {
		a.early, a.late = make([]pattern, neurons), make([]pattern, neurons)
	}
	return a
}

// Record implements engine.Recorder.
func (a *activity) Record(tick int32, fired []int32) error {
	for _, n := range fired {
		a.fired[n]++
	}
	k := int(tick / window)
	if a.early == nil || k%a.stride != 0 || k/a.stride >= a.windows {
		return nil
	}
	half := a.early
	if tick%window >= window/2 {
		half = a.late
	}
	k /= a.stride
	for _, n := range fired {
		half[n][k/64] |= 1 << (k % 64)
	}
	return nil
}

func (p *pattern) count() int {
	n := 0
	for _, w := range p {
		n += bits.OnesCount64(w)
	}
	return n
}

// together counts the windows in both patterns.
func (p *pattern) together(q *pattern) int {
	n := 0
	for i := range p {
		n += bits.OnesCount64(p[i] & q[i])
	}
	return n
}
