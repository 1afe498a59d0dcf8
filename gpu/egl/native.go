//go:build linux && cgo && egl

package egl

/*
#cgo pkg-config: egl
#define EGL_NO_X11
#include <stdint.h>
#include <stdlib.h>
#include <EGL/egl.h>
#include <EGL/eglext.h>

// Handles cross as integers: a driver may use small numbers for them, which
// Go's runtime must never see as pointers.

static PFNEGLQUERYDEVICESEXTPROC        queryDevices;
static PFNEGLQUERYDEVICESTRINGEXTPROC   queryDeviceString;
static PFNEGLGETPLATFORMDISPLAYEXTPROC  getPlatformDisplay;

// resolve looks up the extension functions; those that are not there stay 0.
static void resolve(void) {
	queryDevices = (PFNEGLQUERYDEVICESEXTPROC)eglGetProcAddress("eglQueryDevicesEXT");
	queryDeviceString = (PFNEGLQUERYDEVICESTRINGEXTPROC)eglGetProcAddress("eglQueryDeviceStringEXT");
	getPlatformDisplay = (PFNEGLGETPLATFORMDISPLAYEXTPROC)eglGetProcAddress("eglGetPlatformDisplayEXT");
}

static int devices(int max, uintptr_t *out) {
	EGLint n = 0;
	EGLDeviceEXT found[256];
	if (max > 256) max = 256;
	if (!queryDevices || !queryDevices(max, found, &n)) return -1;
	for (int i = 0; i < n; i++) out[i] = (uintptr_t)found[i];
	return n;
}

static const char *deviceString(uintptr_t device, EGLint name) {
	return queryDeviceString ? queryDeviceString((EGLDeviceEXT)device, name) : NULL;
}

static uintptr_t platformDisplay(EGLenum platform, uintptr_t native) {
	return getPlatformDisplay ? (uintptr_t)getPlatformDisplay(platform, (void *)native, NULL) : 0;
}

static uintptr_t defaultDisplay(void) {
	return (uintptr_t)eglGetDisplay(EGL_DEFAULT_DISPLAY);
}

static int initialize(uintptr_t display, EGLint *major, EGLint *minor) {
	return eglInitialize((EGLDisplay)display, major, minor);
}

static int terminate(uintptr_t display) {
	return eglTerminate((EGLDisplay)display);
}

static const char *queryString(uintptr_t display, EGLint name) {
	return eglQueryString((EGLDisplay)display, name);
}

static int chooseConfig(uintptr_t display, const EGLint *attributes, uintptr_t *config) {
	EGLConfig found = NULL;
	EGLint n = 0;
	int ok = eglChooseConfig((EGLDisplay)display, attributes, &found, 1, &n);
	*config = (uintptr_t)found;
	return ok && n > 0;
}

static uintptr_t createContext(uintptr_t display, uintptr_t config, const EGLint *attributes) {
	return (uintptr_t)eglCreateContext((EGLDisplay)display, (EGLConfig)config, EGL_NO_CONTEXT, attributes);
}

static uintptr_t createPbuffer(uintptr_t display, uintptr_t config) {
	const EGLint one[] = {EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE};
	return (uintptr_t)eglCreatePbufferSurface((EGLDisplay)display, (EGLConfig)config, one);
}

static int makeCurrent(uintptr_t display, uintptr_t surface, uintptr_t context) {
	return eglMakeCurrent((EGLDisplay)display, (EGLSurface)surface, (EGLSurface)surface, (EGLContext)context);
}

static int destroyContext(uintptr_t display, uintptr_t context) {
	return eglDestroyContext((EGLDisplay)display, (EGLContext)context);
}

static int destroySurface(uintptr_t display, uintptr_t surface) {
	return eglDestroySurface((EGLDisplay)display, (EGLSurface)surface);
}

static void *procAddress(const char *name) {
	return (void *)eglGetProcAddress(name);
}
*/
import "C"

import (
	"strings"
	"sync"
	"unsafe"
)

// display, device, handle are EGL's own, as integers.
type (
	display uintptr
	device  uintptr
	handle  uintptr
)

// resolveOnce looks the extension functions up, which are the process's.
var resolveOnce = sync.OnceFunc(func() { C.resolve() })

// clientExtensions are those of the EGL library as a whole.
func clientExtensions() extensions {
	resolveOnce()
	return split(C.queryString(0, C.EGL_EXTENSIONS))
}

// queryDevices lists the EGL devices.
func queryDevices() ([]device, error) {
	resolveOnce()
	var found [256]C.uintptr_t
	n := int(C.devices(C.int(len(found)), &found[0]))
	if n < 0 {
		return nil, lastError("eglQueryDevicesEXT")
	}
	devices := make([]device, n)
	for i := range devices {
		devices[i] = device(found[i])
	}
	return devices, nil
}

func (d device) extensions() extensions {
	return split(C.deviceString(C.uintptr_t(d), C.EGL_EXTENSIONS))
}

// file is the device's DRM node, "" where the driver does not tell.
func (d device) file(has extensions) string {
	if has["EGL_EXT_device_drm_render_node"] {
		if node := text(C.deviceString(C.uintptr_t(d), C.EGL_DRM_RENDER_NODE_FILE_EXT)); node != "" {
			return node
		}
	}
	if has["EGL_EXT_device_drm"] {
		return text(C.deviceString(C.uintptr_t(d), C.EGL_DRM_DEVICE_FILE_EXT))
	}
	return ""
}

