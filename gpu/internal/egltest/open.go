//go:build linux && cgo && egl

package egltest

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/internal/gltest"
)

// Open opens a context on the best device until the test ends.
func Open(t testing.TB, o egl.Options) *egl.Context {
	t.Helper()
	c, err := egl.Open(o)
	if err != nil {
		gltest.Missing(t, "%v", err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("closing the context: %v", err)
		}
	})
	return c
}

// Do runs f on the context's thread and fails the test with its error. f must
// not call t.Fatal or t.Skip, which end the goroutine they are called on.
func Do(t testing.TB, c *egl.Context, f func() error) {
	t.Helper()
	if err := c.Do(f); err != nil {
		t.Fatal(err)
	}
}
