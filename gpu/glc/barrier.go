//go:build linux && cgo && egl

package glc

import "github.com/go-gl/gl/v4.3-core/gl"

// Bits say what must see the writes of the kernels before a barrier.
type Bits uint32

const (
	// Storage is for kernels that read them in storage blocks.
	Storage Bits = gl.SHADER_STORAGE_BARRIER_BIT
	// Command is for indirect dispatches that take their size from them.
	Command Bits = gl.COMMAND_BARRIER_BIT
	// BufferUpdate is for uploads, reads, clears and copies.
	BufferUpdate Bits = gl.BUFFER_UPDATE_BARRIER_BIT
	// Uniform is for kernels that read them in uniform blocks.
	Uniform Bits = gl.UNIFORM_BARRIER_BIT
	// Mapped is for the host, through persistently mapped memory.
	Mapped Bits = gl.CLIENT_MAPPED_BUFFER_BARRIER_BIT
)

// Barrier makes the kernels' writes so far visible to what comes after it.
func Barrier(bits Bits) { gl.MemoryBarrier(uint32(bits)) }

// Flush hands all commands so far to the GPU without waiting.
func Flush() { gl.Flush() }

// Finish waits until the GPU has done all commands so far.
func Finish() { gl.Finish() }
