package snn

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"
)

// WeightHasher computes the certificate of a network's weights piece by piece,
// so that nobody has to hold them all: SHA-256 over little-endian float32 in
// id order. Without a Brain ids go by source, then in the order of the rows. A
// Brain with such ids has the same [WeightHash].
type WeightHasher struct {
	state  hash.Hash
	buffer []byte
}

// NewWeightHasher returns the hash of no weight.
func NewWeightHasher() *WeightHasher {
	return &WeightHasher{state: sha256.New(), buffer: make([]byte, 0, 1<<16)}
}

// Add appends weights.
func (h *WeightHasher) Add(weights []float32) {
	for _, w := range weights {
		h.add(w)
	}
}

// Repeat appends the same weight a number of times.
func (h *WeightHasher) Repeat(weight float32, times int) {
	for range times {
		h.add(weight)
	}
}

func (h *WeightHasher) add(w float32) {
	if len(h.buffer) == cap(h.buffer) {
		h.flush()
	}
	h.buffer = binary.LittleEndian.AppendUint32(h.buffer, math.Float32bits(w))
}

func (h *WeightHasher) flush() {
	h.state.Write(h.buffer)
	h.buffer = h.buffer[:0]
}

// Sum returns the hash of the weights so far in hexadecimal; more may follow.
func (h *WeightHasher) Sum() string {
	h.flush()
	return hex.EncodeToString(h.state.Sum(nil))
}
