//go:build !amd64

package cpu

// hasVectorPotentiate reports false: there is no vector twin for this
// processor.
func hasVectorPotentiate() bool { return false }

func vectorPotentiate(*potentiation) {}
