// Package launch opens what a program needs for a run: a brain from its file or
// the built-in one, its world, and a backend. The command and the window share
// it.
package launch
