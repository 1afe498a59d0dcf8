package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/engine-gpu/engine-gpu/gpu"
)

func doctorCommand() command {
	return command{
		name:    "doctor",
		summary: "Say what GPU is here and whether it can be trusted.",
		usage:   "[flags]",
		details: `
Shows the device, tries its arithmetic on the operations that a tick is made of,
runs a small brain with synapses of all types on it and on the CPU, compares
every bit, and measures both. The exit code is 0 only if the device can be
trusted.`,
		build: func(f *flags) action {
			device := f.whole("device", gpu.Best, gpu.Best, maxDevice, "index of the device, -1 for the best (default -1)")
			list := f.yes("list-devices", false, "only list the devices")
			asJSON := f.yes("json", false, "print one JSON object")
			return func(ctx context.Context, std streams) error {
				if *list {
					return listDevices(std.out)
				}
				return doctor(ctx, std, int(*device), *asJSON)
			}
		},
	}
}

// maxDevice bounds the index of a device, for the help more than for a reason.
const maxDevice = 255

// errDistrusted ends doctor when it has printed why.
var errDistrusted = errors.New("the device cannot be trusted: its results would differ from the CPU's; use --backend cpu")

// listDevices prints a line for each device.
func listDevices(out io.Writer) error {
	devices, err := gpu.Devices()
	if err != nil {
		return err
	}
	if len(devices) == 0 {
		return errors.New("EGL lists no device")
	}
	t := newTable()
	for _, d := range devices {
		t.row(fmt.Sprint(d.Index), "%s", deviceText(d))
	}
	return t.print(out)
}

func deviceText(d gpu.Device) string {
	switch {
	case d.Err != nil:
		return oneLine("cannot be used: " + d.Err.Error())
	case d.Software:
		return d.Name + " (software)"
	}
	return d.Name
}

// doctor examines one device.
func doctor(ctx context.Context, std streams, device int, asJSON bool) error {
	d, checks, err := gpu.SelfTest(device)
	if err != nil {
		return err
	}
	e := &examination{Device: d.Name, Index: d.Index, Software: d.Software, Facts: d.Facts, Arithmetic: checks}
	e.Trusted = gpu.Trusted(checks) == nil
	if e.Trusted {
		if e.Parity, err = compareWithCPU(ctx, d.Index); err != nil {
			return err
		}
		e.Trusted = e.Parity.Equal
	}
	if e.Trusted {
		if e.Rates, err = compareRates(ctx, d); err != nil {
			return err
		}
		e.Auto = adviceOf(e)
	}
	if asJSON {
		err = writeJSON(std.out, e)
	} else {
		err = e.print(std.out)
	}
	if err == nil && !e.Trusted {
		err = errDistrusted
	}
	return err
}

// examination is what doctor found.
type examination struct {
	Device     string      `json:"device"`
	Index      int         `json:"index"`
	Software   bool        `json:"software"`
	Facts      []gpu.Fact  `json:"facts"`
	Arithmetic []gpu.Check `json:"arithmetic"`
	Parity     *parity     `json:"parity,omitempty"`
	Rates      []rates     `json:"rates,omitempty"`
	Auto       string      `json:"auto,omitempty"`
	Trusted    bool        `json:"trusted"`
}

// print shows an examination to people.
func (e *examination) print(out io.Writer) error {
	t := newTable()
	t.row("device", "%s", deviceText(gpu.Device{Name: e.Device, Software: e.Software}))
	for _, f := range e.Facts {
		t.row("  "+f.Name, "%s", f.Value)
	}
	t.row("arithmetic", "%s", "on operands as they occur in a tick, bit for bit")
	for _, c := range e.Arithmetic {
		t.row("  "+c.Name, "%s", checkText(c))
	}
	if p := e.Parity; p != nil {
		t.row("small brain", "%s", p.text())
	}
	for i, r := range e.Rates {
		name := ""
		if i == 0 {
			name = "calibration"
		}
		t.row(name, "%s: cpu %s ticks/s, gpu %s ticks/s", r.Brain, grouped(int64(r.CPU)), grouped(int64(r.GPU)))
	}
	if e.Auto != "" {
		t.row("auto", "%s", e.Auto)
	}
	verdict := "can be trusted: its spikes and weights are the CPU's, bit for bit"
	if !e.Trusted {
		verdict = "cannot be trusted"
	}
	t.row("verdict", "%s", verdict)
	return t.print(out)
}

func checkText(c gpu.Check) string {
	switch {
	case c.Failed == 0:
		return "exact"
	case c.Harmless:
		return fmt.Sprintf("no (harmless: no kernel relies on it), as for %s", c.Case)
	}
	return fmt.Sprintf("WRONG in %d of %d cases: %s", c.Failed, c.Tried, c.Case)
}
