package plan

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/snn"
)

// HostMemory is what the host has.
type HostMemory struct {
	Available int64  // [bytes]
	By        string // what bounds it
	Known     bool
	Program   int64 // what the program itself takes of it [bytes]
}

// Obstacle is a limit that a network exceeds.
type Obstacle struct {
	Limit string // its name
	Needs int64
	Has   int64
	Unit  string // of both
	Text  string // for people
}

// Limits that bind.
const (
	LimitNeurons  = "neurons"
	LimitSynapses = "synapses"
	LimitDelay    = "delay"
	LimitHost     = "host memory"
	LimitDevice   = "device"
)

// Bytes of an obstacle are counted in this unit.
const Bytes = "bytes"

// Obstacle returns the first limit that a network of the sizer's kind exceeds,
// or nil if it fits.
func (s *Sizer) Obstacle(neurons, fanout int64, host HostMemory) *Obstacle {
	if o := countObstacle(neurons, fanout, s.request.MaxDelay); o != nil {
		return o
	}
	m, err := s.Memory(neurons, fanout)
	if err != nil {
		return &Obstacle{Limit: LimitDevice, Text: fmt.Sprintf("%s: %v", s.request.Limits.Name, err)}
	}
	if need := m.Host() + host.Program; host.Known && need > host.Available {
		return &Obstacle{LimitHost, need, host.Available, Bytes, host.By}
	}
	return nil
}

// countObstacle is Obstacle for what the indices of every backend reach.
func countObstacle(neurons, fanout int64, delay int) *Obstacle {
	switch {
	case neurons > snn.MaxNeurons:
		return &Obstacle{LimitNeurons, neurons, snn.MaxNeurons, LimitNeurons, "a target has 26 bits beside its delay"}
	case float64(neurons)*float64(fanout) > snn.MaxSynapses:
		return &Obstacle{LimitSynapses, int64(min(float64(neurons)*float64(fanout), 1<<62)), snn.MaxSynapses, LimitSynapses, "an index has 32 bits"}
	case delay > izh.LongestDelay:
		return &Obstacle{LimitDelay, int64(delay), izh.LongestDelay, "ticks", "a delay has 6 bits beside its target"}
	}
	return nil
}

// LargestNeurons returns the most neurons that fit with a fan-out; 0 if none
// do.
func (s *Sizer) LargestNeurons(fanout int64, host HostMemory) int64 {
	return largest(snn.MaxNeurons, func(n int64) bool { return s.Obstacle(n, fanout, host) == nil })
}

// LargestFanout returns the most synapses of each of so many neurons that fit;
// 0 if none do.
func (s *Sizer) LargestFanout(neurons int64, host HostMemory) int64 {
	return largest(snn.MaxSynapses, func(k int64) bool { return s.Obstacle(neurons, k, host) == nil })
}

// largest returns the largest number up to most that fits, where all below one
// that fits do.
func largest(most int64, fits func(int64) bool) int64 {
	low, high := int64(0), most+1
	for low+1 < high {
		if middle := low + (high-low)/2; fits(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}
