//go:build linux && cgo && egl

#include "debug.h"
#include "_cgo_export.h"

// The driver calls this; the listener is Go's handle, which is a number and
// must not look like a pointer to Go.
static void message(unsigned source, unsigned type, unsigned id, unsigned severity,
	int length, const char *text, const void *listener) {
	glcDebugMessage((uintptr_t)listener, source, type, id, severity, length, (char *)text);
}

typedef void (*setCallback)(
	void (*)(unsigned, unsigned, unsigned, unsigned, int, const char *, const void *), const void *);

void glcListen(void *glDebugMessageCallback, uintptr_t listener) {
	((setCallback)glDebugMessageCallback)(listener ? message : 0, (const void *)listener);
}
