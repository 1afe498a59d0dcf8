// Package fork makes two futures of one run: it silences neurons or synapses of
// a compiled network, and compares what the two do.
//
// A silenced network keeps the fixed-point scale of the whole one, so that
// nothing but the silence tells them apart: every other neuron gets the same
// bits until a spike is missing.
package fork
