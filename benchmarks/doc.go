// Package benchmarks measures whole runs: the arena loop and the brain alone,
// in ticks per second. README.md says how to run and read it.
package benchmarks
