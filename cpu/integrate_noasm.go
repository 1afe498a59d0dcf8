//go:build !amd64

package cpu

// vectorMembrane returns nil: there is no vector twin for this processor.
func vectorMembrane() func(*membrane, int) { return nil }
