//go:build !amd64

package cpu

// hasVectorAdd reports false: there is no vector twin for this processor.
func hasVectorAdd() bool { return false }

func vectorAdd(*int32, *int32, int) {}