func deviceDisplay(d device) (display, error) {
	return gotDisplay(C.platformDisplay(C.EGL_PLATFORM_DEVICE_EXT, C.uintptr_t(d)))
}

func surfacelessDisplay() (display, error) {
	return gotDisplay(C.platformDisplay(C.EGL_PLATFORM_SURFACELESS_MESA, 0))
}

func defaultDisplay() (display, error) {
	resolveOnce()
	return gotDisplay(C.defaultDisplay())
}

func gotDisplay(d C.uintptr_t) (display, error) {
	if d == 0 {
		return 0, lastError("eglGetPlatformDisplay")
	}
	return display(d), nil
}

func (d display) initialize() error {
	var major, minor C.EGLint
	if C.initialize(C.uintptr_t(d), &major, &minor) == 0 {
		return lastError("eglInitialize")
	}
	return nil
}

func (d display) terminate() error {
	if C.terminate(C.uintptr_t(d)) == 0 {
		return lastError("eglTerminate")
	}
	return nil
}

func (d display) extensions() extensions {
	return split(C.queryString(C.uintptr_t(d), C.EGL_EXTENSIONS))
}

// chooseConfig returns a config for OpenGL, with pbuffers if wanted.
func (d display) chooseConfig(pbuffer bool) (handle, bool) {
	surface := C.EGLint(0)
	if pbuffer {
		surface = C.EGL_PBUFFER_BIT
	}
	attributes := [...]C.EGLint{C.EGL_SURFACE_TYPE, surface, C.EGL_RENDERABLE_TYPE, C.EGL_OPENGL_BIT, C.EGL_NONE}
	var config C.uintptr_t
	ok := C.chooseConfig(C.uintptr_t(d), &attributes[0], &config) != 0
	return handle(config), ok
}

// createContext makes a core profile context.
func (d display) createContext(config handle, v version, debug, robust bool) (handle, error) {
	attributes := []C.EGLint{
		C.EGL_CONTEXT_MAJOR_VERSION, C.EGLint(v.major),
		C.EGL_CONTEXT_MINOR_VERSION, C.EGLint(v.minor),
		C.EGL_CONTEXT_OPENGL_PROFILE_MASK, C.EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
	}
	// The KHR_create_context flags, which every driver knows, rather than
	// EGL 1.5's own attributes.
	flags := C.EGLint(0)
	if debug {
		flags |= C.EGL_CONTEXT_OPENGL_DEBUG_BIT_KHR
	}
	if robust {
		flags |= C.EGL_CONTEXT_OPENGL_ROBUST_ACCESS_BIT_KHR
		attributes = append(attributes,
			C.EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY_KHR, C.EGL_LOSE_CONTEXT_ON_RESET_KHR)
	}
	if flags != 0 {
		attributes = append(attributes, C.EGL_CONTEXT_FLAGS_KHR, flags)
	}
	attributes = append(attributes, C.EGL_NONE)
	context := C.createContext(C.uintptr_t(d), C.uintptr_t(config), &attributes[0])
	if context == 0 {
		return 0, lastError("eglCreateContext")
	}
	return handle(context), nil
}

func (d display) createPbuffer(config handle) (handle, error) {
	surface := C.createPbuffer(C.uintptr_t(d), C.uintptr_t(config))
	if surface == 0 {
		return 0, lastError("eglCreatePbufferSurface")
	}
	return handle(surface), nil
}

// makeCurrent binds the context to the calling thread; zeros release it.
func (d display) makeCurrent(surface, context handle) error {
	if C.makeCurrent(C.uintptr_t(d), C.uintptr_t(surface), C.uintptr_t(context)) == 0 {
		return lastError("eglMakeCurrent")
	}
	return nil
}

func (d display) destroyContext(context handle) error {
	if C.destroyContext(C.uintptr_t(d), C.uintptr_t(context)) == 0 {
		return lastError("eglDestroyContext")
	}
	return nil
}

func (d display) destroySurface(surface handle) error {
	if C.destroySurface(C.uintptr_t(d), C.uintptr_t(surface)) == 0 {
		return lastError("eglDestroySurface")
	}
	return nil
}

// bindOpenGL makes the calling thread's contexts desktop OpenGL.
func bindOpenGL() error {
	if C.eglBindAPI(C.EGL_OPENGL_API) == 0 {
		return lastError("eglBindAPI(EGL_OPENGL_API)")
	}
	return nil
}

// releaseThread drops EGL's state of the calling thread.
func releaseThread() { C.eglReleaseThread() }

// ProcAddr is the address of a GL or EGL function, nil if there is none. That
// there is an address does not mean that the context has the function: ask
// for its version or extension first.
func ProcAddr(name string) unsafe.Pointer {
	c := C.CString(name)
	defer C.free(unsafe.Pointer(c))
	return C.procAddress(c)
}

// lastError is the calling thread's EGL error as of now.
func lastError(call string) error {
	return &Error{Call: call, Code: int(C.eglGetError())}
}

func text(s *C.char) string {
	if s == nil {
		return ""
	}
	return C.GoString(s)
}

// extensions is a set of extension names.
type extensions map[string]bool

func split(list *C.char) extensions {
	set := extensions{}
	for _, name := range strings.Fields(text(list)) {
		set[name] = true
	}
	return set
}
