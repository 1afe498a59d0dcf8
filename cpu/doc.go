// Package cpu holds the two backends that run without a GPU.
//
// [Reference] is float64, one thread, V8's own order of operations: V8's twin.
// [Backend] is float32 with int32 fixed-point currents and lazy traces: the
// semantics that the GPU kernels share bit for bit, on any number of threads.
package cpu
