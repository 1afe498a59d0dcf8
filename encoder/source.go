package encoder

import (
	"math"
	"slices"
)

// Source is a sound that drives neurons. It is an engine.Stimulus.
type Source struct {
	sound   *Encoded
	neurons *Mapping
	loop    bool

	from, to int32 // the currents of the ticks from..to-1 are equal
}

// NewSource lets a sound drive the neurons of a mapping, from the first tick
// on, once or for ever.
func NewSource(sound *Encoded, neurons *Mapping, loop bool) *Source {
	return &Source{sound: sound, neurons: neurons, loop: loop, to: -1}
}

// Next returns the first tick after the given one in which the currents differ
// from those of the tick before, or math.MaxInt32.
func (s *Source) Next(tick int32) int32 {
	if tick < s.from || tick >= s.to {
		s.from, s.to = tick, s.nextChange(tick)
	}
	return s.to
}

func (s *Source) nextChange(tick int32) int32 {
	frames := int64(s.sound.Frames())
	first := (int64(tick) + FrameTicks) / FrameTicks // the first window after the tick
	for n := first; n <= first+frames && n*FrameTicks < math.MaxInt32; n++ {
		if !slices.Equal(s.frame(n), s.frame(n-1)) {
			return int32(n * FrameTicks)
		}
	}
	return math.MaxInt32
}

// Add adds the currents of a tick to those of the neurons, by position.
func (s *Source) Add(tick int32, current []float64) {
	for band, value := range s.frame(int64(tick) / FrameTicks) {
		if value != 0 {
			x := float64(Gain * float64(value) / levels) // exact
			for _, n := range s.neurons[band] {
				current[n] += x
			}
		}
	}
}

// Value returns the value of a band in a tick, 0 to 1.
func (s *Source) Value(tick int32, band int) float64 {
	if values := s.frame(int64(tick) / FrameTicks); values != nil {
		return float64(values[band]) / levels
	}
	return 0
}

// frame returns a window's values; nil is silence.
func (s *Source) frame(n int64) []uint16 {
	frames := int64(s.sound.Frames())
	switch {
	case n < 0 || frames == 0 || n >= frames && !s.loop:
		return nil
	case s.loop:
		n %= frames
	}
	values := s.sound.values[n*Bands : (n+1)*Bands]
	if slices.Max(values) == 0 {
		return nil
	}
	return values
}
