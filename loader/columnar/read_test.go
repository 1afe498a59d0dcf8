package columnar

import (
	"bytes"
	"os"
	"runtime"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/backendtest"
)

// large is the file of a brain that is mapped.
func large(t testing.TB) []byte {
	t.Helper()
	s := backendtest.Lively(4000)
	data := encode(t, s.Generate(2))
	if len(data) < smallest {
		t.Fatalf("%d bytes are read, not mapped", len(data))
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
		if err := os.Remove(f.Name()); err != nil && runtime.GOOS != "windows" {
			t.Error(err)
		}
		f.Close()
		for range 2 {
			runtime.GC()
		}
		if b.Synapses.Weight[0] != want.Synapses.Weight[0]+1 || b.Synapses.Source[0] != want.Synapses.Source[0] {
			t.Errorf("%s: the brain did not outlive its file", name)
		}
	}
}

// TestReadNothing: too short a file is an error, whatever it holds.
func TestReadNothing(t *testing.T) {
	for _, data := range [][]byte{nil, []byte(Magic), make([]byte, 4096), make([]byte, smallest)} {
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
		brain, err := bytesOf(f, int64(len(data)))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := decode(brain); err != nil {
			b.Fatal(err)
		}
		release(brain) // as no program does, but the benchmark maps many times
	}
}
