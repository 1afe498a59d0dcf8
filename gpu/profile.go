//go:build linux && cgo && egl

package gpu

import "github.com/engine-gpu/engine-gpu/gpu/glc"

// Profile returns the time that every kernel took, as a table for people, or
// "" without Config.Profile.
func (b *Backend) Profile() (string, error) {
	timings, err := b.Timings()
	if err != nil || timings == nil {
		return "", err
	}
	return glc.Table(timings), nil
}

// Timings returns the time that every kernel took, the longest total first, or
// nil without Config.Profile.
func (b *Backend) Timings() ([]glc.Timing, error) {
	var timings []glc.Timing
	err := b.do(func() error {
		timings = b.timers.Timings()
		return nil
	})
	return timings, err
}
