//go:build linux && cgo && egl

package egl

import "fmt"

// Error is a failed EGL call.
type Error struct {
	Call string
	Code int
}

func (e *Error) Error() string {
	if name, ok := errorName(e.Code); ok {
		return e.Call + ": " + name
	}
	return fmt.Sprintf("%s: EGL error %#x", e.Call, e.Code)
}

// errorName names EGL's error codes.
func errorName(code int) (string, bool) {
	switch code {
	case 0x3000:
		return "EGL_SUCCESS", true // a call that fails without saying why
	case 0x3001:
		return "EGL_NOT_INITIALIZED", true
	case 0x3002:
		return "EGL_BAD_ACCESS", true
	case 0x3003:
		return "EGL_BAD_ALLOC", true
	case 0x3004:
		return "EGL_BAD_ATTRIBUTE", true
	case 0x3005:
		return "EGL_BAD_CONFIG", true
	case 0x3006:
		return "EGL_BAD_CONTEXT", true
	case 0x3007:
		return "EGL_BAD_CURRENT_SURFACE", true
	case 0x3008:
		return "EGL_BAD_DISPLAY", true
	case 0x3009:
		return "EGL_BAD_MATCH", true
	case 0x300A:
		return "EGL_BAD_NATIVE_PIXMAP", true
	case 0x300B:
		return "EGL_BAD_NATIVE_WINDOW", true
	case 0x300C:
		return "EGL_BAD_PARAMETER", true
	case 0x300D:
		return "EGL_BAD_SURFACE", true
	case 0x300E:
		return "EGL_CONTEXT_LOST", true
	case 0x322B:
		return "EGL_BAD_DEVICE_EXT", true
	}
	return "", false
}
