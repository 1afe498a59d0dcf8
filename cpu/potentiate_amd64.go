package cpu

import "golang.org/x/sys/cpu"

// hasVectorPotentiate reports whether the processor runs vectorPotentiate:
// AVX-512F and AVX-512CD.
func hasVectorPotentiate() bool { return cpu.X86.HasAVX512F && cpu.X86.HasAVX512CD }

// vectorPotentiate is potentiation.scalar on 16 synapses at a time.
//
//go:noescape
func vectorPotentiate(destination *uint32, weight *float32, n int, spikes *uint32, factors *float32,
	lo, mask uint32, value, rate, limit, min, max float32)
