package sysmem

import (
	"os"
	"strconv"
	"strings"
)

// Total returns the memory that this process may have [bytes]: the machine's,
// or less where a control group bounds it. known is false where the system does
// not tell.
func Total() (bytes int64, known bool) {
	bytes, known = field("/proc/meminfo", "MemTotal")
	for _, limit := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		text, err := os.ReadFile(limit)
		if err != nil {
			continue
		}
		// "max" is no bound.
		if x, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil && x > 0 && (!known || x < bytes) {
			bytes, known = x, true
		}
	}
	return bytes, known
}

// field returns a value [kB] of one of proc's files, in bytes.
func field(file, name string) (bytes int64, known bool) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, name+":"); found {
			kilobytes, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			return 1024 * kilobytes, err == nil
		}
	}
	return 0, false
}
