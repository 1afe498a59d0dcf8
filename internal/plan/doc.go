// Package plan foretells what a run takes before anything of its size is
// allocated: the bytes of every array, whether they fit, and the time of a
// tick.
//
// There is no second set of formulas for the cpu backend's arrays. Small
// networks of the same kind are built for real, their arrays are listed by
// reflection, and how the length of each follows from the number of neurons
// and of synapses is read off them: an array that is added to the backend is
// in the plan from then on.
package plan
