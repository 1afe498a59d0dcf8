// Package shaders holds the engine's GLSL and turns a kernel with its includes
// into one text for the driver, such that the driver's messages can be mapped
// back to the file and line they speak of. It needs no GL itself.
package shaders
