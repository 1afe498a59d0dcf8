package encoder

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"slices"
)

const (
	// FrameTicks is how long a window's values last [ticks].
	FrameTicks = 10
	// Gain is the current of a band's neurons where the band is loudest.
	Gain = 10.0

	levels = 1 << 12 // the steps of a value
	// windowsPerSecond follows from FrameTicks.
	windowsPerSecond = 1000 / FrameTicks
)

// Encoded is a sound in bands.
type Encoded struct {
	Name    string
	Rate    int     // samples a second
	Seconds float64 // how long the sound lasts

	tone   bool     // one window that stands for all
	values []uint16 // Bands per window, in steps of 1/levels
}

// Frames is the number of windows.
func (e *Encoded) Frames() int { return len(e.values) / Bands }

// Value returns the value of a band in a window, 0 to 1.
func (e *Encoded) Value(frame, band int) float64 {
	return float64(e.values[frame*Bands+band]) / levels
}

// IsTone reports whether the sound is a tone, which does not end.
func (e *Encoded) IsTone() bool { return e.tone }

// Silent reports whether all values are 0.
func (e *Encoded) Silent() bool { return len(e.values) == 0 || slices.Max(e.values) == 0 }

// Top is the frequency at which the last band ends [Hz].
func (e *Encoded) Top() float64 { return min(float64(e.Rate)/2, HighestFrequency) }

// Hash is the SHA-256, in hexadecimal, of the values as 16-bit little-endian
// numbers of steps of 2^-12, the bands of a window one after the other. The
// same sound has the same hash on every machine.
func (e *Encoded) Hash() string {
	h := sha256.New()
	var buffer [2 * Bands]byte
	for i := 0; i < len(e.values); i += Bands {
		for b, v := range e.values[i : i+Bands] {
			binary.LittleEndian.PutUint16(buffer[2*b:], v)
		}
		h.Write(buffer[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// samples is a sound that is read from its beginning, in pieces. At its end
// read returns io.EOF and nothing else.
type samples interface {
	read(into []float64) (int, error)
}

// sound is what encode reads, twice.
type sound struct {
	rate    int // [Hz]
	open    func() (samples, error)
	windows int64 // the first of them that are wanted
}

// encode reads a sound for its loudest value, then for all.
func encode(ctx context.Context, from sound) (*Encoded, error) {
	return newSpectrum(from.rate).encode(ctx, from)
}

func (s *spectrum) encode(ctx context.Context, from sound) (*Encoded, error) {
	loudest, err := s.findLoudest(ctx, from)
	if err != nil {
		return nil, err
	}
	e := &Encoded{Rate: from.rate}
	var values [Bands]float64
	total, err := from.eachWindow(ctx, func(window []float64) {
		largest := s.load(window)
		if loudest == 0 || largest == 0 {
			e.values = append(e.values, make([]uint16, Bands)...)
			return
		}
		s.estimate(&values)
		margin := s.errorBound(largest) / loudest * levels
		for b, v := range values {
			steps := float64(v / loudest * levels)
			if step := math.Floor(steps); math.Abs(steps-step-0.5) <= margin {
				steps = float64(s.exactly(b) / loudest * levels)
			}
			e.values = append(e.values, uint16(min(math.Floor(steps+0.5), levels)))
		}
	})
	e.Seconds = float64(total) / float64(from.rate)
	return e, err
}

// findLoudest returns the largest value of any band, the same bits on every
// processor; 0 for silence.
func (s *spectrum) findLoudest(ctx context.Context, from sound) (float64, error) {
	var loudest, largest float64
	var values [Bands]float64
	_, err := from.eachWindow(ctx, func(window []float64) {
		l := s.load(window)
		if largest = max(largest, l); l == 0 {
			return
		}
		s.estimate(&values)
		margin, rounding := s.errorBound(l), s.rounding(l)
		for b, v := range values {
			// Whatever estimate's last bits, the loudest is among these.
			if v+margin >= loudest && v+margin > rounding {
				loudest = max(loudest, s.exactly(b))
			}
		}
	})
	// Twice, because which values pass the test above may differ where they
	// are near to rounding.
	if loudest <= float64(2*s.rounding(largest)) {
		loudest = 0
	}
	return loudest, err
}

// eachWindow calls f for every window that begins within the sound, with its
// samples, zeros beyond the end. It returns the number of samples read.
func (from sound) eachWindow(ctx context.Context, f func([]float64)) (total int64, err error) {
	source, err := from.open()
	if err != nil {
		return 0, err
	}
	window := make([]float64, windowLength(from.rate))
	have, start := 0, int64(0) // samples in window, and where it begins
	for n := range from.windows {
		begin := n * int64(from.rate) / windowsPerSecond
		have = copy(window, window[min(int(begin-start), have):have])
		start = begin
		for have < len(window) && err == nil {
			var more int
			more, err = source.read(window[have:])
			have += more
			total += int64(more)
		}
		switch {
		case err != nil && !errors.Is(err, io.EOF):
			return total, err
		case start >= total:
			return total, nil
		case ctx.Err() != nil:
			return total, ctx.Err()
		}
		clear(window[have:])
		f(window)
	}
	return total, nil
}
