// Package plot draws what a run left behind. It knows neither backends nor the
// tick loop: what it is given are plain values and recordings.
//
// Lengths are body lengths [BL], angles radians [rad], one tick is 1 ms.
package plot
