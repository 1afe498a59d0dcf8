//go:build glfw && cgo

// Package canvas draws flat shapes, text, fields and rasters with OpenGL 3.3
// core, on the context that is current on the calling thread. Lengths are
// points: logical pixels, of which the display's scale makes pixels. The origin
// is the top left corner, y points down.
package canvas
