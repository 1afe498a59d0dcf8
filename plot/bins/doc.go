// Package bins counts spikes and follows values over time in memory that does
// not grow with the length of a run: what figures are drawn from. Where the
// length is not known beforehand, the columns of time begin at the finest
// resolution and are merged pair by pair when they run out.
//
// One tick is 1 ms.
package bins
