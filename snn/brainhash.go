package snn

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"
)

// BrainHash names a brain by what is in it: SHA-256 over every row of its
// tables, whatever file format they came from, or none. What is learned and
// saved changes it.
func BrainHash(b *Brain) string {
	sum := sha256.New()
	h := newRowHasher(sum)
	h.neurons(b.Neurons)
	h.synapses(b)
	h.maps(b)
	h.flush()
	return hex.EncodeToString(sum.Sum(nil))
}

// rowHasher writes values of fixed width, little-endian, and texts with their
// length, so that no two tables write the same bytes.
type rowHasher struct {
	out  *bufio.Writer
	word [8]byte
}

func newRowHasher(sum hash.Hash) *rowHasher { return &rowHasher{out: bufio.NewWriterSize(sum, 1<<16)} }

func (h *rowHasher) flush() {
	h.out.Flush() //nolint:errcheck // a hash takes everything
}

func (h *rowHasher) whole(x int64) {
	binary.LittleEndian.PutUint64(h.word[:], uint64(x))
	h.out.Write(h.word[:]) //nolint:errcheck // as above
}

func (h *rowHasher) numbers(xs ...float64) {
	for _, x := range xs {
		h.whole(int64(math.Float64bits(x)))
	}
}

func (h *rowHasher) text(s string) {
	h.whole(int64(len(s)))
	h.out.WriteString(s) //nolint:errcheck // as above
}

func (h *rowHasher) neurons(neurons []Neuron) {
	h.whole(int64(len(neurons)))
	for i := range neurons {
		n := &neurons[i]
		h.whole(n.ID)
		h.whole(int64(n.Type))
		h.numbers(n.A, n.B, n.C, n.D, n.V, n.U, n.X, n.Y, n.Z)
		h.whole(n.LastSpike)
	}
}

func (h *rowHasher) synapses(b *Brain) {
	s := &b.Synapses
	h.whole(int64(s.Len()))
	params := paramPlaces(b)
	written := make([]bool, len(b.ParamSets))
	start := StartState()
	for i := range s.Len() {
		h.whole(s.IDAt(i))
		h.whole(int64(s.Type[i]))
		h.whole(int64(s.Source[i])<<32 | int64(s.Target[i]))
		h.whole(int64(s.Delay[i]))
		h.numbers(s.Weight[i])
		place := params[s.Params[i]]
		if h.whole(int64(place)); !written[place] {
			h.text(b.ParamSets[s.Params[i]].Text)
			written[place] = true
		}
		state := &b.States[s.StateAt(i)]
		changed := !sameBits(state, &start)
		if h.truth(changed); changed {
			h.state(state)
		}
	}
}

// paramPlaces numbers parameters in the order in which rows first have their
// text: how often it stands in ParamSets, and where, is the loader's affair.
func paramPlaces(b *Brain) []int32 {
	places := make([]int32, len(b.ParamSets)) // by index; 0: not yet seen, else one more than the place
	seen := map[string]int32{}
	for _, p := range b.Synapses.Params {
		if places[p] > 0 {
			continue
		}
		text := b.ParamSets[p].Text
		if seen[text] == 0 {
			seen[text] = int32(len(seen) + 1)
		}
		places[p] = seen[text]
	}
	for i := range places {
		places[i] = max(places[i]-1, 0)
	}
	return places
}

// sameBits reports whether two states are equal, 0 not being -0.
func sameBits(a, b *SynapseState) bool {
	bits := math.Float64bits
	return bits(a.Eligibility) == bits(b.Eligibility) && bits(a.EligPost) == bits(b.EligPost) &&
		bits(a.Trace) == bits(b.Trace) && bits(a.CurrentGain) == bits(b.CurrentGain) &&
		a.SourceFires == b.SourceFires && a.Coincidences == b.Coincidences && a.Alive == b.Alive
}

func (h *rowHasher) state(s *SynapseState) {
	h.numbers(s.Eligibility, s.EligPost, s.Trace, s.CurrentGain)
	h.whole(s.SourceFires)
	h.whole(s.Coincidences)
	h.truth(s.Alive)
}

func (h *rowHasher) truth(x bool) {
	word := int64(0)
	if x {
		word = 1
	}
	h.whole(word)
}

func (h *rowHasher) maps(b *Brain) {
	h.whole(int64(len(b.BodyMap)))
	for _, r := range b.BodyMap {
		h.whole(int64(r.Neuron))
		h.whole(int64(r.Segment))
		h.whole(int64(r.Side)<<8 | int64(r.Effect))
	}
	h.whole(int64(len(b.SensorMap)))
	for _, r := range b.SensorMap {
		h.whole(int64(r.Neuron))
		h.whole(int64(r.Modality)<<24 | int64(r.Location)<<16 | int64(r.Response)<<8 | int64(r.Side))
	}
}
