package columnar

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"testing"
)

// TestFlip: no byte of a file can change unseen.
func TestFlip(t *testing.T) {
	for _, b := range [][]byte{encode(t, brain(t)), encode(t, plain())} {
		data := clone(b)
		for i := range data {
			for _, flip := range []byte{1, 0x80, 0xff} {
				data[i] ^= flip
				if _, err := decode(data); err == nil {
					t.Errorf("byte %d of %d: %#x flipped, and nobody saw it", i, len(data), flip)
				}
				data[i] ^= flip
			}
		}
		if _, err := decode(data); err != nil {
			t.Error(err)
		}
	}
}

// TestCut: a file that lacks its end, or has more than one, is damaged.
func TestCut(t *testing.T) {
	data := encode(t, brain(t))
	var damage *DamageError
	for n := range data {
		if _, err := decode(clone(data[:n])); !errors.As(err, &damage) {
			t.Fatalf("%d of %d bytes: %v", n, len(data), err)
		}
	}
	for _, more := range []int{1, 64, 4096} {
		longer := clone(append(clone(data), make([]byte, more)...))
		if _, err := decode(longer); !errors.As(err, &damage) {
			t.Errorf("%d bytes too many: %v", more, err)
		}
	}
}

// TestHead puts one thing wrong into header or table, under the right
// checksums.
func TestHead(t *testing.T) {
	u32 := func(at int, x uint32) func([]byte) {
		return func(d []byte) { binary.LittleEndian.PutUint32(d[at:], x) }
	}
	u64 := func(at int, x uint64) func([]byte) {
		return func(d []byte) { binary.LittleEndian.PutUint64(d[at:], x) }
	}
	add := func(at int, x uint64) func([]byte) {
		return func(d []byte) {
			binary.LittleEndian.PutUint64(d[at:], binary.LittleEndian.Uint64(d[at:])+x)
		}
	}
	const first, second, weight = 64, 128, 64 + 13*64 // entries
	for _, c := range []struct {
		name  string
		spoil func([]byte)
		want  string
	}{
		{"magic", func(d []byte) { d[0] = 'x' }, "it ends in its header, or has none"},
		{"line ends", func(d []byte) { copy(d[4:], "\n\x1a\n\x00") }, "it ends in its header, or has none"},
		{"version", u32(8, 2), "it is of version 2 of the format, this program reads version 1"},
		{"version 0", u32(8, 0), "it is of version 0 "},
		{"byte order", u32(12, 0x04030201), "its byte order mark is 04030201, little-endian files have 01020304"},
		{"size", add(16, 64), "it was written with "},
		{"size huge", u64(16, math.MaxUint64), "it was written with 18446744073709551615 bytes"},
		{"no columns", u32(24, 0), "its columns end at byte 64"},
		{"one column less", func(d []byte) { u32(24, binary.LittleEndian.Uint32(d[24:])-1)(d) }, "begins at byte"},
		{"columns", u32(24, 1<<31), "its table of 2147483648 columns"},
		{"columns negative", u32(24, math.MaxUint32), "its table of 4294967295 columns"},
		{"entry size", u32(28, 32), "its table of "},
		{"name", func(d []byte) { d[first] = 'N' }, "its column 1 is not neurons.id"},
		{"name longer", func(d []byte) { d[first+20] = 'N' }, "its column 1 is not neurons.id"},
		{"names exchanged", func(d []byte) {
			for i := range nameSize {
				d[first+i], d[second+i] = d[second+i], d[first+i]
			}
		}, "its column 1 is not neurons.id"},
		{"kind", u32(first+32, 4), "the column neurons.id has elements of kind 4, not 3"},
		{"kind unknown", u32(first+32, 77), "the column neurons.id has elements of kind 77, not 3"},
		{"kind of another size", u32(first+32, 2), `the column "neurons.id" has 5 elements in 40 bytes`},
		{"count", add(first+40, 1), `the column "neurons.id" has 6 elements in 40 bytes`},
		{"count huge", u64(first+40, 1<<61), "more than the limit of 2147483647"},
		{"count that wraps", u64(first+40, 1<<61+5), "more than the limit of 2147483647"},
		{"one row more", func(d []byte) { add(first+40, 1)(d); add(first+56, 8)(d) }, "the column neurons.type has 5 rows, others of its table 6"},
		{"count and length huge", func(d []byte) { u64(weight+40, math.MaxInt32)(d); u64(weight+56, 8*math.MaxInt32)(d) }, "ends behind the file"},
		{"length", u64(first+56, 41), `the column "neurons.id" has 5 elements in 41 bytes`},
		{"length huge", u64(first+56, math.MaxUint64), "elements in 18446744073709551615 bytes"},
		{"overlap", add(second+48, ^uint64(63)), `the column "neurons.type" begins at byte`},
		{"same place", func(d []byte) { copy(d[second+48:second+56], d[first+48:]) }, `the column "neurons.type" begins at byte`},
		{"over the table", u64(first+48, 64), `the column "neurons.id" begins at byte 64`},
		{"unaligned", add(first+48, 8), `the column "neurons.id" begins at byte`},
		{"offset huge", u64(weight+48, math.MaxUint64-7), "begins at byte 18446744073709551608"},
		{"reserved", func(d []byte) { d[40] = 1 }, ""}, // for later versions: the sum alone guards it
	} {
		data := encode(t, brain(t))
		c.spoil(data)
		sign(data)
		_, err := decode(data)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", c.name, err, c.want)
		}
		var damage *DamageError
		var foreign *VersionError
		if !errors.As(err, &damage) && !errors.As(err, &foreign) {
			t.Errorf("%s: the error is of type %T", c.name, err)
		}
	}
}

