//go:build !amd64

package cpu

// hasVectorPotentiate reports false: there is no vector twin for this
// processor.
func hasVectorPotentiate() bool { return false }

func vectorPotentiate(*uint32, *float32, int, *uint32, *float32, uint32, uint32, float32, float32, float32, float32, float32) {
}
