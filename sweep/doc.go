// Package sweep runs one brain from many starts and says what may be concluded
// from them: where a single worm ends is chance, the distribution over starts is
// the measurement. Starts run side by side, one on each core, and a finished one
// is kept in a journal, so that an interrupted sweep goes on where it was.
//
// Lengths are body lengths [BL], one tick is 1 ms. It knows no backend: those
// are opened by whoever calls it.
package sweep
