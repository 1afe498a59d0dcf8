package snn

// State is the whole state of a backend between two ticks: from equal states,
// input and options follow equal runs. There are two kinds, [Float32State] and
// [Float64State].
type State interface {
	// Kind names the kind: KindFloat32 or KindFloat64.
	Kind() string
	// Ticks is the number of ticks run so far.
	Ticks() int32
	// Columns lists all that the state consists of, in a fixed order.
	Columns() []Column
}

// The kinds of [State].
const (
	KindFloat32 = "float32" // of all backends but the reference
	KindFloat64 = "float64" // of the reference
)

// Column is one array of a [State] under the name that it has in files. Values
// points to a slice of float32, float64, int32, int64 or bool, or to an int32 or
// uint64.
type Column struct {
	Name   string
	Values any
}

// NewState returns an empty state of a kind, or nil where there is no such kind.
func NewState(kind string) State {
	switch kind {
	case KindFloat32:
		return &Float32State{}
	case KindFloat64:
		return &Float64State{}
	}
	return nil
}
