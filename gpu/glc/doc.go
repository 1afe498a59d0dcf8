// Package glc is a thin layer for compute on OpenGL 4.3: programs, storage
// buffers, transfers without stalls, timers, and errors that say what failed.
// It knows nothing of brains.
//
// Everything in it must be called inside Do of the context it was made on. It
// is empty unless built on Linux with cgo and the build tag egl.
package glc
