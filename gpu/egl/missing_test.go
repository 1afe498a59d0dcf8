//go:build !(linux && cgo && egl)

package egl

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu/internal/gltest"
)

func TestGL(t *testing.T) {
	gltest.Missing(t, "built without GL; build on Linux with cgo and -tags egl (Debian: gcc pkg-config libegl-dev)")
}
