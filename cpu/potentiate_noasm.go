//go:build !amd64

package cpu

// hasVectorPlasticity reports false: there are no vector twins for this
// processor.
func hasVectorPlasticity() bool { return false }

func vectorPotentiate(_ *uint32, _ *float32, _ int, _, _ *uint64, _ *float32, _, _, _, _ uint32, _, _, _, _, _ float32, _ *uint32) int {
	return 0
}

func vectorDepress(_ *uint32, _ *float32, _ int, _ *trace, _ *float32, _, _, _ uint32, _, _, _, _ float32) {
}
