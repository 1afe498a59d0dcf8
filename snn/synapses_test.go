package snn_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/snn"
)

// drawSynapse draws a row that could follow n others; its id is often n+1, its
// state often 0.
func drawSynapse(r *rapid.T, n int) snn.Synapse {
	return snn.Synapse{
		ID:     rapid.OneOf(rapid.Just(int64(n)+1), rapid.Int64()).Draw(r, "id"),
		Weight: rapid.Float64().Draw(r, "weight"),
		Source: rapid.Int32().Draw(r, "source"), Target: rapid.Int32().Draw(r, "target"),
		Delay: rapid.Int32().Draw(r, "delay"), Params: rapid.Int32().Draw(r, "params"),
		State: rapid.OneOf(rapid.Just(int32(0)), rapid.Int32()).Draw(r, "state"),
		Type:  snn.SynapseType(rapid.Uint8().Draw(r, "type")),
	}
}

// TestSynapses: whatever is appended and set is read back, by rows, by columns
// and from a copy.
func TestSynapses(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var s snn.Synapses
		var want []snn.Synapse
		if rapid.Bool().Draw(r, "room") {
			s.Grow(20)
		}
		for range rapid.IntRange(0, 20).Draw(r, "rows") {
			want = append(want, drawSynapse(r, len(want)))
			s.Append(want[len(want)-1])
		}
		if len(want) > 0 && rapid.Bool().Draw(r, "set") {
			i := rapid.IntRange(0, len(want)-1).Draw(r, "row")
			want[i] = drawSynapse(r, i)
			s.Set(i, want[i])
		}
		if rapid.Bool().Draw(r, "clip") {
			s.Clip()
		}
		clone := s.Clone()
		if !reflect.DeepEqual(s, clone) {
			r.Fatalf("%+v has the copy %+v", s, clone)
		}
		if s.Len() != len(want) {
			r.Fatalf("%d rows, want %d", s.Len(), len(want))
		}
		if len(want) > 0 { // nothing of the copy may change
			s.Set(0, snn.Synapse{ID: -1, Weight: -1, Source: -1, Target: -1, Delay: -1, Params: -1, State: -1, Type: 99})
		}
		var got []snn.Synapse
		for i, y := range clone.All() {
			if y != clone.At(i) {
				r.Fatalf("row %d is %+v and %+v", i, y, clone.At(i))
			}
			got = append(got, y)
		}
		if !slices.Equal(got, want) {
			r.Fatalf("rows\n%+v, want\n%+v", got, want)
		}
	})
}

// TestSynapsesImplied: a column that says nothing stays nil.
func TestSynapsesImplied(t *testing.T) {
	s := snn.NewSynapses(snn.Synapse{ID: 1}, snn.Synapse{ID: 2})
	if s.ID != nil || s.State != nil {
		t.Errorf("ids %v, states %v", s.ID, s.State)
	}
	s.Append(snn.Synapse{ID: 4, State: 7})
	if !slices.Equal(s.ID, []int64{1, 2, 4}) || !slices.Equal(s.State, []int32{0, 0, 7}) {
		t.Errorf("ids %v, states %v", s.ID, s.State)
	}
}

// TestSynapsesRoom: within the room made, no column moves; wasted room is
// given back, a little is not.
func TestSynapsesRoom(t *testing.T) {
	var s snn.Synapses
	s.Grow(1000)
	s.Append(snn.Synapse{ID: 5, State: 1})
	first := &s.Weight[0]
	for i := range 949 {
		s.Append(snn.Synapse{ID: int64(i) + 6})
	}
	s.Clip()
	if &s.Weight[0] != first || cap(s.ID) < 1000 || cap(s.State) < 1000 {
		t.Error("the columns moved, or had no room from the first")
	}
	s.Weight, s.Type = s.Weight[:500], s.Type[:500]
	s.Clip()
	if cap(s.Weight) != 500 || cap(s.Type) != 500 {
		t.Errorf("room for %d weights and %d types is kept for 500", cap(s.Weight), cap(s.Type))
	}
}
