package engine

// Stimulus is a source of currents beside the program, sound for example.
// Sources add up.
type Stimulus interface {
	// Next returns the first tick after the given one in which a current of
	// this source may differ from the tick before, or Never.
	Next(tick int32) int32
	// Add adds the currents of a tick to current, by position of the neuron.
	Add(tick int32, current []float64)
}

// stimulusChangesAt reports whether a stimulus's current may change in a tick.
func (l *loop) stimulusChangesAt(tick int32) bool {
	for _, s := range l.cfg.Stimuli {
		if s.Next(tick-1) == tick {
			return true
		}
	}
	return false
}

// nextStimulus returns the first tick after the given one in which a stimulus
// may change, at most limit.
func (l *loop) nextStimulus(tick, limit int32) int32 {
	for _, s := range l.cfg.Stimuli {
		limit = min(limit, s.Next(tick))
	}
	return limit
}
