package columnar

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// bitwiseCRC is CRC-32C by its definition: the remainder of a division of
// polynomials, bit by bit (RFC 3720, section 12.1).
func bitwiseCRC(data []byte) uint32 {
	crc := ^uint32(0)
	for _, x := range data {
		crc ^= uint32(x)
		for range 8 {
			if crc&1 != 0 {
				crc = crc>>1 ^ 0x82f63b78
			} else {
				crc >>= 1
			}
		}
	}
	return ^crc
}

// TestLayout checks a small file to the byte against docs/brain-format.md.
func TestLayout(t *testing.T) {
	data := encode(t, plain())
	le := binary.LittleEndian
	if got := hex.EncodeToString(data[:16]); got != "89736e6e0d0a1a0a"+"01000000"+"04030201" {
		t.Errorf("the file begins with %s", got)
	}
	type place struct {
		name         string
		kind         uint32
		count, bytes uint64
	}
	want := []place{
		{"neurons.id", 3, 1, 8},
		{"neurons.type", 1, 1, 1},
		{"neurons.a", 4, 1, 8},
		{"neurons.b", 4, 1, 8},
		{"neurons.c", 4, 1, 8},
		{"neurons.d", 4, 1, 8},
		{"neurons.v", 4, 1, 8},
		{"neurons.u", 4, 1, 8},
		{"neurons.last_spike", 3, 1, 8},
		{"neurons.pos_x", 4, 1, 8},
		{"neurons.pos_y", 4, 1, 8},
		{"neurons.pos_z", 4, 1, 8},
		{"synapses.weight", 4, 2, 16},
		{"synapses.source", 2, 2, 8},
		{"synapses.target", 2, 2, 8},
		{"synapses.delay", 2, 2, 8},
		{"synapses.params", 2, 2, 8},
		{"synapses.type", 1, 2, 2},
		{"params.type", 1, 1, 1},
		{"params.text_end", 3, 1, 8},
		{"text.params", 1, 2, 2},
		{"states.eligibility", 4, 1, 8},
		{"states.elig_post", 4, 1, 8},
		{"states.trace", 4, 1, 8},
		{"states.current_gain", 4, 1, 8},
		{"states.source_fires", 3, 1, 8},
		{"states.coincidences", 3, 1, 8},
		{"states.alive", 1, 1, 1},
		{"body_map.neuron", 2, 0, 0},
		{"body_map.segment", 2, 0, 0},
		{"body_map.side", 1, 0, 0},
		{"body_map.effect", 1, 0, 0},
		{"sensor_map.neuron", 2, 0, 0},
		{"sensor_map.modality", 1, 0, 0},
		{"sensor_map.location", 1, 0, 0},
		{"sensor_map.response", 1, 0, 0},
		{"sensor_map.side", 1, 0, 0},
	}
	if got := le.Uint32(data[24:]); got != uint32(len(want)) {
		t.Fatalf("%d columns, want %d", got, len(want))
	}
	at := uint64(64 + 64*len(want))
	for i, w := range want {
		row := data[64+64*i : 128+64*i]
		name := make([]byte, 32)
		copy(name, w.name)
		offset, length := le.Uint64(row[48:]), le.Uint64(row[56:])
		if string(row[:32]) != string(name) || le.Uint32(row[32:]) != w.kind || le.Uint64(row[40:]) != w.count || offset != at || length != w.bytes {
			t.Errorf("entry %d is % x, want %+v at %d", i, row, w, at)
		}
		if got := le.Uint32(row[36:]); got != bitwiseCRC(data[offset:offset+length]) {
			t.Errorf("%s: checksum %08x", w.name, got)
		}
		at = (at + length + 63) / 64 * 64
	}
	if got := le.Uint64(data[16:]); got != at || uint64(len(data)) != at {
		t.Errorf("size %d, the file has %d, its columns end at %d", got, len(data), at)
	}
	head := append(append([]byte{}, data[:60]...), data[64:64+64*len(want)]...)
	if got := le.Uint32(data[60:]); got != bitwiseCRC(head) {
		t.Errorf("checksum of the header %08x", got)
	}
	for name, bytes := range map[string]string{
		"neurons.id": "0700000000000000", "neurons.type": "04", "neurons.v": "00000000004050c0",
		"synapses.weight": "000000000000e03f" + "00000000000000c0", "synapses.delay": "0300000000000000",
		"synapses.type": "0000", "params.text_end": "0200000000000000", "text.params": "7b7d", "states.alive": "01",
	} {
		if got := hex.EncodeToString(find(t, data, name)); got != bytes {
			t.Errorf("%s holds %s, want %s", name, got, bytes)
		}
	}
}

// TestOtherByteOrder: on a machine of the other order than this one, bytes are
// turned around; those of single bytes are not, and the original never.
func TestOtherByteOrder(t *testing.T) {
	other := !littleEndian()
	turned(t, other, []int32{1, -2, 1 << 30}, "00000001"+"fffffffe"+"40000000")
	turned(t, other, []int64{1, math.MinInt64 + 2}, "0000000000000001"+"8000000000000002")
	turned(t, other, []float64{1, -2.5}, "3ff0000000000000"+"c004000000000000")
	turned(t, other, []snn.SynapseType{1, 2, 7}, "010207")
}

// turned demands that elements become the given bytes and come of them again,
// in memory of their own. Bytes are shown most significant first, as they are
// on a little-endian machine that turns them.
func turned[T element](t *testing.T, little bool, xs []T, want string) {
	t.Helper()
	original := slices.Clone(xs)
	data := rawOn(little, xs)
	if got := hex.EncodeToString(data); !little && got != want {
		t.Errorf("%v are %s, want %s", xs, got, want)
	}
	back := viewOn[T](little, data)
	if !slices.Equal(back, original) {
		t.Errorf("%v become %v", original, back)
	}
	if back[0]++; !slices.Equal(xs, original) {
		t.Errorf("%v are not of their own memory", original)
	}
}
