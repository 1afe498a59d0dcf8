// Package backendtest is the suite that every float32 backend must pass.
//
// [Run] holds four parts. "contract" checks what engine.Backend promises.
// "parity" runs brains made at random, each for one corner of the semantics,
// on the backend under test and on the oracle, package cpu's Backend on one
// thread, and compares every bit: each tick's spikes, voltages, weights,
// states and both certificates, whatever the number of ticks per call.
// "resume" saves and restores states between the backend under test and the
// oracle, to and fro, and demands the bits of a run that never stopped, and of
// the states themselves.
// "semantics" compares with the float64 reference on brains whose every spike
// is forced, so that rounding cannot part the paths and a tolerance of a few
// roundings holds for as long as the run lasts.
//
// Each case also states what must have happened in it, lest it pass because
// nothing did.
package backendtest
