package snn

// Limits that validation enforces. They keep every index and tick within
// 32 bits on every backend.
const (
	MaxNeurons  = 1 << 26         // positions fit beside a delay code in 32 bits
	MaxSynapses = 1<<31 - 1       // rows of the synapse table
	MaxDelay    = 1<<16 - 1       // [ticks]
	MaxTicks    = 1<<31 - 1 - 1e5 // ticks of one run, so that tick+delay fits int32
)

// Brain is a brain database in memory: every row, float64, as stored.
type Brain struct {
	Neurons  []Neuron // by ascending ID; the index is the neuron's position
	Synapses Synapses // by ascending ID

	// ParamSets holds the distinct parameter texts of the synapses, and States
	// the distinct states; synapses refer to both by index.
	ParamSets []ParamSet
	States    []SynapseState

	BodyMap   []BodyMapRow   // nil if the brain has none
	SensorMap []SensorMapRow // nil if the brain has none
}

// Neuron is one row of the neurons table.
type Neuron struct {
	ID         int64
	Type       NeuronType
	Izhikevich         // may differ from the type's: circuits override
	V          float64 // [mV]
	U          float64 // [mV]
	LastSpike  int64   // tick of the last spike
	X, Y, Z    float64 // position in space
}

// ParamSet is one distinct params text of a synapse type, and its meaning.
type ParamSet struct {
	Type SynapseType
	Text string // JSON as in the database
	Params
}

// BodyMapRow ties a motor neuron to a muscle.
type BodyMapRow struct {
	Neuron  int32 // position
	Segment int32 // 0..23, head to tail
	Side    Side  // Dorsal or Ventral
	Effect  Effect
}

// SensorMapRow ties a sensor neuron to what it senses.
type SensorMapRow struct {
	Neuron   int32 // position
	Modality Modality
	Location Location
	Response Response
	Side     Side // Left, Right or Bilateral
}

// HasArenaMaps reports whether the brain can be put into the arena: it has
// rows in both maps.
func (b *Brain) HasArenaMaps() bool { return len(b.BodyMap) > 0 && len(b.SensorMap) > 0 }

// RingLength is the length of V8's delay ring [ticks]: the largest delay of a
// chemical synapse plus one. A chemical synapse of delay 0 arrives RingLength
// ticks later (semantics section 1, step 7).
func (b *Brain) RingLength() int32 {
	var longest int32
	for i, t := range b.Synapses.Type {
		if d := b.Synapses.Delay[i]; t.Chemical() && d > longest {
			longest = d
		}
	}
	return longest + 1
}
