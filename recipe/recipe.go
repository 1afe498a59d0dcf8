package recipe

import "github.com/engine-gpu/engine-gpu/snn"

// Recipe says how to build a brain: which circuits, how many of each, and how
// they are connected. The zero value is not useful; see [Load] and [Builtin].
type Recipe struct {
	Name         string
	Description  string
	Output       string  // suggested name of the brain database; may be empty
	Seed         int64   // of the random numbers, unless the caller has another
	LayerSpacing float64 // distance of layers along z
	Components   []Component
	Projections  []Projection
	Wiring       Wiring

	// Arena says that the brain gets a body map and a sensor map: the recipe
	// says so with its key arena or, without that key, has copies of
	// forward_motor, backward_motor, sensory_bank and mechanosensory.
	Arena bool

	// MaxBytes bounds the memory that Generate takes for the brain [bytes]; 0:
	// no bound but those on neurons and synapses. A recipe does not say it.
	MaxBytes int64

	// Warnings are what a reader of the recipe should know: ignored keys,
	// projections that connect nothing.
	Warnings []string

	circuits map[string]*Circuit         // by name, those of Components
	defaults [snn.NumSynapseTypes]Params // synapse_defaults
}

// Component is a number of copies of one circuit.
type Component struct {
	Circuit *Circuit
	Count   int
	Layer   *float64 // nil outside of layers
}

// Projection connects all copies of one circuit to all copies of another, pair
// by pair with a probability.
type Projection struct {
	From, To     string // names of circuits
	FromTerminal string // all output terminals if empty
	ToTerminal   string // all input terminals but Wiring.ExcludeInputs if empty
	Type         snn.SynapseType
	Weight       float64
	Delay        int32 // [ticks]
	Probability  float64
	Params       Params // laid over the type's defaults
}

// Wiring are the settings of all that is not a projection.
type Wiring struct {
	MaxDistance         float64 // of two copies that cross-wiring may connect; 0: no cross-wiring
	Probability         float64 // of a connection at distance 0
	WeightScale         float64 // factor of every weight outside of circuits but the timers'
	InhibitionFraction  float64 // of cross-wired synapses
	ExcludeInputs       []string
	AutoTimers          bool
	TypeAwareInhibition bool
	ProtectedTriggers   map[string][]string // by circuit, input terminals that cross-wiring leaves alone
}

// excludedByDefault are the input terminals that neither cross-wiring nor a
// projection without a to_terminal connects, unless the recipe has its own
// list: what ends a state or judges it is for explicit projections.
func excludedByDefault() []string {
	return []string{"kill_in", "calm_in", "error_in", "dopamine_in", "tonic_in", "satisfy_in", "clear_in"}
}

// circuit returns the circuit of the given name: the recipe's, else a built-in
// one, else nil.
func (r *Recipe) circuit(name string) *Circuit {
	if c := r.circuits[name]; c != nil {
		return c
	}
	return library().byName[name]
}

// copies counts the copies of the circuit of the given name.
func (r *Recipe) copies(name string) int64 {
	var n int64
	for _, c := range r.Components {
		if c.Circuit.Name == name {
			n += int64(c.Count)
		}
	}
	return n
}
