package main

import (
	"regexp"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/plan"
)

// TestMemoryLimitAdvice: the limit that is said to do does, though at the next
// start the program itself holds a fifth more.
func TestMemoryLimitAdvice(t *testing.T) {
	subject := memorySubject{backend: "cpu", threads: 1, backends: 1}
	m := &memoryLimit{bytes: 1}
	err := m.check("b.db", 8_070, 60_255, subject, plan.HostMemory{Available: 1, Known: true, By: byMemoryLimit, Program: 25 << 20})
	if err == nil {
		t.Fatal("a brain fits into a byte")
	}
	advised := regexp.MustCompile(`--memory-limit (\d+MiB) would do$`).FindStringSubmatch(err.Error())
	if advised == nil {
		t.Fatalf("no advice: %v", err)
	}
	if err := m.Set(advised[1]); err != nil {
		t.Fatal(err)
	}
	if err := m.check("b.db", 8_070, 60_255, subject, plan.HostMemory{Available: m.bytes, Known: true, By: byMemoryLimit, Program: 30 << 20}); err != nil {
		t.Errorf("it does not do: %v", err)
	}
}
