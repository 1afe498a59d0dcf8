package snn

import (
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"encoding/hex"
	"hash"
)

// Spikes is a block of consecutive ticks' spikes, sorted by (tick, neuron).
type Spikes struct {
	First   int32   // tick of the first entry of Counts
	Counts  []int32 // spikes per tick
	Neurons []int32 // positions, ascending within a tick, one tick after the other
}

// Reset empties the block and lets it begin at tick first. It keeps its memory.
func (s *Spikes) Reset(first int32) {
	s.First, s.Counts, s.Neurons = first, s.Counts[:0], s.Neurons[:0]
}

// Each calls f for every tick of the block.
func (s *Spikes) Each(f func(tick int32, neurons []int32)) {
	begin := 0
	for i, n := range s.Counts {
		end := begin + int(n)
		f(s.First+int32(i), s.Neurons[begin:end])
		begin = end
	}
}

// SpikeHash is the certificate of a run's spikes: SHA-256 over, per tick,
// little-endian uint32 tick, number of spikes and their ascending positions
// (semantics section 7).
type SpikeHash struct {
	state  hash.Hash
	buffer []byte
	Spikes int64 // spikes so far
}

// NewSpikeHash returns the hash of no tick.
func NewSpikeHash() *SpikeHash { return &SpikeHash{state: sha256.New()} }

// Add appends one tick.
func (h *SpikeHash) Add(tick int32, neurons []int32) {
	b := h.buffer[:0]
	b = binary.LittleEndian.AppendUint32(b, uint32(tick))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(neurons)))
	for _, n := range neurons {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	h.state.Write(b)
	h.buffer = b
	h.Spikes += int64(len(neurons))
}

// Sum returns the hash of the ticks so far in hexadecimal; more may follow.
func (h *SpikeHash) Sum() string { return hex.EncodeToString(h.state.Sum(nil)) }

// MarshalBinary returns the hash in progress, as crypto/sha256 keeps it. The
// number of spikes is no part of it.
func (h *SpikeHash) MarshalBinary() ([]byte, error) {
	return h.state.(encoding.BinaryMarshaler).MarshalBinary()
}

// UnmarshalBinary goes on with a hash that MarshalBinary returned.
func (h *SpikeHash) UnmarshalBinary(data []byte) error {
	return h.state.(encoding.BinaryUnmarshaler).UnmarshalBinary(data)
}
