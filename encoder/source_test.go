package encoder

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// pattern is a sound whose band 3 has the given steps, window by window.
func pattern(steps ...uint16) *Encoded {
	e := &Encoded{Rate: 8000}
	for _, v := range steps {
		frame := make([]uint16, Bands)
		frame[3] = v
		e.values = append(e.values, frame...)
	}
	return e
}

// TestSource asks for every tick what currents there are and when they change.
func TestSource(t *testing.T) {
	m := &Mapping{3: {1, 4}, 5: {2}}
	for _, test := range []struct {
		steps   []uint16
		loop    bool
		want    []uint16 // per window
		changes []int32
	}{
		{[]uint16{4096, 0, 0, 2048}, false, []uint16{4096, 0, 0, 2048, 0, 0, 0}, []int32{0, 10, 30, 40}},
		{[]uint16{4096, 0, 0, 2048}, true, []uint16{4096, 0, 0, 2048, 4096, 0, 0}, []int32{0, 10, 30, 40, 50}},
		{[]uint16{0, 8, 8, 8}, false, []uint16{0, 8, 8, 8, 0, 0, 0}, []int32{10, 40}},
		{[]uint16{8}, true, []uint16{8, 8, 8, 8, 8, 8, 8}, []int32{0}},
		{[]uint16{8, 8}, true, []uint16{8, 8, 8, 8, 8, 8, 8}, []int32{0}},
		{[]uint16{0, 0}, true, []uint16{0, 0, 0, 0, 0, 0, 0}, nil},
		{[]uint16{0}, false, []uint16{0, 0, 0, 0, 0, 0, 0}, nil},
	} {
		s := NewSource(pattern(test.steps...), m, test.loop)
		for tick := range int32(70) {
			current := []float64{100, 0, 0, 0, 1}
			s.Add(tick, current)
			x := 10 * float64(test.want[tick/10]) / 4096
			if want := []float64{100, x, 0, 0, 1 + x}; !slices.Equal(current, want) {
				t.Errorf("%v, tick %d: %v, want %v", test.steps, tick, current, want)
			}
		}
		for tick := int32(-1); tick < 60; tick++ {
			want := int32(math.MaxInt32)
			for _, c := range slices.Backward(test.changes) {
				if c > tick {
					want = c
				}
			}
			got := s.Next(tick)
			if test.loop && want == math.MaxInt32 && got >= 70 {
				continue // beyond the changes listed
			}
			if got != want {
				t.Errorf("%v, loop %v: the change after %d is at %d, want %d", test.steps, test.loop, tick, got, want)
			}
		}
		if got := s.Next(snn.MaxTicks); got <= snn.MaxTicks {
			t.Errorf("%v: the change after the last tick is at %d", test.steps, got)
		}
		if a, b := s.Next(-1), NewSource(pattern(test.steps...), m, test.loop).Next(-1); a != b {
			t.Errorf("%v: %d after going back, %d at first", test.steps, a, b)
		}
	}
}

func TestHash(t *testing.T) {
	if a, b := pattern(1, 2).Hash(), pattern(2, 1).Hash(); a == b || len(a) != 64 {
		t.Errorf("%s and %s", a, b)
	}
}

// brain has neurons of the ids 10, 20, ..., of which every other one smells.
func brain(neurons int) *snn.Brain {
	b := &snn.Brain{}
	for i := range neurons {
		b.Neurons = append(b.Neurons, snn.Neuron{ID: int64(10 * (i + 1))})
		m := snn.Chemical
		if i%2 == 1 {
			m = snn.Thermal
		}
		// Backwards and twice: the order of rows does not count.
		row := snn.SensorMapRow{Neuron: int32(neurons - 1 - i), Modality: m}
		b.SensorMap = append(b.SensorMap, row, row)
	}
	return b
}

func TestSensorMapping(t *testing.T) {
	m, err := SensorMapping(brain(128)) // the odd positions: two a band
	if err != nil {
		t.Fatal(err)
	}
	for b := range m {
		if want := []int32{int32(4*b + 1), int32(4*b + 3)}; !slices.Equal(m[b], want) {
			t.Errorf("band %d: %v, want %v", b, m[b], want)
		}
	}
	if m, err = SensorMapping(brain(32)); err != nil || m.Silent() != 16 || len(m.Neurons()) != 16 {
		t.Errorf("16 sensors: %v, %v", m, err)
	}
	if _, err := SensorMapping(&snn.Brain{}); err == nil || !strings.Contains(err.Error(), "no chemical sensors") {
		t.Errorf("no sensors: %v", err)
	}
}

func TestLoadMapping(t *testing.T) {
	path := filepath.Join(t.TempDir(), "map.json")
	read := func(text string) (*Mapping, error) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return LoadMapping(path, brain(6))
	}
	for _, text := range []string{
		`{"bands": [[20, 10, 20], [], [60]]}`,
		`[{"band": 2, "neurons": [60]}, {"band": 0, "neurons": [20]}, {"band": 0, "neurons": [10]}]`,
	} {
		m, err := read(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if !slices.Equal(m[0], []int32{0, 1}) || m[1] != nil || !slices.Equal(m[2], []int32{5}) || m.Silent() != 30 || !slices.Equal(m.Neurons(), []int32{0, 1, 5}) {
			t.Errorf("%s: %v", text, m)
		}
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, maxFileSize+1); err != nil { // takes no room on the disk
		t.Fatal(err)
	}
	if _, err := LoadMapping(path, brain(6)); err == nil || err.Error() != path+": larger than 16 MiB" {
		t.Errorf("too large a file: %v", err)
	}
	for text, want := range map[string]string{
		`{"bands": [[10], [11]]}`: "band 1: 11 is not a neuron of the brain",
		`{"bands": [[70]]}`:       "band 0: 70 is not a neuron",
		`{"bands": []}`:           "0 bands, must be 1 to 32",
		`{"bands": [` + strings.Repeat("[],", 32) + `[]]}`: "33 bands",
		`{"bands": [[], []]}`:                              "no band drives a neuron",
		`[]`:                                               "no band drives a neuron",
		`[{"band": 32, "neurons": [10]}]`:                  "entry 1: needs a band of 0 to 31",
		`[{"neurons": [10]}]`:                              "entry 1: needs a band of 0 to 31",
		`[{"band": -1, "neurons": [10]}]`:                  "entry 1: needs a band",
		`[{"band": 1, "cells": [10]}]`:                     "cells",
		`{"bans": [[10]]}`:                                 "bans",
		`{"bands": [["a"]]}`:                               "not a map of bands to neurons",
		`{"bands": [[10]]} {}`:                             "text follows",
		`sound`:                                            "not a map of bands to neurons",
		``:                                                 "not a map of bands to neurons",
	} {
		if _, err := read(text); err == nil || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want %q", text, err, want)
		}
	}
}
