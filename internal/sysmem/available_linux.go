package sysmem

import (
	"os"
	"strconv"
	"strings"
)

// Available returns the memory that this process can still take [bytes] without
// pushing others out: what the machine has left, or less where a control group
// bounds it, and which of the two binds. known is false where the system does
// not tell.
func Available() (bytes int64, by string, known bool) {
	bytes, known = field("/proc/meminfo", "MemAvailable")
	by = "the machine's free memory"
	for _, group := range []struct{ limit, used, stat string }{
		{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current", "/sys/fs/cgroup/memory.stat"},
		{"/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes", "/sys/fs/cgroup/memory/memory.stat"},
	} {
		limit, bounded := number(group.limit)
		used, told := number(group.used)
		if !bounded || !told {
			continue
		}
		// What is cached of files gives way.
		left := max(0, limit-used+stat(group.stat, "inactive_file")+stat(group.stat, "active_file"))
		if !known || left < bytes {
			bytes, by, known = left, "the control group's limit", true
		}
	}
	return bytes, by, known
}

// Resident returns the memory that this process has resident now [bytes].
func Resident() (bytes int64, known bool) { return field("/proc/self/status", "VmRSS") }

// number reads a file that holds one number; "max" is none.
func number(file string) (int64, bool) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, false
	}
	x, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	return x, err == nil
}

// stat returns an entry of a control group's statistics, 0 where there is none.
func stat(file, name string) int64 {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, name+" "); found {
			x, err := strconv.ParseInt(strings.TrimSpace(rest), 10, 64)
			if err != nil {
				return 0
			}
			return x
		}
	}
	return 0
}
