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
	resident, known := sysmem.Resident()
	if !known && runtime.GOOS == "linux" {
		t.Error("what is resident is not known")
	}
	if known && (resident < size || resident > peak+size) {
		t.Errorf("%d bytes resident with %d in use, %d at the peak", resident, size, peak)
	}
	available, by, known := sysmem.Available()
	if !known && runtime.GOOS == "linux" {
		t.Error("the memory available is not known")
	}
	if known && (available <= 0 || available > total || by == "") {
		t.Errorf("%d bytes available of %d, by %q", available, total, by)
	}
	runtime.KeepAlive(pages)
}
