// Package host says on what, and of what commit, a measurement was made.
package host

import (
	"bytes"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// Host is a machine and the program that was measured on it.
type Host struct {
	Processor string `json:"processor"`
	Cores     int    `json:"cores"`
	System    string `json:"system"` // operating system/architecture
	Go        string `json:"go"`
	Commit    string `json:"commit"` // with "+changes" where the tree had any
}

// Describe returns the present host.
func Describe() Host {
	return Host{
		Processor: processor(), Cores: runtime.NumCPU(),
		System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), Commit: commit(),
	}
}

// processor returns the processor's name, as far as the system tells.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range bytes.Lines(text) {
		if key, value, ok := strings.Cut(string(line), ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// commit asks git: programs under go run and go test carry no version.
func commit() string {
	head, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	name := strings.TrimSpace(string(head))
	// Results that are about to be written are no change of the program.
	changes, err := exec.Command("git", "status", "--porcelain", "--", ":/", ":(exclude,top)benchmarks/results").Output()
	if err != nil || len(bytes.TrimSpace(changes)) > 0 {
		name += "+changes"
	}
	return name
}
