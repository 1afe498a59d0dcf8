package columnar

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// buffer is a file in memory.
type buffer struct{ data []byte }

func (b *buffer) WriteAt(p []byte, at int64) (int, error) {
	if end := int(at) + len(p); end > len(b.data) {
		grown := memory(end)
		copy(grown, b.data)
		b.data = grown
	}
	return copy(b.data[at:], p), nil
}

// encode returns the bytes of a brain's file.
func encode(t testing.TB, b *snn.Brain) []byte {
	t.Helper()
	var file buffer
	if err := Write(&file, b); err != nil {
		t.Fatal(err)
	}
	return file.data
}

// clone returns the same bytes, aligned and of their own.
func clone(data []byte) []byte {
	copied := memory(len(data))
	copy(copied, data)
	return copied
}

// brain is a small brain with everything: all types, ids with holes, states,
// both maps.
func brain(t testing.TB) *snn.Brain {
	t.Helper()
	s := backendtest.Lively(5)
	s.Synapses, s.Ring, s.Odd, s.Restored = 24, 4, true, true
	b := s.Generate(1)
	b.BodyMap = []snn.BodyMapRow{{Neuron: 3, Segment: 23, Side: snn.Ventral, Effect: snn.Inhibitory}, {Neuron: 0}}
	b.SensorMap = []snn.SensorMapRow{{Neuron: 4, Modality: snn.Thermal, Location: snn.Tail, Response: snn.Off, Side: snn.Bilateral}}
	if b.Synapses.ID == nil || b.Synapses.State == nil {
		t.Fatal("the brain lacks ids or states")
	}
	return b
}

// plain is a brain without all that may be missing.
func plain() *snn.Brain {
	return &snn.Brain{
		Neurons: []snn.Neuron{{ID: 7, Type: snn.LTS, V: -65}},
		Synapses: snn.NewSynapses(
			snn.Synapse{ID: 1, Weight: 0.5, Delay: 3}, snn.Synapse{ID: 2, Weight: -2}),
		ParamSets: []snn.ParamSet{{Text: "{}"}},
		States:    []snn.SynapseState{snn.StartState()},
	}
}

// sign puts the right checksums into a file whose table lies within it.
func sign(data []byte) {
	le := binary.LittleEndian
	if len(data) < headerSize {
		return
	}
	count := uint64(le.Uint32(data[24:]))
	if count > 100 || tableEnd(int(count)) > uint64(len(data)) {
		return
	}
	for i := range count {
		row := data[headerSize+i*entrySize:]
		offset, length := le.Uint64(row[48:]), le.Uint64(row[56:])
		if offset <= uint64(len(data)) && length <= uint64(len(data))-offset {
			le.PutUint32(row[36:], checksum(data[offset:offset+length]))
		}
	}
	le.PutUint32(data[headerSum:], headChecksum(data[:tableEnd(int(count))]))
}

// find returns the bytes of a column within a file.
func find(t testing.TB, data []byte, name string) []byte {
	t.Helper()
	entries, err := parseHead(data, uint64(len(data)), columns())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.name == name {
			return data[e.offset : e.offset+e.length]
		}
	}
	t.Fatalf("no column %s", name)
	return nil
}

// onDisk writes bytes to a file and opens it.
func onDisk(t testing.TB, data []byte) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.brain")
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
