package allocbound_test

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
)

// failures is a testing.TB that counts instead of failing.
type failures struct {
	testing.TB
	n int
}

func (f *failures) Helper()               {}
func (f *failures) Errorf(string, ...any) { f.n++ }

func TestCheck(t *testing.T) {
	var kept []byte
	for _, c := range []struct{ take, input, fails int }{{1 << 26, 1 << 10, 1}, {1 << 20, 1 << 10, 0}, {1 << 26, 1 << 20, 0}} {
		f := &failures{TB: t}
		allocbound.Check(f, c.input, 1<<24, 100, func() { kept = make([]byte, c.take) })
		if f.n != c.fails {
			t.Errorf("%d bytes for %d: %d failures, want %d", c.take, c.input, f.n, c.fails)
		}
	}
	_ = kept
}
