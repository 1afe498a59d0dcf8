package sysmem_test

import (
	"runtime"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/sysmem"
)

// TestPeak: memory that was written shows, and the machine has it.
func TestPeak(t *testing.T) {
	const size = 64 << 20
	pages := make([]byte, size)
	for i := 0; i < size; i += 1 << 10 {
		pages[i] = 1
	}
	peak, known := sysmem.Peak()
	if !known && runtime.GOOS == "linux" {
		t.Error("the peak is not known")
	}
	if known && peak < size {
		t.Errorf("a peak of %d bytes with %d bytes in use", peak, size)
	}
	total, known := sysmem.Total()
	if !known && runtime.GOOS == "linux" {
		t.Error("the memory is not known")
	}
	if known && total < peak {
		t.Errorf("%d bytes of memory, of which %d were in use", total, peak)
	}
	runtime.KeepAlive(pages)
}
