// Package benchmarks measures whole runs, the arena loop and the brain alone, in
// ticks per second, and what the machine can do at best. README.md says how to
// run and read it.
package benchmarks
