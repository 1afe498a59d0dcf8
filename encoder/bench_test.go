package encoder

import (
	"bytes"
	"context"
	"testing"
)

// BenchmarkWAV encodes a second of stereo.
func BenchmarkWAV(b *testing.B) {
	data := quantised(file{format: 1, channels: 2, bits: 16, rate: 44100}, noise(44100)).bytes()
	for b.Loop() {
		if _, err := encodeWAV(context.Background(), bytes.NewReader(data), int64(len(data))); err != nil {
			b.Fatal(err)
		}
	}
}
