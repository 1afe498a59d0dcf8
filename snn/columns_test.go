package snn_test

import (
	"reflect"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// TestColumnsAreAll: a state in a file is its columns, and so is what tests
// compare of it: every field is one of them, under a name of its own.
func TestColumnsAreAll(t *testing.T) {
	float32State, float64State, stored := &snn.Float32State{}, &snn.Float64State{}, &snn.Stored{}
	check := func(name string, columns []snn.Column, state any) {
		names, pointers := map[string]bool{}, map[uintptr]bool{}
		for _, c := range columns {
			at := reflect.ValueOf(c.Values).Pointer()
			if names[c.Name] || pointers[at] {
				t.Errorf("%s: the column %s is there twice, or its name is", name, c.Name)
			}
			names[c.Name], pointers[at] = true, true
		}
		fields := reflect.ValueOf(state).Elem()
		for i := range fields.NumField() {
			if f := fields.Field(i); f.Kind() != reflect.Array && !pointers[f.Addr().Pointer()] {
				t.Errorf("%s: %s is no column", name, fields.Type().Field(i).Name)
			}
		}
	}
	check("Float32State", float32State.Columns(), float32State)
	check("Float64State", float64State.Columns(), float64State)
	check("Stored", stored.Columns(), stored)

	// The fields of a set that the types' columns consist of (semantics section 3;
	// traces of plastic, gated and developmental synapses are the neurons').
	want := map[snn.SynapseType][]string{
		snn.Plastic:       {"Weight"},
		snn.Gated:         {"Weight"},
		snn.RewardPlastic: {"Weight", "Trace", "TraceTick", "Eligibility", "EligibilityTick"},
		snn.Facilitating:  {"Gain", "GainTick"},
		snn.Depressing:    {"Gain", "GainTick"},
		snn.Developmental: {"Weight", "SourceFires", "Coincidences", "Alive"},
	}
	columns := map[uintptr]bool{}
	for _, c := range float32State.Columns() {
		columns[reflect.ValueOf(c.Values).Pointer()] = true
	}
	for kind := range float32State.Sets {
		set := reflect.ValueOf(&float32State.Sets[kind]).Elem()
		needed := map[string]bool{}
		for _, field := range want[snn.SynapseType(kind)] {
			needed[field] = true
		}
		for i := range set.NumField() {
			field := set.Type().Field(i).Name
			if is := columns[set.Field(i).Addr().Pointer()]; is != needed[field] {
				t.Errorf("%s: %s is a column: %v, want %v", snn.SynapseType(kind), field, is, needed[field])
			}
		}
	}
}
