package gpu

import "fmt"

// Device describes an EGL device for people.
type Device struct {
	Index    int    // for Config.Device; -1 where opened without one
	Name     string // renderer, vendor, GL version
	Software bool   // computes on the processor
	Facts    []Fact // limits and memory
	Limits   Limits // of the size of a network
	Err      error  // why it cannot be used
}

// Fact is one property of a device.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Check is one operation that the device was tried on.
type Check struct {
	Name     string `json:"name"`
	Tried    int    `json:"tried"`
	Failed   int    `json:"failed"`
	Case     string `json:"case,omitempty"` // the first failure, in words
	Harmless bool   `json:"harmless"`       // a failure changes no result: no kernel relies on the operation
}

// Trusted returns an error that names the first failure that matters.
func Trusted(checks []Check) error {
	for _, c := range checks {
		if c.Failed > 0 && !c.Harmless {
			return fmt.Errorf("the device fails the self-test of %s in %d of %d cases (%s): its results would differ; use --backend cpu",
				c.Name, c.Failed, c.Tried, c.Case)
		}
	}
	return nil
}
