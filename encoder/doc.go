// Package encoder turns sound into currents: an ear for brains that have none.
//
// A sound is cut into windows of 25 ms, one every 10 ms, each weighted by a
// periodic Hann window and transformed. The magnitudes of the coefficients are
// averaged within 32 bands that are equally wide on a logarithmic scale, from
// 80 Hz to half the sampling rate or 16 kHz, whichever is less. The loudest
// value of the whole sound becomes 1, silence 0. A band's neurons receive
// [Gain] times its value.
//
//   - Window n begins at n·10 ms and drives the ticks 10n to 10n+9; what lies
//     beyond the sound's end counts as 0. The last window is the last that
//     begins within the sound. After it there is silence, or in a loop the
//     first again.
//   - Stereo is heard as the mean of its channels.
//   - A window is rounded down to whole samples, then up to the next number
//     without a prime factor above 29, for speed: 1,102 at 44.1 kHz. Usual
//     sampling rates need no rounding up. Coefficients are some 40 Hz apart.
//   - At low frequencies that is wider than a band. A band without a
//     coefficient takes the one nearest to its middle (of the logarithmic
//     scale), which it may share with its neighbour.
//   - A sound whose loudest band stays below 2^-29 of what its largest sample
//     could make there, such as a constant, is silence: what the transform
//     shows of it is rounding.
//
// # The same bits everywhere
//
// Currents decide spikes, so that a sound must give the same bits on every
// processor. The transform is gonum's, whose products a compiler may fuse; its
// last bits differ between machines. Values are therefore rounded to multiples
// of 2^-12, and where a value lies so near to the border between two of them
// that the transform's error could decide, it is computed again in a way that
// has only one result: sines, cosines and the window from internal/fpmath, and
// every product rounded on its own. The same holds for the loudest value.
package encoder
