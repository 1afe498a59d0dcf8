//go:build linux && cgo && egl

package gpu

import (
	"io/fs"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/shaders"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Altered is what a test changes of a backend.
type Altered struct {
	Config
	Kernels  fs.FS // instead of shaders.FS
	Memory   int64 // of the device [bytes]
	Shards   int   // to split the synapses into, at least
	Untested bool  // no self-test
}

// NewAltered is New with something changed.
func NewAltered(brain *snn.Brain, opt snn.Options, a Altered) (*Backend, error) {
	net, err := snn.Compile(brain)
	if err != nil {
		return nil, err
	}
	if a.Kernels == nil {
		a.Kernels = shaders.FS
	}
	return newBackend(net, opt, a.Config, limits{memory: a.Memory, shards: a.Shards, untested: a.Untested}, a.Kernels)
}

// Messages returns what the driver said in a debug context beside errors.
func (b *Backend) Messages() (list []glc.Message, err error) {
	err = b.do(func() error { list = b.device.Messages(); return b.device.Check() })
	return list, err
}

// LoseContext ends the context under the backend.
func (b *Backend) LoseContext() error { return b.context.Close() }

// SelfTestOf is SelfTest on the best device with other kernels.
func SelfTestOf(kernels fs.FS) (checks []Check, err error) {
	context, err := egl.Open(egl.Options{Device: Best})
	if err != nil {
		return nil, err
	}
	defer context.Close()
	err = context.Do(func() (err error) { checks, err = selfTest(context, kernels); return err })
	return checks, err
}
