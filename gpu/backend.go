//go:build linux && cgo && egl

package gpu

import (
	"errors"
	"fmt"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Backend runs a network on a GL device. Everything that a tick needs stays in
// the device's buffers; per batch of ticks only the spikes come back, one bit a
// neuron.
type Backend struct {
	brain   *snn.Brain
	net     *snn.Network
	opt     snn.Options
	context *egl.Context
	device  *glc.Device
	info    egl.Info

	layout  *layout
	kernels *kernels
	buffers *buffers
	tick    int32

	inputs      inputs
	readback    *glc.Readback // spikes of the batches in flight
	timers      *glc.Timers   // nil, which measures nothing, unless profiling
	homeostasis *homeostasis
	failure     error // of a call that returns none; reported by the next that does
}

// New compiles a brain, opens a device and uploads the network. The brain is
// not changed. Options.Threads is ignored.
func New(brain *snn.Brain, opt snn.Options, cfg Config) (*Backend, error) {
	net, err := snn.Compile(brain)
	if err != nil {
		return nil, err
	}
	context, err := egl.Open(egl.Options{Device: cfg.Device, Debug: cfg.Debug})
	if err != nil {
		return nil, err
	}
	b := &Backend{brain: brain, net: net, opt: opt, context: context, info: context.Info()}
	if err := context.Do(func() error { return b.open(cfg) }); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// open makes programs and buffers, on the context's thread.
func (b *Backend) open(cfg Config) error {
	var err error
	if b.device, err = glc.New(b.context, glc.Options{BlockSize: cfg.BlockSize}); err != nil {
		return err
	}
	if limit := b.info.Limits.StorageBindings; limit < snn.NumBindings {
		return fmt.Errorf("%s has %d storage bindings, the kernels need %d", b.info.Renderer, limit, snn.NumBindings)
	}
	checks, err := selfTest(b.device)
	if err != nil {
		return fmt.Errorf("%s: self-test: %w", b.info.Renderer, err)
	}
	if err := Trusted(checks); err != nil {
		return fmt.Errorf("%s: %w", b.info.Renderer, err)
	}
	if b.layout, err = newLayout(b.net, b.device.BlockSize()); err != nil {
		return fmt.Errorf("%s: %w", b.info.Renderer, err)
	}
	if b.buffers, err = newBuffers(b.device, b.layout); err != nil {
		return err
	}
	if b.kernels, err = newKernels(b); err != nil {
		return err
	}
	if b.opt.RewardHomeostasis {
		b.homeostasis = newHomeostasis(b.layout)
	}
	b.readback, err = b.device.NewReadback("spikes", 4*batchTicks*int(b.layout.historyWords), batchesInFlight)
	if err != nil {
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

// do runs a function on the context's thread, after any failure that is still
// to be reported.
func (b *Backend) do(f func() error) error {
	if err := b.failure; err != nil {
		return err
	}
	return b.context.Do(f)
}

// Advance implements engine.Backend.
func (b *Backend) Advance(ticks int, out *snn.Spikes) error {
	return b.do(func() error { return b.advance(int32(ticks), out) })
}

// decode appends the spikes of a batch: set bits in order are positions in
// order.
func (b *Backend) decode(ticks int32, history []byte, out *snn.Spikes) {
	tickBytes := 4 * int(b.layout.historyWords)
	for t := range int(ticks) {
		before := len(out.Neurons)
		out.Neurons = appendBits(out.Neurons, history[t*tickBytes:(t+1)*tickBytes])
		out.Counts = append(out.Counts, int32(len(out.Neurons)-before))
	}
}

// Close implements engine.Backend.
func (b *Backend) Close() error {
	if b.context == nil {
		return nil
	}
	context := b.context
	b.context = nil
	err := context.Do(func() error {
		if b.device == nil {
			return nil
		}
		return b.device.Close()
	})
	return errors.Join(err, context.Close())
}
