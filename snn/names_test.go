package snn_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// TestNeuronTypes holds the table of semantics section 1.
func TestNeuronTypes(t *testing.T) {
	for name, want := range map[string]snn.Izhikevich{
		"RS":  {A: 0.02, B: 0.2, C: -65, D: 8},
		"FS":  {A: 0.1, B: 0.2, C: -65, D: 2},
		"IB":  {A: 0.02, B: 0.2, C: -55, D: 4},
		"CH":  {A: 0.02, B: 0.2, C: -50, D: 2},
		"LTS": {A: 0.02, B: 0.25, C: -65, D: 2},
	} {
		k, err := snn.ParseNeuronType(name)
		if err != nil || k.String() != name || k.Parameters() != want {
			t.Errorf("%s: %v, %v, %+v", name, k, err, k.Parameters())
		}
	}
	if _, err := snn.ParseNeuronType("rs"); err == nil || !strings.Contains(err.Error(), "known: RS, FS, IB, CH, LTS") {
		t.Errorf("error %v", err)
	}
	if got := snn.NumNeuronTypes.String(); got != "NeuronType(5)" {
		t.Error(got)
	}
}

// TestSynapseTypes: the order of delivery (semantics section 1, step 7).
func TestSynapseTypes(t *testing.T) {
	names := []string{"fixed", "plastic", "gated", "reward_plastic", "facilitating", "depressing", "developmental", "gap_junction"}
	for i, name := range names {
		k, err := snn.ParseSynapseType(name)
		if err != nil || int(k) != i || k.String() != name || k.Chemical() != (name != "gap_junction") {
			t.Errorf("%s: %v (%d), %v", name, k, k, err)
		}
		learns := name == "plastic" || name == "gated" || name == "reward_plastic" || name == "developmental"
		if k.LearnsAtTarget() != learns {
			t.Errorf("%s: learns %v", name, k.LearnsAtTarget())
		}
	}
	if _, err := snn.ParseSynapseType("Fixed"); err == nil || !strings.Contains(err.Error(), strings.Join(names, ", ")) {
		t.Errorf("error %v", err)
	}
	if got := snn.NumSynapseTypes.String(); got != "SynapseType(8)" {
		t.Error(got)
	}
}

// TestMapNames: every name of semantics section 3 and no other.
func TestMapNames(t *testing.T) {
	for _, c := range []struct {
		parse func(string) (fmt.Stringer, error)
		names string
		other string // valid elsewhere
	}{
		{func(s string) (fmt.Stringer, error) { return snn.ParseBodySide(s) }, "dorsal ventral", "left"},
		{func(s string) (fmt.Stringer, error) { return snn.ParseSensorSide(s) }, "left right bilateral", "dorsal"},
		{func(s string) (fmt.Stringer, error) { return snn.ParseEffect(s) }, "excitatory inhibitory", "tonic"},
		{func(s string) (fmt.Stringer, error) { return snn.ParseModality(s) }, "chemical mechanical thermal", "head"},
		{func(s string) (fmt.Stringer, error) { return snn.ParseLocation(s) }, "head body tail", "chemical"},
		{func(s string) (fmt.Stringer, error) { return snn.ParseResponse(s) }, "tonic ON OFF", "on"},
	} {
		for _, name := range strings.Fields(c.names) {
			if got, err := c.parse(name); err != nil || got.String() != name {
				t.Errorf("%s: %v, %v", name, got, err)
			}
		}
		for _, name := range []string{"", c.other} {
			if got, err := c.parse(name); err == nil || !strings.Contains(err.Error(), strings.Fields(c.names)[0]) {
				t.Errorf("%q: %v, %v", name, got, err)
			}
		}
	}
}
