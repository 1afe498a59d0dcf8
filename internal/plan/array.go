package plan

import (
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/internal/memsize"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Where an array lies.
const (
	Host   = "host"
	Device = "gpu"
)

// Growing is added to the name of what an array grows by as neurons fire.
const Growing = " (grown)"

// Array is one array of a run.
type Array struct {
	Where     string `json:"where"`
	Name      string `json:"name"`    // path of the fields that lead to it, or its name in GLSL
	Element   int64  `json:"element"` // [bytes]
	Elements  int64  `json:"elements"`
	Bytes     int64  `json:"bytes"` // of its capacity
	BySynapse bool   `json:"by_synapse"`
}

// Sum adds up the bytes of arrays that lie in one place.
func Sum(arrays []Array, where string) int64 {
	var sum int64
	for _, a := range arrays {
		if a.Where == where {
			sum += a.Bytes
		}
	}
	return sum
}

// SumBySynapse is Sum of those whose length is a number of synapses.
func SumBySynapse(arrays []Array, where string) int64 {
	var sum int64
	for _, a := range arrays {
		if a.Where == where && a.BySynapse {
			sum += a.Bytes
		}
	}
	return sum
}

// Of lists the arrays that a brain, its network and a backend hold; nil ones are
// left out. name is the backend's.
func Of(brain *snn.Brain, net *snn.Network, name string, backend any) []Array {
	var roots []memsize.Root
	synapses := map[int64]bool{} // lengths of arrays by synapse
	if brain != nil {
		roots = append(roots, memsize.Root{Name: "brain", Value: brain})
		synapses[int64(brain.Synapses.Len())] = true
	}
	if net != nil {
		roots = append(roots, memsize.Root{Name: networkRoot, Value: net})
		for _, s := range net.Chemical {
			if s != nil {
				synapses[int64(s.Len())] = true
			}
		}
	}
	if backend != nil {
		roots = append(roots, memsize.Root{Name: name, Value: backend})
	}
	list := []Array{}
	for _, a := range memsize.Arrays(roots...) {
		list = append(list, Array{
			Where: Host, Name: Title(a.Name), Element: a.Element, Elements: a.Elements, Bytes: a.Bytes,
			BySynapse: synapses[a.Elements],
		})
	}
	return list
}

// Title names the synapse type where a path has its number.
func Title(path string) string {
	for _, list := range []string{".Chemical[", ".sets["} {
		before, rest, found := strings.Cut(path, list)
		number, after, closed := strings.Cut(rest, "]")
		t, err := strconv.Atoi(number)
		if found && closed && err == nil && t < int(snn.NumChemicalTypes) {
			return before + list + snn.SynapseType(t).String() + "]" + after
		}
	}
	return path
}
