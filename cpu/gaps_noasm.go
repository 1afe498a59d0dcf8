//go:build !amd64

package cpu

// hasVectorConduct reports false: there is no vector twin for this processor.
func hasVectorConduct() bool { return false }

func vectorConduct(*int32, *int32, *float32, *int32, int, *float32, float32) {}
