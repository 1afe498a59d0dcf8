//go:build linux && cgo && egl

package egl

import (
	"fmt"
	"strings"

	"github.com/go-gl/gl/v4.3-core/gl"
)

// Info says what a context runs on.
type Info struct {
	Vendor   string
	Renderer string
	Version  string // as the driver words it
	GLSL     string
	Major    int // of the GL version
	Minor    int
	Platform string // PlatformDevice, PlatformSurfaceless or PlatformDefault
	Device   int    // index among Devices, -1 where opened without one
	File     string // the device's DRM node, "" where unknown
	Software bool   // computes on the CPU
	Debug    bool   // a debug context
	Robust   bool   // tells when it is lost
	Limits   Limits
	Memory   Memory   // when the context was opened
	Failed   []string // what Open tried before this one, and why it failed

	extensions extensions
}

// Limits are the driver's limits that matter to compute shaders.
type Limits struct {
	StorageBlockSize      int64 // bytes of one storage block
	StorageBlocks         int   // storage blocks of one compute shader
	StorageBlocksCombined int   // storage blocks of all stages
	StorageBindings       int
	StorageAlignment      int // bytes, of the start of a bound range
	UniformBlockSize      int64
	UniformComponents     int
	WorkGroupCount        [3]int
	WorkGroupSize         [3]int
	WorkGroupInvocations  int
	SharedMemory          int // bytes of one workgroup
}

// Memory is the device's memory in bytes, zeros where the driver does not tell.
type Memory struct {
	Total int64
	Free  int64
}

// String is one line for people.
func (i Info) String() string {
	kind := "GPU"
	if i.Software {
		kind = "software"
	}
	return fmt.Sprintf("%s, %s, OpenGL %s (%s)", i.Renderer, i.Vendor, i.Version, kind)
}

// Has tells whether the context has a GL extension.
func (i Info) Has(extension string) bool { return i.extensions[extension] }

// AtLeast tells whether the context's GL version is at least the given one.
func (i Info) AtLeast(major, minor int) bool {
	return i.Major > major || i.Major == major && i.Minor >= minor
}

// Extensions lists the context's GL extensions, sorted.
func (i Info) Extensions() []string { return i.extensions.sorted() }

// describe asks the current context about itself.
func describe(c candidate) Info {
	info := Info{
		Vendor:   gl.GoStr(gl.GetString(gl.VENDOR)),
		Renderer: gl.GoStr(gl.GetString(gl.RENDERER)),
		Version:  gl.GoStr(gl.GetString(gl.VERSION)),
		GLSL:     gl.GoStr(gl.GetString(gl.SHADING_LANGUAGE_VERSION)),
		Major:    integer(gl.MAJOR_VERSION),
		Minor:    integer(gl.MINOR_VERSION),
		Platform: c.platform,
		Device:   c.index,
		File:     c.file,

		extensions: extensions{},
	}
	for i := range integer(gl.NUM_EXTENSIONS) {
		info.extensions[gl.GoStr(gl.GetStringi(gl.EXTENSIONS, uint32(i)))] = true
	}
	info.Software = c.software || software(info.Renderer)
	info.Limits = limits()
	info.Memory = memory(info)
	return info
}

// software knows the renderers that compute on the CPU by their names.
func software(renderer string) bool {
	renderer = strings.ToLower(renderer)
	for _, name := range []string{"llvmpipe", "softpipe", "swrast", "software", "swiftshader", "lavapipe"} {
		if strings.Contains(renderer, name) {
			return true
		}
	}
	return false
}

func limits() Limits {
	l := Limits{
		StorageBlockSize:      integer64(gl.MAX_SHADER_STORAGE_BLOCK_SIZE),
		StorageBlocks:         integer(gl.MAX_COMPUTE_SHADER_STORAGE_BLOCKS),
		StorageBlocksCombined: integer(gl.MAX_COMBINED_SHADER_STORAGE_BLOCKS),
		StorageBindings:       integer(gl.MAX_SHADER_STORAGE_BUFFER_BINDINGS),
		StorageAlignment:      integer(gl.SHADER_STORAGE_BUFFER_OFFSET_ALIGNMENT),
		UniformBlockSize:      integer64(gl.MAX_UNIFORM_BLOCK_SIZE),
		UniformComponents:     integer(gl.MAX_COMPUTE_UNIFORM_COMPONENTS),
		WorkGroupInvocations:  integer(gl.MAX_COMPUTE_WORK_GROUP_INVOCATIONS),
		SharedMemory:          integer(gl.MAX_COMPUTE_SHARED_MEMORY_SIZE),
	}
	for axis := range 3 {
		l.WorkGroupCount[axis] = indexed(gl.MAX_COMPUTE_WORK_GROUP_COUNT, axis)
		l.WorkGroupSize[axis] = indexed(gl.MAX_COMPUTE_WORK_GROUP_SIZE, axis)
	}
	return l
}

// What the two extensions that tell of memory call it; both count in KiB.
const (
	gpuMemoryTotalNVX = 0x9048 // GL_GPU_MEMORY_INFO_TOTAL_AVAILABLE_MEMORY_NVX
	gpuMemoryFreeNVX  = 0x9049 // GL_GPU_MEMORY_INFO_CURRENT_AVAILABLE_VIDMEM_NVX
	bufferFreeATI     = 0x87FB // GL_VBO_FREE_MEMORY_ATI: four integers, the first is the free pool
)

func memory(info Info) Memory {
	switch {
	case info.Has("GL_NVX_gpu_memory_info"):
		return Memory{Total: kib(integer(gpuMemoryTotalNVX)), Free: kib(integer(gpuMemoryFreeNVX))}
	case info.Has("GL_ATI_meminfo"):
		var pool [4]int32
		gl.GetIntegerv(bufferFreeATI, &pool[0])
		return Memory{Free: kib(int(pool[0]))}
	}
	return Memory{}
}

// kib is n KiB in bytes; drivers of large cards may overflow into negatives.
func kib(n int) int64 { return int64(uint32(n)) << 10 }

func integer(name uint32) int {
	var v int32
	gl.GetIntegerv(name, &v)
	return int(v)
}

func integer64(name uint32) int64 {
	var v int64
	gl.GetInteger64v(name, &v)
	return v
}

func indexed(name uint32, index int) int {
	var v int32
	gl.GetIntegeri_v(name, uint32(index), &v)
	return int(v)
}
