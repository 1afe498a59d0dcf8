// Package benchmarks measures whole runs, in ticks per second: the arena loop,
// brains alone and IZH networks; and what the machine can do at best. README.md
// says how to run and read it.
package benchmarks
