package encoder

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sort"

	"github.com/engine-gpu/engine-gpu/internal/input"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Mapping lists the neurons of each band by position, ascending.
type Mapping [Bands][]int32

// Neurons lists all neurons of a mapping, low bands first, each once.
func (m *Mapping) Neurons() []int32 {
	var all []int32
	seen := map[int32]bool{}
	for _, band := range m {
		for _, n := range band {
			if !seen[n] {
				seen[n] = true
				all = append(all, n)
			}
		}
	}
	return all
}

// Silent is the number of bands that drive no neuron.
func (m *Mapping) Silent() int {
	silent := 0
	for _, band := range m {
		if len(band) == 0 {
			silent++
		}
	}
	return silent
}

// SensorMapping deals the chemical sensor neurons of a brain's sensor_map, in
// order of position, to the bands: band b of n neurons gets those from
// floor(b·n/32) to before floor((b+1)·n/32).
func SensorMapping(brain *snn.Brain) (*Mapping, error) {
	var sensors []int32
	for _, row := range brain.SensorMap {
		if row.Modality == snn.Chemical {
			sensors = append(sensors, row.Neuron)
		}
	}
	if len(sensors) == 0 {
		return nil, errors.New("the brain has no chemical sensors in a sensor_map to hear with")
	}
	slices.Sort(sensors)
	sensors = slices.Compact(sensors)
	m := &Mapping{}
	for b := range m {
		m[b] = sensors[b*len(sensors)/Bands : (b+1)*len(sensors)/Bands]
	}
	return m, nil
}

// LoadMapping reads which neurons a band drives. The file is JSON: 32 or fewer
// lists of database ids, low bands first, or lists with the numbers of their
// bands, 0 to 31, in any order:
//
//	{"bands": [[101, 102], [], [103]]}
//	[{"band": 0, "neurons": [101, 102]}, {"band": 2, "neurons": [103]}]
//
// A neuron may belong to several bands; their currents add up.
func LoadMapping(path string, brain *snn.Brain) (*Mapping, error) {
	text, err := input.Read(path, maxFileSize)
	if err != nil {
		return nil, err
	}
	m, err := parseMapping(text, brain)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

func parseMapping(text []byte, brain *snn.Brain) (*Mapping, error) {
	ids, err := parseBands(text)
	if err != nil {
		return nil, err
	}
	m, neurons := &Mapping{}, 0
	for b, list := range ids {
		for _, id := range list {
			n := sort.Search(len(brain.Neurons), func(i int) bool { return brain.Neurons[i].ID >= id })
			if n == len(brain.Neurons) || brain.Neurons[n].ID != id {
				return nil, fmt.Errorf("band %d: %d is not a neuron of the brain", b, id)
			}
			m[b] = append(m[b], int32(n))
		}
		slices.Sort(m[b])
		m[b] = slices.Compact(m[b])
		neurons += len(m[b])
	}
	if neurons == 0 {
		return nil, errors.New("no band drives a neuron")
	}
	return m, nil
}

// parseBands reads either form of a mapping.
func parseBands(text []byte) (ids [Bands][]int64, err error) {
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		var rows []struct {
			Band    *int    `json:"band"`
			Neurons []int64 `json:"neurons"`
		}
		if err := decodeJSON(text, &rows); err != nil {
			return ids, err
		}
		for i, row := range rows {
			if row.Band == nil || *row.Band < 0 || *row.Band >= Bands {
				return ids, fmt.Errorf("entry %d: needs a band of 0 to %d", i+1, Bands-1)
			}
			ids[*row.Band] = append(ids[*row.Band], row.Neurons...)
		}
		return ids, nil
	}
	var object struct {
		Bands [][]int64 `json:"bands"`
	}
	if err := decodeJSON(text, &object); err != nil {
		return ids, err
	}
	if len(object.Bands) == 0 || len(object.Bands) > Bands {
		return ids, fmt.Errorf("%d bands, must be 1 to %d", len(object.Bands), Bands)
	}
	copy(ids[:], object.Bands)
	return ids, nil
}

// decodeJSON decodes one of the forms.
func decodeJSON(text []byte, into any) error {
	if err := input.StrictJSON(text, into); err != nil {
		return fmt.Errorf("not a map of bands to neurons: %s", input.Brief(err.Error(), 200))
	}
	return nil
}

// maxFileSize bounds a map [bytes]: far beyond any that is of use, and far
// from what a machine lacks.
const maxFileSize = 16 << 20
