//go:build linux && cgo && egl

package gpu

import (
	"slices"

	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/snn"
)

// inputs are the external currents and noise that wait to be uploaded with the
// next batch of ticks.
type inputs struct {
	all      []float32 // external current of every neuron; nil if unchanged
	neurons  []int32   // neurons whose current changes
	currents []float32 // their new currents
	uploaded []int32   // the neurons that the device's list holds
	changed  bool      // neurons and currents wait
}

// SetCurrents implements engine.Backend.
func (b *Backend) SetCurrents(current []float64) {
	b.inputs.all = flushed(b.inputs.all, current)
	b.inputs.changed = false
}

// UpdateCurrents implements engine.Backend. Updates of other neurons than
// those of the last call are applied at once.
func (b *Backend) UpdateCurrents(neurons []int32, current []float64) {
	in := &b.inputs
	if in.changed && !slices.Equal(in.neurons, neurons) {
		_ = b.do(func() error { return in.apply(b) }) // the next call that returns errors tells
	}
	in.neurons = append(in.neurons[:0], neurons...)
	in.currents = flushed(in.currents, current)
	in.keepLast()
	in.changed = true
}

// keepLast keeps the last of several currents for one neuron: on the device
// they would race.
func (in *inputs) keepLast() {
	ascending := true
	for i := 1; i < len(in.neurons) && ascending; i++ {
		ascending = in.neurons[i-1] < in.neurons[i]
	}
	if ascending {
		return
	}
	place := make(map[int32]int, len(in.neurons))
	kept := 0
	for i, n := range in.neurons {
		at, seen := place[n]
		if !seen {
			at = kept
			place[n] = at
			kept++
		}
		in.neurons[at], in.currents[at] = n, in.currents[i]
	}
	in.neurons, in.currents = in.neurons[:kept], in.currents[:kept]
}

// noise is whether there is noise, and its seed.
type noise struct {
	on   bool
	seed uint64
}

// SetNoise implements engine.Backend.
func (b *Backend) SetNoise(sd []float64, seed uint64) {
	_ = b.do(func() error { // as in UpdateCurrents
		amplitude := make([]float32, len(sd))
		for i, x := range sd {
			amplitude[i] = snn.Flush(float32(x * snn.NoiseScale))
		}
		return b.setNoise(amplitude, seed)
	})
}

// setNoise sets the amplitudes; none switch noise off.
func (b *Backend) setNoise(amplitude []float32, seed uint64) error {
	b.noise = noise{len(amplitude) > 0, seed}
	if err := b.kernels.setNoise(b, seed, b.noise.on); err != nil || !b.noise.on {
		return err
	}
	return glc.Upload(b.buffers.whole[snn.BindNoise], 0, amplitude)
}

// flushed converts currents to what the device takes.
func flushed(to []float32, current []float64) []float32 {
	to = to[:0]
	for _, x := range current {
		to = append(to, snn.Flush(float32(x)))
	}
	return to
}

// apply uploads what waits.
func (in *inputs) apply(b *Backend) error {
	if len(in.all) > 0 {
		if err := glc.Upload(b.buffers.whole[snn.BindExternal], 0, in.all); err != nil {
			return err
		}
		in.all = in.all[:0]
	}
	if !in.changed || len(in.neurons) == 0 {
		return nil
	}
	in.changed = false
	if err := in.upload(b); err != nil {
		return err
	}
	if err := b.kernels.input.SetInt("input_count", int32(len(in.neurons))); err != nil {
		return err
	}
	if err := b.kernels.input.Dispatch(b.kernels.synapseGroups(len(in.neurons))); err != nil {
		return err
	}
	glc.Barrier(glc.Storage)
	return nil
}

// upload fills the device's list of inputs, and its neurons only if they are
// others than before.
func (in *inputs) upload(b *Backend) error {
	w := &b.buffers.whole
	if !slices.Equal(in.uploaded, in.neurons) {
		u := uploader{device: b.device, into: w}
		for _, binding := range []int{snn.BindInputNeurons, snn.BindInputCurrents} {
			if w[binding] != nil {
				w[binding].Delete()
			}
		}
		upload(&u, snn.BindInputNeurons, in.neurons)
		upload(&u, snn.BindInputCurrents, in.currents)
		if u.err != nil {
			return u.err
		}
		w[snn.BindInputNeurons].Bind(snn.BindInputNeurons)
		w[snn.BindInputCurrents].Bind(snn.BindInputCurrents)
		in.uploaded = append(in.uploaded[:0], in.neurons...)
		return nil
	}
	return glc.Upload(w[snn.BindInputCurrents], 0, in.currents)
}
