package cpu

import "golang.org/x/sys/cpu"

// hasVectorConduct reports whether the processor runs vectorConduct: AVX-512F.
func hasVectorConduct() bool { return cpu.X86.HasAVX512F }

// vectorConduct is gaps.conduct for the first n gap junctions, n a multiple of
// gapLanes.
//
//go:noescape
func vectorConduct(source, target *int32, conductance *float32, current *int32, n int, v *float32, scale float32)
