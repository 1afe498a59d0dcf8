//go:build linux && cgo && egl

package gpu

import (
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/internal/egltest"
)

// TestCheckLimits: one less than what the kernels need is refused with both
// numbers, what they need is not.
func TestCheckLimits(t *testing.T) {
	enough := egl.Info{Renderer: "a card", Limits: egl.Limits{
		StorageBindings: 33, StorageBlocks: 16, StorageBlocksCombined: 16, WorkGroupInvocations: 64,
	}}
	if err := checkLimits(&enough); err != nil {
		t.Error(err)
	}
	for want, lower := range map[string]func(l *egl.Limits){
		"a card has 32 storage bindings, the kernels need 33":                   func(l *egl.Limits) { l.StorageBindings-- },
		"a card has 15 storage blocks in a compute shader, the kernels need 16": func(l *egl.Limits) { l.StorageBlocks-- },
		"a card has 15 storage blocks in a program, the kernels need 16":        func(l *egl.Limits) { l.StorageBlocksCombined-- },
		"a card has 63 invocations in a workgroup, the kernels need 64":         func(l *egl.Limits) { l.WorkGroupInvocations-- },
	} {
		less := enough
		lower(&less.Limits)
		if err := checkLimits(&less); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	here := egltest.Open(t, egl.Options{Device: egl.Best}).Info()
	if err := checkLimits(&here); err != nil {
		t.Errorf("here: %v", err)
	}
}
