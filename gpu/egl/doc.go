// Package egl opens OpenGL contexts without a window system and runs functions
// on the thread that owns them.
//
// It links libEGL only, nothing of X. It is empty unless built on Linux with
// cgo and the build tag egl.
package egl
