package launch

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// calibration is how long each backend is tried before auto decides.
const calibration = 250 * time.Millisecond

// decide says which backend auto takes for a brain or a network, and why. A real
// GPU has to win with this very one; software GL is never taken.
func decide(choice Choice, s Subject) (name, why string) {
	device, err := realGPU()
	if err != nil {
		return BackendCPU, err.Error()
	}
	choice.GPU.Device = device.Index
	rates := map[string]float64{}
	for _, candidate := range []string{BackendCPU, BackendGPU} {
		choice.Name = candidate
		if rates[candidate], err = Rate(choice, s); err != nil {
			if candidate == BackendCPU {
				return BackendGPU, "the cpu backend does not take this brain: " + err.Error()
			}
			return BackendCPU, fmt.Sprintf("%s does not take this brain: %v", device.Name, err)
		}
	}
	name = BackendCPU
	if rates[BackendGPU] > rates[BackendCPU] {
		name = BackendGPU
	}
	return name, message.NewPrinter(language.English).Sprintf("tried with this brain, cpu makes %d ticks/s and gpu (%s) %d",
		int64(rates[BackendCPU]), device.Name, int64(rates[BackendGPU]))
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

// Rate measures how many ticks per second a backend makes with a brain or a
// network under the current that drives it.
func Rate(choice Choice, s Subject) (float64, error) {
	b, err := Open(choice, s)
	if err != nil {
		return 0, err
	}
	b.SetCurrents(slices.Repeat([]float64{s.Drive()}, s.Size()))
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
