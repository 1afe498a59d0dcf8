//go:build linux && cgo && egl

package gpu

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/shaders"
	"github.com/engine-gpu/engine-gpu/snn"
)

// ErrClosed is what a Backend's methods return after Close.
var ErrClosed = errors.New("the GPU backend is closed")

// Backend runs a network on a GL device. Everything that a tick needs stays in
// the device's buffers; per batch of ticks only the spikes come back, one bit a
// neuron.
type Backend struct {
	net     *snn.Network
	opt     snn.Options
	context *egl.Context // nil once closed
	device  *glc.Device
	info    egl.Info

	layout  *layout
	kernels *kernels
	buffers *buffers
	tick    int32

	inputs      inputs
	noise       noise
	readback    *glc.Readback // spikes of the batches in flight
	flying      flying
	timers      *glc.Timers // nil, which measures nothing, unless profiling
	homeostasis *homeostasis
	failure     error // the first one: state and tick may disagree since
}

// New compiles a brain, opens a device and uploads the network. The brain is
// not changed. Options.Threads is ignored.
func New(brain *snn.Brain, opt snn.Options, cfg Config) (*Backend, error) {
	net, err := snn.Compile(brain)
	if err != nil {
		return nil, err
	}
	return NewNetwork(net, opt, cfg)
}

// NewNetwork is New for a network that is compiled already; the backend keeps
// it.
func NewNetwork(net *snn.Network, opt snn.Options, cfg Config) (*Backend, error) {
	return newBackend(net, opt, cfg, limits{}, shaders.FS)
}

// limits are for tests: they make a device smaller than it is, or trusted as it
// is.
type limits struct {
	memory   int64 // of the device [bytes]; 0 leaves it
	shards   int   // to split the synapses into, at least
	untested bool  // no self-test
}

// newBackend makes a backend with the kernels of a file system.
func newBackend(net *snn.Network, opt snn.Options, cfg Config, limits limits, fsys fs.FS) (*Backend, error) {
	context, err := egl.Open(egl.Options{Device: cfg.Device, Debug: cfg.Debug})
	if err != nil {
		return nil, err
	}
	b := &Backend{net: net, opt: opt, context: context, info: context.Info()}
	if err := context.Do(func() error { return b.open(cfg, limits, fsys) }); err != nil {
		_ = b.Close() // the error above is the one to tell
		return nil, err
	}
	return b, nil
}

// open makes programs and buffers, on the context's thread.
func (b *Backend) open(cfg Config, limits limits, fsys fs.FS) error {
	if err := checkLimits(&b.info); err != nil {
		return err
	}
	if !limits.untested {
		checks, err := selfTest(b.context, fsys)
		if err != nil {
			return fmt.Errorf("%s: self-test: %w", b.info.Renderer, err)
		}
		if err := Trusted(checks); err != nil {
			return fmt.Errorf("%s: %w", b.info.Renderer, err)
		}
	}
	var err error
	if b.device, err = glc.New(b.context, glc.Options{BlockSize: cfg.BlockSize, Memory: limits.memory}); err != nil {
		return err
	}
	if b.layout, err = newLayout(b.net, b.device.BlockSize(), limits.shards); err != nil {
		return fmt.Errorf("%s: %w", b.info.Renderer, err)
	}
	if err := b.layout.fits(b.device.Memory()); err != nil {
		return fmt.Errorf("%s: %w", b.info.Renderer, err)
	}
	if b.buffers, err = newBuffers(b.device, b.layout); err != nil {
		return err
	}
	if b.kernels, err = newKernels(b, fsys); err != nil {
		return err
	}
	if b.opt.RewardHomeostasis {
		b.homeostasis = newHomeostasis(b.layout)
	}
	b.layout.release()
	if b.readback, err = b.device.NewReadback("spikes", b.layout.batchBytes(), batchesInFlight); err != nil {
		return err
	}
	if cfg.Profile {
		if b.timers, err = b.device.NewTimers(); err != nil {
			return err
		}
	}
	return b.start()
}

// Device implements engine.Backend.
func (b *Backend) Device() string { return b.info.String() }

// Threads implements engine.Backend: the device counts its own.
func (b *Backend) Threads() int { return 1 }

// Network returns the compiled network.
func (b *Backend) Network() *snn.Network { return b.net }

// Allocated returns the bytes of device memory that the backend holds.
func (b *Backend) Allocated() int64 { return b.device.Allocated() }

// Shards returns the number of pieces into which the synapses were split.
func (b *Backend) Shards() int { return len(b.layout.shards) }

// do runs a function on the context's thread. Once one has failed, or after
// Close, it only says so.
func (b *Backend) do(f func() error) error {
	if b.failure == nil && b.context == nil {
		return ErrClosed
	}
	if b.failure == nil {
		if err := b.context.Do(f); err != nil {
			b.failure = fmt.Errorf("%s: %w", b.info.Renderer, err)
		}
	}
	return b.failure
}

// Advance implements engine.Backend.
func (b *Backend) Advance(ticks int, out *snn.Spikes) error {
	return b.do(func() error { return b.advance(int32(ticks), out) })
}

// Close implements engine.Backend.
func (b *Backend) Close() error {
	if b.context == nil {
		return nil
	}
	context := b.context
	b.context = nil
	err := context.Do(func() error {
		if b.readback != nil {
			b.readback.Delete()
		}
		if b.device == nil {
			return nil
		}
		return b.device.Close()
	})
	if b.failure != nil {
		err = nil // the same again, or its consequence
	}
	return errors.Join(err, context.Close())
}
