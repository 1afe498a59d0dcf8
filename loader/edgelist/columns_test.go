package edgelist

import (
	"errors"
	"strings"
	"testing"
)

// TestColumnsAreChosen looks at which columns of a file are taken.
func TestColumnsAreChosen(t *testing.T) {
	for name, c := range map[string]struct {
		header     string
		want, have Columns
	}{
		"indices before ids": {
			"Presynaptic_ID,Postsynaptic_ID,Presynaptic_Index,Postsynaptic_Index,Connectivity,Excitatory,Excitatory x Connectivity",
			Columns{}, Columns{"Presynaptic_Index", "Postsynaptic_Index", "Excitatory x Connectivity", ""}},
		"ids":               {"Postsynaptic_ID,Presynaptic_ID,Excitatory x Connectivity", Columns{}, Columns{"Presynaptic_ID", "Postsynaptic_ID", "Excitatory x Connectivity", ""}},
		"pre before source": {"source,target,weight,pre,post", Columns{}, Columns{"pre", "post", "weight", ""}},
		"source":            {"Source,TARGET,Weight,kind", Columns{}, Columns{"Source", "TARGET", "Weight", ""}},
		"Codex":             {"pre_root_id,post_root_id,neuropil,syn_count,nt_type", Columns{}, Columns{"pre_root_id", "post_root_id", "syn_count", ""}},
		"delay":             {"pre,post,weight,Delay", Columns{}, Columns{"pre", "post", "weight", "Delay"}},
		"weight told":       {"Presynaptic_Index,Postsynaptic_Index,Connectivity", Columns{Weight: "connectivity"}, Columns{"Presynaptic_Index", "Postsynaptic_Index", "Connectivity", ""}},
		"all told":          {"a,b,c,d,pre,post,weight,delay", Columns{"a", "b", "c", "d"}, Columns{"a", "b", "c", "d"}},
		"exact case first":  {"PRE,pre,post,weight", Columns{}, Columns{"pre", "post", "weight", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			_, have, err := choose(strings.Split(c.header, ","), c.want)
			if err != nil || have != c.have {
				t.Errorf("%v (%v), want %v", have, err, c.have)
			}
		})
	}
}

// TestToldColumnIsMissing names the column that a user asked for.
func TestToldColumnIsMissing(t *testing.T) {
	for _, want := range []Columns{{Pre: "x"}, {Post: "x"}, {Weight: "x"}, {Delay: "x"}} {
		_, _, err := choose([]string{"pre", "post", "weight"}, want)
		if !errors.Is(err, ErrNoColumn) || !strings.Contains(err.Error(), `as "x": the file has "pre", "post", "weight"`) {
			t.Errorf("%v: error %v", want, err)
		}
	}
}
