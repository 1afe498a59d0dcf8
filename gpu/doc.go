// Package gpu runs networks on OpenGL compute shaders, without a display. Its
// spikes and weights are those of cpu.Backend bit for bit: both are hand-written
// twins over one contract (snn/contract.go).
//
// It needs Linux, cgo and the build tag egl; built without them, New says what
// is missing.
package gpu
