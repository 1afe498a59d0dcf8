//go:build linux && cgo && egl

package egl

import (
	"fmt"
	"slices"
)

// DeviceInfo describes one EGL device.
type DeviceInfo struct {
	Index      int
	Extensions []string // of the EGL device, sorted
	File       string   // its DRM node, "" where unknown
	Software   bool     // computes on the CPU
	Info       Info     // what a context on it says; zero where Err is set
	Err        error    // why no context could be opened on it
}

// String is one line for people.
func (d DeviceInfo) String() string {
	file := ""
	if d.File != "" {
		file = " (" + d.File + ")"
	}
	if d.Err != nil {
		return fmt.Sprintf("%d%s: %v", d.Index, file, d.Err)
	}
	return fmt.Sprintf("%d%s: %v", d.Index, file, d.Info)
}

// Devices lists the EGL devices by opening a context on each for a moment.
func Devices() ([]DeviceInfo, error) {
	candidates, err := deviceCandidates()
	if err != nil {
		return nil, err
	}
	list := make([]DeviceInfo, len(candidates))
	for i, candidate := range candidates {
		list[i] = DeviceInfo{
			Index: i, File: candidate.file, Software: candidate.software,
			Extensions: candidate.extensions.sorted(),
		}
		c, err := openCandidate(candidate, false)
		if err != nil {
			list[i].Err = err
			continue
		}
		list[i].Info = c.Info()
		list[i].Software = list[i].Info.Software
		list[i].Err = c.Close()
	}
	return list, nil
}

func (e extensions) sorted() []string {
	names := make([]string, 0, len(e))
	for name := range e {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
