package snn

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
)

// ContentHash tells brains apart: SHA-256 over all rows, in order, whatever kind
// of file they came from and in whatever order it names parameters and states.
func ContentHash(b *Brain) string {
	sum := sha256.New()
	h := contentHasher{out: bufio.NewWriterSize(sum, 1<<16)}
	h.integer(int64(len(b.Neurons)))
	for i := range b.Neurons {
		n := &b.Neurons[i]
		h.integer(n.ID)
		h.integer(int64(n.Type))
		h.floats(n.A, n.B, n.C, n.D, n.V, n.U, n.X, n.Y, n.Z)
		h.integer(n.LastSpike)
	}
	ys := &b.Synapses
	params, states := make([]int64, len(b.ParamSets)), make([]int64, len(b.States))
	h.integer(int64(ys.Len()))
	for i := range ys.Len() {
		h.integer(ys.IDAt(i))
		h.integer(int64(ys.Source[i])<<32 | int64(ys.Target[i]))
		h.integer(int64(ys.Delay[i])<<8 | int64(ys.Type[i]))
		h.floats(ys.Weight[i])
		// By the order in which rows name them, and written out the first time.
		if p := ys.Params[i]; h.number(params, p, &h.params) {
			set := &b.ParamSets[p]
			h.integer(int64(len(set.Text)))
			h.out.WriteString(set.Text) //nolint:errcheck // into a hash
		}
		if s := ys.StateAt(i); h.number(states, s, &h.states) {
			h.state(&b.States[s])
		}
	}
	h.integer(int64(len(b.BodyMap)))
	for _, m := range b.BodyMap {
		h.integer(int64(m.Neuron)<<32 | int64(m.Segment))
		h.integer(int64(m.Side)<<8 | int64(m.Effect))
	}
	h.integer(int64(len(b.SensorMap)))
	for _, m := range b.SensorMap {
		h.integer(int64(m.Neuron))
		h.integer(int64(m.Modality)<<24 | int64(m.Location)<<16 | int64(m.Response)<<8 | int64(m.Side))
	}
	h.out.Flush() //nolint:errcheck // into a hash
	return hex.EncodeToString(sum.Sum(nil))
}

// contentHasher writes values in a form of their own length.
type contentHasher struct {
	out            *bufio.Writer
	params, states int64 // distinct ones so far
	buffer         [8]byte
}

func (h *contentHasher) integer(x int64) {
	binary.LittleEndian.PutUint64(h.buffer[:], uint64(x))
	h.out.Write(h.buffer[:]) //nolint:errcheck // into a hash
}

func (h *contentHasher) floats(xs ...float64) {
	for _, x := range xs {
		h.integer(int64(math.Float64bits(x)))
	}
}

// number writes the number of an index and reports whether it is new.
func (h *contentHasher) number(numbers []int64, index int32, count *int64) bool {
	isNew := numbers[index] == 0
	if isNew {
		*count++
		numbers[index] = *count
	}
	h.integer(numbers[index])
	return isNew
}

func (h *contentHasher) state(s *SynapseState) {
	h.floats(s.Eligibility, s.EligPost, s.Trace, s.CurrentGain)
	h.integer(s.SourceFires)
	h.integer(s.Coincidences)
	alive := int64(0)
	if s.Alive {
		alive = 1
	}
	h.integer(alive)
}
