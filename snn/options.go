package snn

// Options are the settings of a run that every backend takes.
type Options struct {
	Learn             bool // step 8 of a tick (semantics section 1)
	RewardHomeostasis bool // rescale reward synapses per target after a reward (semantics section 2)
	Threads           int  // threads that compute; 0 lets the backend choose
}
