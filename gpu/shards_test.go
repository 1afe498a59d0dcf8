//go:build linux && cgo && egl

package gpu_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// dense is a brain of all types with so many synapses per neuron that its
// links are what a small storage block cannot hold.
func dense(neurons, synapses int) *snn.Brain {
	s := backendtest.Lively(neurons)
	s.Synapses, s.Delays, s.Taus = neurons*synapses, []int32{1, 2, 3}, []float64{5, 20, 40}
	s.Weight, s.Bounds = 0.5, [][2]float64{{0, 0.5}, {-0.5, 0}, {-0.2, 0.2}}
	s.Pruning = backendtest.Pruning{CriticalPeriod: 10000, EvalInterval: 60, MinSourceFires: 3, Threshold: 1}
	return s.Generate(uint64(neurons))
}

// TestSmallStorageBlocks splits a brain by the limit on a storage block, as a
// device would: learning, rewards with homeostasis, pruning and snapshots cross
// the shards' borders, and change no bit.
func TestSmallStorageBlocks(t *testing.T) {
	needGL(t)
	brain := dense(100, 200)
	opt := snn.Options{Learn: true, RewardHomeostasis: true}
	protocol := lively(300).Protocol(brain, 1)
	want := play(t, backendtest.Oracle, brain, opt, protocol, 0)
	demandChange(t, brain, want)
	for _, block := range []int64{32 << 10, 48 << 10} {
		t.Run(fmt.Sprintf("%d bytes", block), func(t *testing.T) {
			b := open(t, brain, opt, gpu.Altered{Config: gpu.Config{BlockSize: block}})
			if b.Shards() < 5 {
				t.Fatalf("%d shards", b.Shards())
			}
			got, err := backendtest.Play(b, brain, protocol, 0)
			if err != nil {
				t.Fatal(err)
			}
			backendtest.SameBits(t, brain, want, got)
			t.Logf("%d shards, %d spikes", b.Shards(), len(got.Spikes.Neurons))
		})
	}
}

// TestMoreShardsThanInvocations: the lists of all shards are emptied for each
// tick, also where one workgroup integrates all neurons and there are more
// lists than it has invocations.
func TestMoreShardsThanInvocations(t *testing.T) {
	needGL(t)
	for _, neurons := range []int{60, 1500} {
		s := backendtest.Lively(neurons, snn.Plastic, snn.Fixed, snn.Developmental)
		s.Synapses = 3 * neurons
		brain := s.Generate(2)
		protocol := lively(60).Protocol(brain, 2)
		opt := snn.Options{Learn: true}
		b := open(t, brain, opt, gpu.Altered{Shards: neurons})
		if 2*b.Shards() <= neurons {
			t.Fatalf("%d shards of %d neurons", b.Shards(), neurons)
		}
		got, err := backendtest.Play(b, brain, protocol, 0)
		if err != nil {
			t.Fatal(err)
		}
		backendtest.SameBits(t, brain, play(t, backendtest.Oracle, brain, opt, protocol, 0), got)
		t.Logf("%d shards, %d spikes", b.Shards(), len(got.Spikes.Neurons))
	}
}

// TestTooLargeForABlock: what cannot be split and does not fit is an error of
// one line that names the device and both sizes.
func TestTooLargeForABlock(t *testing.T) {
	needGL(t)
	ring := backendtest.Lively(1000, snn.Fixed)
	ring.Delays = []int32{20} // 32 slots
	row := ring
	row.FanOut = 20000
	for _, c := range []struct {
		shape backendtest.Shape
		block int64
		want  string
	}{
		{ring, 127999, "the array ring needs 128000 bytes, a storage block of this device holds 127999"},
		{row, 128000, "bytes in one array, a storage block of this device holds 128000"},
	} {
		cfg := best()
		cfg.BlockSize = c.block
		b, err := gpu.New(c.shape.Generate(1), snn.Options{}, cfg)
		if err == nil {
			b.Close()
			t.Errorf("blocks of %d bytes: no error", c.block)
		} else if !strings.HasSuffix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("blocks of %d bytes: %v", c.block, err)
		}
	}
}
