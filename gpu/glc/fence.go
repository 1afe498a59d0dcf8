//go:build linux && cgo && egl

package glc

import (
	"fmt"
	"time"

	"github.com/go-gl/gl/v4.3-core/gl"
)

// fence is a point in the GPU's work that can be waited for; 0 is none.
type fence uintptr

// newFence marks the end of the commands so far and hands them to the GPU.
func newFence() fence {
	f := fence(gl.FenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0))
	gl.Flush()
	return f
}

// passed tells without waiting whether the GPU is past the fence.
func (f fence) passed() bool {
	status := gl.ClientWaitSync(uintptr(f), 0, 0)
	return status == gl.ALREADY_SIGNALED || status == gl.CONDITION_SATISFIED
}

// poll is how long a wait for a real GPU looks before it sleeps: a tick is
// over sooner than the system wakes a thread.
const poll = 100 * time.Microsecond

// patience is how long a wait sleeps before it asks whether the context lives.
const patience = time.Second

// await waits until the GPU is past the fence.
func (d *Device) await(f fence) error {
	if !d.info.Software {
		for end := time.Now().Add(poll); time.Now().Before(end); {
			if f.passed() {
				return nil
			}
		}
	}
	for {
		switch status := gl.ClientWaitSync(uintptr(f), gl.SYNC_FLUSH_COMMANDS_BIT, uint64(patience)); status {
		case gl.ALREADY_SIGNALED, gl.CONDITION_SATISFIED:
			return nil
		case gl.TIMEOUT_EXPIRED:
			if err := d.lost(); err != nil {
				return err
			}
		default:
			return fmt.Errorf("waiting for the GPU failed: %w", d.orUnknown())
		}
	}
}

// delete frees the fence.
func (f *fence) delete() {
	if *f != 0 {
		gl.DeleteSync(uintptr(*f))
		*f = 0
	}
}
