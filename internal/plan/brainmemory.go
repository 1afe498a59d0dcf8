package plan

import (
	"math"
	"strings"
	"unsafe"

	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// brainRowBytes is what a synapse takes while the brain is read: 25 bytes, half
// as much again while its columns grow.
const brainRowBytes = 38

// brainDelay is the longest delay to reckon with of a brain that has not been
// read [ticks].
const brainDelay = 10

// What a run of a brain takes beside its arrays: garbage, of which an eighth of
// what is in use was seen at the peak, and the database while it is read.
const (
	garbageShare  = 8
	brainRunBytes = 16 << 20
)

// BrainMemory is what reading a brain and running it takes of the host, at
// most, told from its numbers alone: nothing of its size is allocated.
type BrainMemory struct {
	Rows    int64 // of the brain itself, while it is read [bytes]
	Network int64 // compiled, shared by all backends that run it [bytes]
	Backend int64 // of each backend [bytes]
}

// Sum is the memory with so many backends side by side [bytes].
func (m *BrainMemory) Sum(backends int64) int64 {
	arrays := m.Rows + m.Network + backends*m.Backend
	return arrays + arrays/garbageShare + brainRunBytes
}

// ForBrain foretells it. It reckons with an IZH network of as many neurons and
// synapses, of which four fifths learn, with delays: more than most brains take.
func ForBrain(neurons, synapses int64, threads int, onGPU bool) (*BrainMemory, error) {
	neurons = max(neurons, 1)
	fanout := max(1, (synapses+neurons-1)/neurons)
	s, err := NewSizer(Request{
		Neurons: neurons, Fanout: fanout, MaxDelay: brainDelay, Plastic: true, Rate: DefaultRate, Threads: threads,
		GPU: onGPU, Limits: gpu.Limits{BlockSize: math.MaxInt64},
	})
	if err != nil {
		return nil, err
	}
	all, err := s.Memory(neurons, fanout)
	if err != nil {
		return nil, err
	}
	m := &BrainMemory{
		Rows:    brainRowBytes*synapses + 2*int64(unsafe.Sizeof(snn.Neuron{}))*neurons, // a list grows to twice its size
		Backend: currentBytes * neurons,
	}
	for _, a := range all.Arrays {
		switch {
		case a.Where != Host:
		case isNetwork(a.Name):
			m.Network += a.Bytes
		default:
			m.Backend += a.Bytes
		}
	}
	return m, nil
}

// isNetwork tells the network's arrays from a backend's.
func isNetwork(name string) bool {
	return strings.HasPrefix(name, networkRoot+".")
}
