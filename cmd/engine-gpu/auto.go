package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// calibration is how long each backend is tried before auto decides.
const calibration = 250 * time.Millisecond

// decide says which backend auto takes for a brain or a network, and why. A real
// GPU has to win with this very one; software GL is never taken.
func decide(choice backendChoice, s subject) (name, why string) {
	device, err := realGPU()
	if err != nil {
		return backendCPU, err.Error()
	}
	choice.gpu.Device = device.Index
	rates := map[string]float64{}
	for _, candidate := range []string{backendCPU, backendGPU} {
		choice.name = candidate
		if rates[candidate], err = rate(choice, s); err != nil {
			if candidate == backendCPU {
				return backendGPU, "the cpu backend does not take this brain: " + err.Error()
			}
			return backendCPU, fmt.Sprintf("%s does not take this brain: %v", device.Name, err)
		}
	}
	name = backendCPU
	if rates[backendGPU] > rates[backendCPU] {
		name = backendGPU
	}
	return name, fmt.Sprintf("tried with this brain, cpu makes %s ticks/s and gpu (%s) %s",
		grouped(int64(rates[backendCPU])), device.Name, grouped(int64(rates[backendGPU])))
}

// realGPU returns the first device that is a real GPU and can be used, or why
// there is none.
func realGPU() (gpu.Device, error) {
	devices, err := gpu.Devices()
	if errors.Is(err, gpu.ErrUnavailable) {
		return gpu.Device{}, errors.New("this program was built without the GPU backend")
	}
	if err != nil {
		return gpu.Device{}, fmt.Errorf("there is no GPU: %w", err)
	}
	reason := errors.New("there is no GPU")
	for _, d := range devices {
		switch {
		case d.Err != nil:
			reason = fmt.Errorf("device %d cannot be used: %w", d.Index, d.Err)
		case d.Software:
			reason = fmt.Errorf("there is no GPU, only software GL (%s)", d.Name)
		default:
			return d, nil
		}
	}
	return gpu.Device{}, reason
}

// rate measures how many ticks per second a backend makes with a brain or a
// network under the current that drives it.
func rate(choice backendChoice, s subject) (float64, error) {
	b, err := openBackend(choice, s)
	if err != nil {
		return 0, err
	}
	b.SetCurrents(slices.Repeat([]float64{s.drive()}, s.neurons()))
	ticks, elapsed, err := runFor(b, calibration)
	return float64(ticks) / elapsed.Seconds(), errors.Join(err, b.Close())
}

// runFor runs a backend for about a while and returns how far it came. The
// first ticks, in which drivers still compile, do not count.
func runFor(b engine.Backend, while time.Duration) (ticks int, elapsed time.Duration, err error) {
	const warmUp, chunk = 16, 16
	var spikes snn.Spikes
	if err := b.Advance(warmUp, &spikes); err != nil {
		return 0, 1, err
	}
	for start := time.Now(); elapsed < while; elapsed = time.Since(start) {
		spikes.Reset(0)
		if err := b.Advance(chunk, &spikes); err != nil {
			return 0, 1, err
		}
		ticks += chunk
	}
	return ticks, elapsed, nil
}