// TestContents puts one thing wrong into a column, under the right checksums.
func TestContents(t *testing.T) {
	for _, c := range []struct {
		column string
		at     int
		value  byte
		want   string
	}{
		{"neurons.type", 2, 5, "unknown neuron type NeuronType(5)"},
		{"neurons.v", 0, 0x55, ""}, // another number
		{"neurons.id", 8, 0, "ids do not ascend"},
		{"synapses.type", 3, 8, "unknown synapse type SynapseType(8)"},
		{"synapses.source", 3, 0x80, "is not a neuron"},
		{"synapses.target", 0, 5, "target position 5 is not a neuron"},
		{"synapses.delay", 3, 0x80, "is negative"},
		{"synapses.params", 3, 1, "has no params of its type"},
		{"synapses.state", 3, 1, "has no state"},
		{"params.type", 0, 8, "unknown synapse type SynapseType(8)"},
		{"params.text_end", 7, 0x80, "the text of parameter set 0 ends at byte -"},
		{"params.text_end", 7, 0x01, "the text of parameter set 0 ends at byte "},
		{"text.params", 0, '[', "parameter set 0: malformed params JSON"},
		{"states.alive", 1, 2, `row 2 of the column "states.alive" is 2, neither 0 nor 1`},
		{"states.source_fires", 7, 0x80, "state 0: a counter is outside 0..2147483647"},
		{"states.coincidences", 4, 1, "state 0: a counter is outside 0..2147483647"},
		{"body_map.neuron", 0, 5, "body_map row 1"},
		{"body_map.segment", 0, 24, "body_map row 1"},
		{"body_map.side", 0, 2, "body_map row 1: a value is none of the known ones"},
		{"body_map.effect", 1, 2, "body_map row 2: a value is none of the known ones"},
		{"sensor_map.neuron", 0, 5, "sensor_map row 1"},
		{"sensor_map.modality", 0, 3, "sensor_map row 1: a value"},
		{"sensor_map.location", 0, 3, "sensor_map row 1: a value"},
		{"sensor_map.response", 0, 3, "sensor_map row 1: a value"},
		{"sensor_map.side", 0, 1, "sensor_map row 1: a value"},
		{"sensor_map.side", 0, 5, "sensor_map row 1: a value"},
	} {
		data := encode(t, brain(t))
		find(t, data, c.column)[c.at] = c.value
		sign(data)
		_, err := decode(data)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: error %v, want %q", c.column, err, c.want)
		}
	}
}

// TestTextOfNobody: every byte of text belongs to a parameter set.
func TestTextOfNobody(t *testing.T) {
	data := encode(t, plain())
	find(t, data, "params.text_end")[0] = 1
	sign(data)
	if _, err := decode(data); err == nil || !strings.Contains(err.Error(), "malformed") {
		t.Errorf("half a text: %v", err)
	}
	find(t, data, "params.text_end")[0] = 0
	sign(data)
	if _, err := decode(data); err == nil || !strings.Contains(err.Error(), "2 bytes of text belong to no parameter set") {
		t.Errorf("no text: %v", err)
	}
}
