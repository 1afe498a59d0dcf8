package cpu

import "golang.org/x/sys/cpu"

// hasVectorPlasticity reports whether the processor runs vectorPotentiate and
// vectorDepress: AVX-512F and AVX-512BW.
func hasVectorPlasticity() bool { return cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW }

// vectorPotentiate is lazyPlastic.potentiateByBits on 16 synapses at a time, from the last eight
// spikes of each target: n synapses, for spikes of an age of 1 .. reach ticks
// before now, with factor[since - age] as the decay of the source's trace. It
// leaves out synapses with a target of whom eight spikes do not tell all; left,
// which has room for n+16, gets their indices, and their number is returned.
//
//go:noescape
func vectorPotentiate(destination *uint32, weight *float32, n int, last, older *uint64, factor *float32,
	lo, now, reach, since uint32, value, rate, limit, min, max float32, left *uint32) int

// vectorDepress is lazyPlastic.depressScalar on 16 synapses at a time, with the traces of
// the targets from lo on and factor[age] as their decay, which is 0 from end on.
//
//go:noescape
func vectorDepress(destination *uint32, weight *float32, n int, traces *trace, factor *float32,
	lo, tick, end uint32, rate, limit, min, max float32)
