package cpu

import "golang.org/x/sys/cpu"

// vectorMembrane returns the widest twin of membrane.scalar that the processor
// runs, or nil.
func vectorMembrane() func(*membrane, int) {
	switch {
	case hasVector512():
		return func(m *membrane, n int) { vector512(lanesOf(m, n)) }
	case cpu.X86.HasAVX2:
		return func(m *membrane, n int) { vector256(lanesOf(m, n)) }
	}
	return nil
}

func hasVector512() bool { return cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ }

// lanes is membrane as the assembly reads it. Field offsets stand in
// integrate_amd64.s, where go vet checks the arguments.
type lanes struct {
	v, u, external, a, b *float32
	current              *int32
	spiked               *uint64
	n                    uintptr // neurons, a multiple of vectorLanes
	unit                 float32
}

func lanesOf(m *membrane, n int) lanes {
	if n == 0 {
		return lanes{}
	}
	return lanes{
		v: &m.v[0], u: &m.u[0], external: &m.external[0], a: &m.a[0], b: &m.b[0],
		current: &m.current[0], spiked: &m.spiked[0], n: uintptr(n), unit: m.unit,
	}
}

// vector512 is membrane.scalar on 16 neurons at a time. It needs AVX-512F
// and AVX-512DQ.
//
//go:noescape
func vector512(l lanes)

// vector256 is membrane.scalar on 8 neurons at a time. It needs AVX2.
//
//go:noescape
func vector256(l lanes)
