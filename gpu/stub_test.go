//go:build !(linux && cgo && egl)

package gpu_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

var _ engine.Backend = (*gpu.Backend)(nil)

// TestStub: built without GL, everything says what to install, and how to
// build.
func TestStub(t *testing.T) {
	_, newErr := gpu.New(nil, snn.Options{}, gpu.Config{})
	_, networkErr := gpu.NewNetwork(nil, snn.Options{}, gpu.Config{})
	_, devicesErr := gpu.Devices()
	_, _, testErr := gpu.SelfTest(gpu.Best)
	for name, err := range map[string]error{"New": newErr, "NewNetwork": networkErr, "Devices": devicesErr, "SelfTest": testErr} {
		if !errors.Is(err, gpu.ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range []string{"libegl-dev", "gcc", "-tags egl", "CGO_ENABLED=1"} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not say %q", name, err, want)
			}
		}
	}
}
