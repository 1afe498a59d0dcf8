package columnar

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/backendtest"
)

// large is the file of a brain that is read in several pieces.
func large(t testing.TB) []byte {
	t.Helper()
	s := backendtest.Lively(20_000)
	data := encode(t, s.Generate(2))
	if len(data) <= piece {
		t.Fatalf("%d bytes are one piece", len(data))
	}
	return data
}

// TestRead: from the disk come the same brains, small and large; they can be
// written to, and outlive their file.
func TestRead(t *testing.T) {
	for name, data := range map[string][]byte{"small": encode(t, brain(t)), "large": large(t)} {
		f := onDisk(t, data)
		b, err := Read(f)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want, err := decode(clone(data))
		if err != nil {
			t.Fatal(err)
		}
		sameBrain(t, b, want)
		for i := range b.Synapses.Weight {
			b.Synapses.Weight[i]++
			b.Synapses.Target[i] = 0
		}
		if left, err := os.ReadFile(f.Name()); err != nil || !bytes.Equal(left, data) {
			t.Errorf("%s: writing to the brain changed the file (%v)", name, err)
		}
		// Another program puts something else into the file, or nothing.
		for i := range want.Synapses.Weight {
			want.Synapses.Weight[i]++
			want.Synapses.Target[i] = 0
		}
		if _, err := f.WriteAt(make([]byte, len(data)), 0); err != nil {
			t.Fatal(err)
		}
		sameBrain(t, b, want)
		if err := f.Truncate(0); err != nil {
			t.Fatal(err)
		}
		sameBrain(t, b, want)
	}
}

// TestReadTooLarge: a file that is nearly all hole is no reason to take memory.
func TestReadTooLarge(t *testing.T) {
	f := onDisk(t, encode(t, brain(t)))
	if err := f.Truncate(1 << 40); err != nil {
		t.Fatal(err)
	}
	var damage *DamageError
	if _, err := Read(f); !errors.As(err, &damage) {
		t.Errorf("with a hole behind it: %v", err)
	}
	if err := checkRoom(1 << 46); !errors.Is(err, errTooLarge) {
		t.Errorf("64 TiB: %v", err)
	}
}

// TestReadNothing: too short a file is an error, whatever it holds.
func TestReadNothing(t *testing.T) {
	for _, data := range [][]byte{nil, []byte(Magic), make([]byte, 4096), make([]byte, 1<<20)} {
		if _, err := Read(onDisk(t, data)); err == nil {
			t.Errorf("%d bytes are a brain", len(data))
		}
	}
}

func BenchmarkRead(b *testing.B) {
	s := backendtest.Lively(50_000)
	s.Synapses = 1_600_000
	data := encode(b, s.Generate(3))
	f := onDisk(b, data)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(f); err != nil {
			b.Fatal(err)
		}
	}
}
