// Package crashtest kills the program at random moments, inside saves too, and
// demands that what it left goes on to the result of a run that was left alone.
// make crash runs it at length.
package crashtest
