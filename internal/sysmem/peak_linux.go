package sysmem

// Peak returns the most memory that this process has had resident so far
// [bytes].
func Peak() (bytes int64, known bool) { return field("/proc/self/status", "VmHWM") }
