//go:build linux && cgo && egl

package gpu

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/snn"
)

// mostBlocks is the largest number of storage blocks that one kernel uses.
const mostBlocks = 16

// checkLimits refuses a device on which some kernel could not run.
func checkLimits(info *egl.Info) error {
	l := &info.Limits
	for _, limit := range []struct {
		what       string
		has, needs int
	}{
		{"storage bindings", l.StorageBindings, snn.NumBindings},
		{"storage blocks in a compute shader", l.StorageBlocks, mostBlocks},
		{"storage blocks in a program", l.StorageBlocksCombined, mostBlocks},
		{"invocations in a workgroup", l.WorkGroupInvocations, max(snn.IntegrateGroup, snn.SynapseGroup)},
	} {
		if limit.has < limit.needs {
			return fmt.Errorf("%s has %d %s, the kernels need %d: use --backend cpu", info.Renderer, limit.has, limit.what, limit.needs)
		}
	}
	return nil
}
