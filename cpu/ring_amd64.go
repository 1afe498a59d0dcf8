package cpu

import "golang.org/x/sys/cpu"

// hasVectorAdd reports whether the processor runs vectorAdd: AVX2.
func hasVectorAdd() bool { return cpu.X86.HasAVX2 }

// vectorAdd is addCurrents for the first n currents, n a multiple of addLanes.
//
//go:noescape
func vectorAdd(into, from *int32, n int)
