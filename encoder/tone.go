package encoder

import (
	"context"
	"fmt"
	"math"

	"github.com/engine-gpu/engine-gpu/internal/fpmath"
)

// toneRate is the sampling rate of tones [Hz]: they reach the highest band,
// and a coefficient stands at every 40 Hz.
const toneRate = 48000

// Tone encodes one window of a pure tone: looped, it lasts for ever. The
// frequency [Hz] must lie within the bands.
func Tone(frequency float64) (*Encoded, error) {
	if !(frequency >= LowestFrequency && frequency <= HighestFrequency) {
		return nil, fmt.Errorf("no band holds a tone of %v Hz: they reach from %d to %d Hz", frequency, LowestFrequency, HighestFrequency)
	}
	e, err := encode(context.Background(), sound{
		rate: toneRate, windows: 1,
		open: func() (samples, error) { return &tone{frequency: frequency}, nil },
	})
	if err != nil {
		return nil, err
	}
	e.Name, e.tone = fmt.Sprintf("%v Hz", frequency), true
	return e, nil
}

// tone is a sine.
type tone struct {
	frequency float64
	next      int
}

func (t *tone) read(into []float64) (int, error) {
	for i := range into {
		into[i] = fpmath.Sin(2 * math.Pi * t.frequency * float64(t.next) / toneRate)
		t.next++
	}
	return len(into), nil
}
