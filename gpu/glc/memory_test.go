//go:build linux && cgo && egl

package glc

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

// TestOutOfMemory leaves software GL, whose memory is the process's, with less
// than is asked for.
func TestOutOfMemory(t *testing.T) {
	inside(t, false, Options{}, func(d *Device) error {
		if !d.info.Software {
			t.Log("only software GL can be kept short of memory")
			return nil
		}
		const chunk = 64 << 20
		restore, err := limitMemory(3*chunk + chunk/2)
		if err != nil {
			return err
		}
		defer restore()
		var kept []*Buffer
		for range 8 {
			b, err := d.NewBuffer("weights", chunk, Resident)
			if err == nil {
				kept = append(kept, b)
				continue
			}
			restore()
			if !errors.Is(err, ErrMemory) {
				t.Errorf("got %v", err)
			}
			for _, want := range []string{"array weights", "67108864 bytes (64.00 MiB) more", fmt.Sprint(d.Allocated()), "GL_OUT_OF_MEMORY"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%v: does not say %q", err, want)
				}
			}
			for _, b := range kept {
				b.Delete()
			}
			// There is room again.
			b, err = d.NewBuffer("weights", chunk, Resident)
			if err != nil {
				return err
			}
			b.Delete()
			return nil
		}
		t.Errorf("%d buffers were made", len(kept))
		return nil
	})
}

// limitMemory lets the process map only so many bytes more.
func limitMemory(more uint64) (restore func(), err error) {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return nil, err
	}
	var pages uint64
	if _, err := fmt.Sscan(string(data), &pages); err != nil {
		return nil, err
	}
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_AS, &before); err != nil {
		return nil, err
	}
	less := before
	less.Cur = min(before.Cur, pages*uint64(os.Getpagesize())+more)
	if err := syscall.Setrlimit(syscall.RLIMIT_AS, &less); err != nil {
		return nil, err
	}
	return func() { syscall.Setrlimit(syscall.RLIMIT_AS, &before) }, nil
}
