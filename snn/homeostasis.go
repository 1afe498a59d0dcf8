package snn

// Bounded clamps a learned weight and cuts it to exactly 0 below WeightFloor.
func (c *Class) Bounded(w float32) float32 {
	// Comparisons, not min and max: those go out of their way for the zeros,
	// which all become +0 here.
	if w < c.WMin {
		w = c.WMin
	}
	if w > c.WMax {
		w = c.WMax
	}
	if -WeightFloor < w && w < WeightFloor {
		return 0
	}
	return w
}

// HomeostaticScale returns the factor that pulls the sum of the reward weights
// onto a neuron back towards its start (semantics section 2, reward), and
// whether there is one. It is no part of a tick, so that it may divide, and
// runs on the host for every backend.
func HomeostaticScale(initial, sum float32) (float32, bool) {
	if sum < MinHomeostaticSum {
		return 1, false
	}
	return 1 + float32(0.1*(initial/sum-1)), true
}
