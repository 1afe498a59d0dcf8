package encoder

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
	"github.com/engine-gpu/engine-gpu/internal/fuzzcorpus"
)

// FuzzWAV gives any bytes to the reader: values of 0 to 1 or one line of error,
// never a panic, never memory for what a header claims.
func FuzzWAV(f *testing.F) {
	for _, w := range []file{
		{format: 1, channels: 1, bits: 8, rate: 1000}, {format: 1, channels: 2, bits: 16, rate: 8000},
		{format: 1, channels: 1, bits: 24, rate: 8000, extensible: true}, {format: 3, channels: 2, bits: 32, rate: 8000},
		{format: 1, channels: 1, bits: 32, rate: 8000, between: []byte("LIST\x04\x00\x00\x00abcd")},
	} {
		f.Add(quantised(w, noise(100)).bytes())
	}
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		// The tables of a spectrum grow with the sampling rate: half a minute
		// of fuzzing would go into one at 768 kHz.
		if len(data) > 28 && binary.LittleEndian.Uint32(data[24:]) > 48000 {
			binary.LittleEndian.PutUint32(data[24:], 8000)
		}
		allocbound.Check(t, len(data), 32<<20, 64, func() {
			e, err := encodeWAV(context.Background(), bytes.NewReader(data), int64(len(data)))
			if err != nil {
				oneLine(t, err)
				return
			}
			if e.Frames() < 1 || e.Seconds <= 0 {
				t.Fatalf("%d windows of %v s", e.Frames(), e.Seconds)
			}
			for _, v := range e.values {
				if v > levels {
					t.Fatalf("value %d", v)
				}
			}
		})
	})
}

// FuzzMapping gives any text to the reader of --audio-map.
func FuzzMapping(f *testing.F) {
	for _, text := range []string{
		`{"bands": [[10, 20], [], [30]]}`, `[{"band": 3, "neurons": [10]}, {"band": 0, "neurons": []}]`, `{"bands": [[1e3, null]]}`,
	} {
		f.Add([]byte(text))
	}
	ears := brain(6)
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		allocbound.Check(t, len(text), 4<<20, 200, func() {
			m, err := parseMapping(text, ears)
			if err != nil {
				oneLine(t, err)
				return
			}
			for _, n := range m.Neurons() {
				if n < 0 || int(n) >= len(ears.Neurons) {
					t.Fatalf("neuron %d", n)
				}
			}
		})
	})
}

func oneLine(t *testing.T, err error) {
	if text := err.Error(); strings.ContainsAny(text, "\n\r\x00") || len(text) > 500 {
		t.Errorf("not one short line: %q", text)
	}
}
