// Package record keeps what a run leaves behind: trajectories and recordings in
// files that other tools open. It knows neither backends nor the tick loop: what it is fed are
// plain values.
//
// Lengths are body lengths [BL], angles radians [rad], one tick is 1 ms.
package record
