package snn_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// sorted returns a sorted copy.
func sorted(xs []float64) []float64 {
	ys := slices.Clone(xs)
	slices.Sort(ys)
	return ys
}

func TestSpikesEach(t *testing.T) {
	s := snn.Spikes{First: 5, Counts: []int32{2, 0, 1, 0}, Neurons: []int32{3, 9, 4}}
	var got []string
	s.Each(func(tick int32, neurons []int32) { got = append(got, fmt.Sprint(tick, neurons)) })
	if want := []string{"5 [3 9]", "6 []", "7 [4]", "8 []"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	s.Reset(11)
	s.Each(func(tick int32, _ []int32) { t.Errorf("tick %d of an empty block", tick) })
	if s.First != 11 || cap(s.Neurons) < 3 {
		t.Errorf("after Reset: first %d, capacity %d", s.First, cap(s.Neurons))
	}
}

// TestSpikeHash: the hashes are of these words, by another program.
func TestSpikeHash(t *testing.T) {
	h := snn.NewSpikeHash()
	check := func(want string, spikes int64) {
		t.Helper()
		for range 2 { // Sum changes nothing
			if got := h.Sum(); got != want {
				t.Errorf("hash %s, want %s", got, want)
			}
		}
		if h.Spikes != spikes {
			t.Errorf("%d spikes, want %d", h.Spikes, spikes)
		}
	}
	check("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0) // of nothing
	h.Add(0, []int32{1, 3})                                                      // 0 2 1 3
	check("3c52e07ea6f9c688f7921e6114ac155e13c5922f6fe7dd46e242c18e42262a1e", 2)
	h.Add(1, nil)                          // 1 0
	h.Add(2, []int32{0, 70000, 1<<31 - 1}) // 2 3 0 70000 2147483647
	check("be432345e245776cbbea029ea6453598e308ce01a6c19fb0490ec2b0f7521c07", 5)
}

// TestWeightHash: chemical synapses only, in order of their ids, as
// little-endian float32, for few and for many.
func TestWeightHash(t *testing.T) {
	brain := &snn.Brain{Synapses: snn.Synapses{
		ID:   []int64{1, 2, 5, 6, 9},
		Type: []snn.SynapseType{snn.Fixed, snn.GapJunction, snn.Developmental, snn.Gated, snn.Fixed},
	}}
	got := snn.WeightHash(brain, []float64{0.1, 77, -2.5, 1e-40, 10})
	if want := "35627e43c22328ab8acd2834590d61cf96c627b51e00b461b275e6ea77c55f97"; got != want { // by another program
		t.Errorf("hash %s, want %s", got, want)
	}
	for _, n := range []int{0, 1, 16383, 16384, 16385, 40000} {
		many := &snn.Brain{Synapses: snn.Synapses{Type: make([]snn.SynapseType, n)}}
		weights, text := make([]float64, n), &bytes.Buffer{}
		for i := range weights {
			weights[i] = float64(i) / 7
			if err := binary.Write(text, binary.LittleEndian, float32(weights[i])); err != nil {
				t.Fatal(err)
			}
		}
		sum := sha256.Sum256(text.Bytes())
		if got := snn.WeightHash(many, weights); got != hex.EncodeToString(sum[:]) {
			t.Errorf("%d weights: hash %s, want %x", n, got, sum)
		}
	}
}

// A hash that is stored after any tick ends as one that is not.
func TestSpikeHashGoesOn(t *testing.T) {
	add := func(h *snn.SpikeHash, from, until int32) {
		for tick := from; tick < until; tick++ {
			h.Add(tick, []int32{tick, tick + 1, 2*tick + 5}[:tick%4%3])
		}
	}
	whole := snn.NewSpikeHash()
	add(whole, 0, 50)
	for cut := range int32(50) {
		first, second := snn.NewSpikeHash(), snn.NewSpikeHash()
		add(first, 0, cut)
		data, err := first.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := second.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		add(second, cut, 50)
		if second.Sum() != whole.Sum() {
			t.Fatalf("cut at %d: %s, want %s", cut, second.Sum(), whole.Sum())
		}
		if second.UnmarshalBinary(data[1:]) == nil {
			t.Fatal("a hash without its first byte was read")
		}
	}
}
