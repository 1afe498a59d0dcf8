package snn

import (
	"fmt"
	"iter"
	"slices"
)

// Synapses is the synapses table in columns of one length: element i of each
// is row i. A column that says nothing is nil, so that a brain as generated
// takes 25 bytes a row.
type Synapses struct {
	ID             []int64 // ascending; nil: 1, 2, 3, ...
	Weight         []float64
	Source, Target []int32 // positions
	Delay          []int32 // [ticks]; 0 wraps around V8's delay ring, see [Brain.RingLength]
	Params         []int32 // index into Brain.ParamSets
	State          []int32 // index into Brain.States; nil: all 0
	Type           []SynapseType
}

// Synapse is one row of the synapses table; see [Synapses] for its values.
type Synapse struct {
	ID             int64
	Weight         float64
	Source, Target int32
	Delay          int32
	Params         int32
	State          int32
	Type           SynapseType
}

// NewSynapses returns the table of the given rows.
func NewSynapses(rows ...Synapse) Synapses {
	var s Synapses
	s.Grow(len(rows))
	for _, y := range rows {
		s.Append(y)
	}
	return s
}

// Len returns the number of rows.
func (s *Synapses) Len() int { return len(s.Type) }

// At returns row i.
func (s *Synapses) At(i int) Synapse {
	return Synapse{
		ID: s.IDAt(i), Weight: s.Weight[i], Source: s.Source[i], Target: s.Target[i],
		Delay: s.Delay[i], Params: s.Params[i], State: s.StateAt(i), Type: s.Type[i],
	}
}

// IDAt returns the database id of row i.
func (s *Synapses) IDAt(i int) int64 {
	if s.ID == nil {
		return int64(i) + 1
	}
	return s.ID[i]
}

// StateAt returns the index of row i's state.
func (s *Synapses) StateAt(i int) int32 {
	if s.State == nil {
		return 0
	}
	return s.State[i]
}

// All iterates over the rows.
func (s *Synapses) All() iter.Seq2[int, Synapse] {
	return func(yield func(int, Synapse) bool) {
		for i := range s.Len() {
			if !yield(i, s.At(i)) {
				return
			}
		}
	}
}

// Set overwrites row i.
func (s *Synapses) Set(i int, y Synapse) {
	if s.ID == nil && y.ID != int64(i)+1 {
		s.nameIDs()
	}
	if s.State == nil && y.State != 0 {
		s.nameStates()
	}
	if s.ID != nil {
		s.ID[i] = y.ID
	}
	if s.State != nil {
		s.State[i] = y.State
	}
	s.Weight[i], s.Source[i], s.Target[i] = y.Weight, y.Source, y.Target
	s.Delay[i], s.Params[i], s.Type[i] = y.Delay, y.Params, y.Type
}

// Append adds a row at the end.
func (s *Synapses) Append(y Synapse) {
	if s.ID == nil && y.ID != int64(s.Len())+1 {
		s.nameIDs()
	}
	if s.State == nil && y.State != 0 {
		s.nameStates()
	}
	if s.ID != nil {
		s.ID = append(s.ID, y.ID)
	}
	if s.State != nil {
		s.State = append(s.State, y.State)
	}
	s.Weight = append(s.Weight, y.Weight)
	s.Source, s.Target = append(s.Source, y.Source), append(s.Target, y.Target)
	s.Delay, s.Params = append(s.Delay, y.Delay), append(s.Params, y.Params)
	s.Type = append(s.Type, y.Type)
}

// nameIDs writes out the ids that are implied.
func (s *Synapses) nameIDs() {
	s.ID = make([]int64, s.Len(), cap(s.Type))
	for i := range s.ID {
		s.ID[i] = int64(i) + 1
	}
}

// nameStates writes out the states that are implied.
func (s *Synapses) nameStates() { s.State = make([]int32, s.Len(), cap(s.Type)) }

// Grow makes room for n more rows.
func (s *Synapses) Grow(n int) {
	if s.ID != nil {
		s.ID = slices.Grow(s.ID, n)
	}
	if s.State != nil {
		s.State = slices.Grow(s.State, n)
	}
	s.Weight = slices.Grow(s.Weight, n)
	s.Source, s.Target = slices.Grow(s.Source, n), slices.Grow(s.Target, n)
	s.Delay, s.Params = slices.Grow(s.Delay, n), slices.Grow(s.Params, n)
	s.Type = slices.Grow(s.Type, n)
}

// Clip gives back room for more rows where it is more than an eighth of what
// the rows take, one column after the other.
func (s *Synapses) Clip() {
	s.ID, s.State = clipped(s.ID), clipped(s.State)
	s.Weight = clipped(s.Weight)
	s.Source, s.Target = clipped(s.Source), clipped(s.Target)
	s.Delay, s.Params = clipped(s.Delay), clipped(s.Params)
	s.Type = clipped(s.Type)
}

// clipped returns xs, in an array of its own length if its array is wasteful.
func clipped[T any](xs []T) []T {
	if cap(xs)-len(xs) <= len(xs)/8 {
		return xs
	}
	return append(make([]T, 0, len(xs)), xs...)
}

// Clone returns a copy that shares no memory.
func (s *Synapses) Clone() Synapses {
	return Synapses{
		ID: slices.Clone(s.ID), Weight: slices.Clone(s.Weight), Source: slices.Clone(s.Source), Target: slices.Clone(s.Target),
		Delay: slices.Clone(s.Delay), Params: slices.Clone(s.Params), State: slices.Clone(s.State), Type: slices.Clone(s.Type),
	}
}

// validateLengths checks that the columns are of one length.
func (s *Synapses) validateLengths() error {
	n := s.Len()
	for _, c := range []struct {
		name string
		rows int
		nil  bool
	}{
		{"id", len(s.ID), s.ID == nil},
		{"weight", len(s.Weight), false},
		{"source", len(s.Source), false},
		{"target", len(s.Target), false},
		{"delay", len(s.Delay), false},
		{"params", len(s.Params), false},
		{"state", len(s.State), s.State == nil},
	} {
		if c.rows != n && !c.nil {
			return fmt.Errorf("synapses: the column %s has %d rows, the column type has %d", c.name, c.rows, n)
		}
	}
	return nil
}
