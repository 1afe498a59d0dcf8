// Meeting points of a workgroup.

// Waits for the whole workgroup, after which each invocation sees what the
// others wrote to shared memory. Only newer GLSL says that barrier alone does
// that.
void meet() {
	memoryBarrierShared();
	barrier();
}
