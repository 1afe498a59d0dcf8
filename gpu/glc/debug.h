#include <stdint.h>

// glcListen sends the current context's debug messages to a listener; 0 ends it.
void glcListen(void *glDebugMessageCallback, uintptr_t listener);
