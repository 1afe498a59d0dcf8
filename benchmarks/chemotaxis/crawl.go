package main

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/engine-gpu/engine-gpu/worm"
)

// dt is the time of a tick [s].
const dt = 0.001

// Gait is how a body without a brain crawls under a wave of its muscles.
// Forward is head first.
type Gait struct {
	Frequency  float64 `json:"frequency_hz"`
	Wavelength float64 `json:"wavelength_bl"`
	Amplitude  float64 `json:"amplitude_rad"` // that every joint is asked for
	Bending    float64 `json:"bending_rad"`   // half of the joints' mean range
	Speed      float64 `json:"speed_bl_s"`    // along the body, forward
	Turning    float64 `json:"turning_rad_s"` // to the left
}

// Pulse is how it crawls under single spikes: one a period and muscle, dorsal
// first, and ventral half a period later.
type Pulse struct {
	Period  int     `json:"period_ms"`
	Delay   int     `json:"delay_ms"` // from segment to segment
	Extra   int     `json:"extra"`    // segments from the head on that get a second dorsal spike
	Bending float64 `json:"bending_rad"`
	Speed   float64 `json:"speed_bl_s"`
	Turning float64 `json:"turning_rad_s"`
}

const (
	settling  = 2.0  // before anything is measured [s]
	measuring = 12.0 // at least [s]
)

// drive fills in the input of the muscles for a tick.
type drive func(tick int, input *worm.Muscles)

// sine asks every joint for a sinusoidal angle. What a muscle's low-pass takes
// away is given in advance; its delay is the same everywhere.
func sine(frequency, wavelength, amplitude float64) drive {
	lag := 2 * math.Pi * frequency * worm.MuscleTime
	boost := math.Sqrt(1 + lag*lag)
	return func(tick int, input *worm.Muscles) {
		for i := range input {
			gain := 1 + worm.HeadExtraGain*(1-float64(i)/(worm.Segments-1))
			phase := 2 * math.Pi * (frequency*float64(tick)*dt - float64(i)/worm.Segments/wavelength)
			pull := boost * amplitude * math.Sin(phase) / (gain * worm.MaxBend * worm.ActivationGain)
			input[i] = [2]float64{max(pull, 0), max(-pull, 0)}
		}
	}
}

// again is how long after a spike an extra one comes [ms].
const again = 10

// pulses gives every muscle one spike a period, and the dorsal or ventral ones
// of the first segments another.
func pulses(period, delay, extra int, side worm.Side) drive {
	return func(tick int, input *worm.Muscles) {
		for i := range input {
			for s := range input[i] {
				input[i][s] = 0
				since := tick - i*delay - s*period/2
				if since < 0 {
					continue
				}
				since %= period
				if since == 0 || since == again && worm.Side(s) == side && i < extra {
					input[i][s] = 1
				}
			}
		}
	}
}

// motion is what a body did.
type motion struct{ bending, speed, turning float64 }

// observe measures whole periods of a straight body's motion.
func observe(d drive, period int) motion {
	body, input := worm.New(0, 0, 0), new(worm.Muscles)
	start := (int(settling/dt)/period + 1) * period
	end := start + (int(measuring/dt)/period+1)*period
	var m motion
	var low, high [worm.Joints]float64
	var from worm.State // of a period
	var axis worm.Point // sum over its ticks of the direction from tail to head
	heading := 0.0
	for tick := range end {
		d(tick, input)
		if tick >= start && (tick-start)%period == 0 {
			if tick == start {
				heading, low, high = body.Heading, body.Theta, body.Theta
			}
			from, axis = body.State, worm.Point{}
		}
		body.Step(input, dt)
		if tick < start {
			continue
		}
		shape := body.Shape()
		tail := shape[worm.Segments-1]
		length := math.Hypot(body.X-tail.X, body.Y-tail.Y)
		axis.X, axis.Y = axis.X+(body.X-tail.X)/length, axis.Y+(body.Y-tail.Y)/length
		for j, theta := range body.Theta {
			low[j], high[j] = min(low[j], theta), max(high[j], theta)
		}
		if (tick+1-start)%period == 0 {
			m.speed += ((body.X-from.X)*axis.X + (body.Y-from.Y)*axis.Y) / math.Hypot(axis.X, axis.Y)
		}
	}
	for j := range low {
		m.bending += (high[j] - low[j]) / 2 / worm.Joints
	}
	seconds := float64(end-start) * dt
	m.speed, m.turning = m.speed/seconds, (body.Heading-heading)/seconds
	return m
}

// crawl measures the gaits, and how near a worm can come that steers by them.
func crawl(ctx context.Context, o *options, r *Results, progress io.Writer) error {
	r.Gaits, r.Pulses = nil, nil
	for _, wavelength := range []float64{0.65, 1, 1.3} {
		for _, frequency := range []float64{0.5, 1, 2, 4} {
			for _, amplitude := range amplitudes() {
				m := observe(sine(frequency, wavelength, amplitude), int(math.Round(1/frequency/dt)))
				r.Gaits = append(r.Gaits, Gait{frequency, wavelength, amplitude, m.bending, m.speed, m.turning})
			}
		}
	}
	for _, p := range []struct{ period, delay int }{{400, 17}, {500, 16}, {600, 15}, {600, 19}, {600, 25}, {740, 18}, {800, 25}, {1000, 33}} {
		for _, extra := range []int{0, 4, 6, 8} {
			m := observe(pulses(p.period, p.delay, extra, worm.Dorsal), p.period)
			r.Pulses = append(r.Pulses, Pulse{p.period, p.delay, extra, m.bending, m.speed, m.turning})
		}
	}
	fmt.Fprintf(progress, "%d gaits and %d of single spikes measured\n", len(r.Gaits), len(r.Pulses))
	return bound(ctx, o, r, progress)
}

func amplitudes() []float64 {
	return []float64{0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.18, 0.22, 0.26, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7}
}
