//go:build linux && cgo && egl

package gpu

import (
	"errors"
	"fmt"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/shaders"
)

// Devices lists the EGL devices.
func Devices() ([]Device, error) {
	found, err := egl.Devices()
	if err != nil {
		return nil, err
	}
	devices := make([]Device, len(found))
	for i, d := range found {
		devices[i] = Device{Index: d.Index, Software: d.Software, Err: d.Err}
		if d.Err == nil {
			devices[i] = describe(d.Info)
		}
	}
	return devices, nil
}

// SelfTest tries the arithmetic of a device, an index or Best.
func SelfTest(device int) (Device, []Check, error) {
	context, err := egl.Open(egl.Options{Device: device})
	if err != nil {
		return Device{}, nil, err
	}
	var checks []Check
	err = context.Do(func() error {
		var err error
		checks, err = selfTest(context, shaders.FS)
		return err
	})
	return describe(context.Info()), checks, errors.Join(err, context.Close())
}

func describe(info egl.Info) Device {
	l := info.Limits
	fact := func(name, format string, args ...any) Fact { return Fact{name, fmt.Sprintf(format, args...)} }
	memory := "unknown"
	if info.Memory.Total > 0 {
		memory = fmt.Sprintf("%d MiB, %d MiB free", info.Memory.Total>>20, info.Memory.Free>>20)
	}
	return Device{
		Index: info.Device, Name: info.Renderer, Software: info.Software,
		Limits: Limits{Name: info.Renderer, BlockSize: l.StorageBlockSize, Memory: info.Memory.Total},
		Facts: []Fact{
			fact("vendor", "%s", info.Vendor),
			fact("renderer", "%s", info.Renderer),
			fact("version", "%s", info.Version),
			fact("GLSL", "%s", info.GLSL),
			fact("EGL platform", "%s", info.Platform),
			fact("memory", "%s", memory),
			fact("storage block", "%d bytes", l.StorageBlockSize),
			fact("storage blocks", "%d of a shader, %d bindings", l.StorageBlocks, l.StorageBindings),
			fact("workgroups", "%v of %v, %d invocations", l.WorkGroupCount, l.WorkGroupSize, l.WorkGroupInvocations),
			fact("shared memory", "%d bytes", l.SharedMemory),
		},
	}
}
