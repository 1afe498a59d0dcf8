// Package checkpoint keeps runs in files, to go on with them later: after a
// crash, on another machine, on another backend.
//
// A file is a list of named sections, each with a checksum of its own, and a
// checksum of the whole (docs/checkpoint-format.md). It is written beside the
// one before it, which is kept under the name with .1 behind it, and renamed
// when it is on disk: whenever the program dies, one of the two is whole.
package checkpoint
