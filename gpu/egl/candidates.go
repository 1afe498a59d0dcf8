//go:build linux && cgo && egl

package egl

import (
	"fmt"
)

// The ways to a display, in the order in which Open tries them.
const (
	PlatformDevice      = "device"      // EGL_EXT_platform_device
	PlatformSurfaceless = "surfaceless" // EGL_MESA_platform_surfaceless
	PlatformDefault     = "default"     // eglGetDisplay
)

// candidate is a display that Open may try.
type candidate struct {
	platform   string
	index      int // of the device, -1 for none
	file       string
	extensions extensions // of the device
	software   bool       // as far as known before a context exists
	display    func() (display, error)
}

// String names the candidate in messages.
func (c candidate) String() string {
	if c.platform != PlatformDevice {
		return "the " + c.platform + " display"
	}
	name := fmt.Sprintf("device %d", c.index)
	switch {
	case c.file != "":
		name += " (" + c.file + ")"
	case c.software:
		name += " (software)"
	}
	return name
}

// deviceCandidates lists the EGL devices; none where EGL cannot enumerate.
func deviceCandidates() ([]candidate, error) {
	has := clientExtensions()
	enumerates := has["EGL_EXT_device_enumeration"] || has["EGL_EXT_device_base"]
	if !enumerates || !has["EGL_EXT_platform_device"] {
		return nil, nil
	}
	devices, err := queryDevices()
	if err != nil {
		return nil, err
	}
	list := make([]candidate, len(devices))
	for i, d := range devices {
		ext := d.extensions()
		list[i] = candidate{
			platform: PlatformDevice, index: i, file: d.file(ext), extensions: ext,
			software: ext["EGL_MESA_device_software"],
			display:  func() (display, error) { return deviceDisplay(d) },
		}
	}
	return list, nil
}

// otherCandidates are the displays that belong to no device.
func otherCandidates() []candidate {
	var list []candidate
	if clientExtensions()["EGL_MESA_platform_surfaceless"] {
		list = append(list, candidate{platform: PlatformSurfaceless, index: -1, display: surfacelessDisplay})
	}
	return append(list, candidate{platform: PlatformDefault, index: -1, display: defaultDisplay})
}
