//go:build linux && cgo && egl

package gpu

import (
	"fmt"
	"slices"
	"testing"
	"unsafe"

	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/snn"
)

// memory is what kernels write: the device's arrays on the host.
type memory struct {
	membrane    []snn.DeviceMembrane
	lastSpike   []int32
	external    []float32
	noise       []float32
	ring        []int32
	history     []uint32
	traces      []snn.DeviceTrace
	work        []snn.DeviceItem
	dispatches  []snn.DeviceDispatch
	gateTotals  []int32
	gateHistory []int32
	shards      []shardMemory
}

// shardMemory is that of a shard.
type shardMemory struct {
	weights      []float32
	rewards      []snn.DeviceReward
	gains        []snn.DeviceGain
	developments []snn.DeviceDevelopment
}

// transfer moves one array, to the device or from it.
type transfer struct {
	name string
	read func(r *reader)
	up   func() error
	copy func() // replaces the slice by a copy
	bits func() []uint32
}

// transfers lists every array of the memory with its buffer.
func (m *memory) transfers(b *Backend) []transfer {
	w := &b.buffers.whole
	list := []transfer{
		moving("membrane", &m.membrane, w[snn.BindMembrane]),
		moving("last_spike", &m.lastSpike, w[snn.BindLastSpike]),
		moving("external_current", &m.external, w[snn.BindExternal]),
		moving("noise_amplitude", &m.noise, w[snn.BindNoise]),
		moving("ring", &m.ring, w[snn.BindRing]),
		moving("history", &m.history, w[snn.BindHistory]),
		moving("traces", &m.traces, w[snn.BindTraces]),
		moving("work", &m.work, w[snn.BindWork]),
		moving("dispatches", &m.dispatches, w[snn.BindDispatches]),
		moving("gate_totals", &m.gateTotals, w[snn.BindGateTotals]),
		moving("gate_history", &m.gateHistory, w[snn.BindGateHistory]),
	}
	if m.shards == nil {
		m.shards = make([]shardMemory, len(b.buffers.shards))
	}
	for i := range m.shards {
		s, from := &m.shards[i], &b.buffers.shards[i]
		list = append(list,
			moving(fmt.Sprint("weights of shard ", i), &s.weights, from[snn.BindWeights]),
			moving(fmt.Sprint("rewards of shard ", i), &s.rewards, from[snn.BindRewards]),
			moving(fmt.Sprint("gains of shard ", i), &s.gains, from[snn.BindGains]),
			moving(fmt.Sprint("developments of shard ", i), &s.developments, from[snn.BindDevelopments]))
	}
	return list
}

func moving[T any](name string, xs *[]T, b *glc.Buffer) transfer {
	return transfer{
		name: name,
		read: func(r *reader) { *xs = readAll[T](r, b) },
		up:   func() error { return glc.Upload(b, 0, *xs) },
		copy: func() { *xs = slices.Clone(*xs) },
		bits: func() []uint32 {
			if len(*xs) == 0 {
				return nil
			}
			return unsafe.Slice((*uint32)(unsafe.Pointer(&(*xs)[0])), int(sizeOf[T]()/4)*len(*xs))
		},
	}
}

// download reads the device's memory, inside Do.
func download(b *Backend) (*memory, error) {
	m, r := &memory{}, reader{}
	for _, a := range m.transfers(b) {
		a.read(&r)
	}
	return m, r.err
}

// upload writes it.
func (m *memory) upload(b *Backend) error {
	for _, a := range m.transfers(b) {
		if err := a.up(); err != nil {
			return err
		}
	}
	return nil
}

// clone returns a copy.
func (m *memory) clone(b *Backend) *memory {
	c := *m
	c.shards = slices.Clone(m.shards)
	for _, a := range c.transfers(b) {
		a.copy()
	}
	return &c
}

// same compares every bit of every array.
func (m *memory) same(t *testing.T, b *Backend, want *memory) {
	t.Helper()
	wants := want.transfers(b)
	for k, a := range m.transfers(b) {
		got, want := a.bits(), wants[k].bits()
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: word %d is %#x, want %#x", a.name, i, got[i], want[i])
				break
			}
		}
	}
}
