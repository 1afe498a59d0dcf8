//go:build linux || darwin

package columnar

import (
	"os"
	"strings"
	"testing"
)

// TestCutWhileMapped: a file that is cut short after it was mapped is an error
// where the missing pages are touched, not the end of the process.
func TestCutWhileMapped(t *testing.T) {
	data := large(t)
	f := onDisk(t, data)
	mapped, err := bytesOf(f, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	defer release(mapped)
	for _, left := range []int64{int64(os.Getpagesize()), 0} {
		if err := f.Truncate(left); err != nil {
			t.Fatal(err)
		}
		err = guarded(func() error {
			_, err := decode(mapped)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "it cannot be read, or was cut short just now") {
			t.Errorf("%d bytes are left: %v", left, err)
		}
	}
}

// TestGuardedPanics: only faults of memory become errors.
func TestGuardedPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a panic was taken for a fault")
		}
	}()
	_ = guarded(func() error { panic("a mistake") }) // it does not return
}
