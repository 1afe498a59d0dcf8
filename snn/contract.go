package snn

import "reflect"

// This file is the contract between the Go side and the GLSL kernels: every
// device array and every constant, once. shaders/contract.glsl is generated
// from it (go generate ./internal/contract) and a test fails when that file is stale.
// The element types are structs of 32-bit scalars, which std430 lays out as Go
// does.

// DeviceRecovery are the parameters of a neuron that every tick needs; those of
// a spike are in its row.
type DeviceRecovery struct {
	A float32 // recovery rate [1/ms]
	B float32 // sensitivity of u to v [1]
}

// DeviceMembrane is a neuron's state.
type DeviceMembrane struct {
	V float32 // membrane potential [mV]
	U float32 // recovery variable [mV]
}

// DeviceTrace is a lazy spike trace, see [Traces].
type DeviceTrace struct {
	Value float32 // as of Tick
	Tick  int32   // [tick]
	Decay int32   // index into the decays
}

// DeviceDecay is a [DecayTable]: Low and High are offsets into the decay
// factors.
type DeviceDecay struct {
	Low    int32
	High   int32
	End    int32   // [ticks]
	Beyond float32 // factor from End on
}

// DeviceRow says what a spike of a neuron does: 32 bytes that are read together,
// and only then.
type DeviceRow struct {
	C            float32 // v after the spike [mV]
	D            float32 // increment of u [mV]
	StaticFirst  int32   // fixed synapses that leave it, within its shard
	StaticCount  int32
	DynamicFirst int32 // the others
	DynamicCount int32
	PreFirst     int32 // presynaptic traces
	PreCount     int32
}

// DeviceColumn says which entries of a shard's incoming list belong to a
// neuron.
type DeviceColumn struct {
	First int32
	Count int32
}

// DeviceShard is a contiguous range of sources whose synapses share buffers.
type DeviceShard struct {
	FirstSource int32 // position
	DeliverList int32 // first of its items in the work array
	LearnList   int32 // likewise
}

// DeviceItem is a piece of work for one workgroup: synapses First ..
// First+Count-1 of a shard, all of one neuron.
type DeviceItem struct {
	First  int32
	Count  int32
	Kind   int32 // one of the Item constants
	Neuron int32 // position
}

// DeviceDispatch is one work list's length and the arguments of its indirect
// dispatch.
type DeviceDispatch struct {
	Count uint32
	X     uint32 // workgroups
	Y     uint32 // 1
	Z     uint32 // 1
}

// DeviceStatic is a fixed synapse: 8 bytes. Destination is the target in the
// low TargetBits and the delay [ticks] above.
type DeviceStatic struct {
	Destination uint32
	Current     int32 // weight in fixed point
}

// DeviceLink is what never changes of a synapse that has state.
type DeviceLink struct {
	Target  int32 // position
	Delay   int32 // [ticks]
	ClassID int32 // index into the classes
	Pre     int32 // plastic, gated, developmental: presynaptic trace; reward_plastic, facilitating, depressing: index of its own state
	Post    int32 // plastic: postsynaptic trace; developmental: index of its own state
}

// DeviceReward is the own state of a reward_plastic synapse.
type DeviceReward struct {
	Trace           float32 // as of TraceTick
	TraceTick       int32
	Eligibility     float32 // as of EligibilityTick
	EligibilityTick int32
}

// DeviceGain is the own state of a facilitating or depressing synapse.
type DeviceGain struct {
	Gain float32 // as of Tick
	Tick int32
}

// DeviceDevelopment is the own state of a developmental synapse.
type DeviceDevelopment struct {
	SourceFires  int32
	Coincidences int32
	Alive        int32 // 0 or 1
}

// DeviceClass is a [Class] with its synapse type.
type DeviceClass struct {
	LTPRate      float32
	LTDRate      float32
	LTPLimit     float32
	LTDLimit     float32
	WMin         float32
	WMax         float32
	GainStep     float32
	Decay        int32
	Decay2       int32
	Type         int32 // SynapseType
	Gate         int32 // -1 without
	Inhibitory   int32 // 0 or 1
	Transmission int32 // 0 or 1
}

// DeviceGap is a gap junction.
type DeviceGap struct {
	Source      int32
	Target      int32
	Conductance float32
}

// DeviceLate is a fixed synapse whose delay is too long for the ring.
type DeviceLate struct {
	Source  int32
	Target  int32
	Delay   int32 // [ticks]
	Current int32 // weight in fixed point
}

// DeviceGate is a [Gate].
type DeviceGate struct {
	Group int32
	Need  int32
}

// Constants of the contract that are not already constants of this package.
const (
	TargetBits = 26 // bits of a destination that hold the target; MaxNeurons is 2^TargetBits
	LongDelay  = 63 // delay from which a destination cannot hold it

	IntegrateGroup = 64  // invocations per workgroup of integrate
	SynapseGroup   = 64  // invocations per workgroup of the kernels over synapses
	ItemSynapses   = 256 // most synapses of one work item

	ItemStatic  = 0 // static synapses of a source
	ItemDynamic = 1 // dynamic synapses of a source
	ItemLearn   = 2 // incoming synapses of a target
	ItemFirst   = 3 // the same; the neuron's postsynaptic traces are bumped with it
)

// DeviceConstant is a constant that the kernels share.
type DeviceConstant struct {
	Name  string
	Value any // int or float32
	Doc   string
}

// DeviceConstants returns the constants of contract.glsl.
func DeviceConstants() []DeviceConstant {
	return []DeviceConstant{
		{"TYPE_PLASTIC", int(Plastic), "synapse types, as stored in a class"},
		{"TYPE_GATED", int(Gated), ""},
		{"TYPE_REWARD_PLASTIC", int(RewardPlastic), ""},
		{"TYPE_FACILITATING", int(Facilitating), ""},
		{"TYPE_DEPRESSING", int(Depressing), ""},
		{"TYPE_DEVELOPMENTAL", int(Developmental), ""},
		{"TRACE_FLOOR", float32(TraceFloor), "traces below are 0"},
		{"LTD_FLOOR", float32(LTDFloor), "postsynaptic trace above which a source spike depresses"},
		{"ELIGIBILITY_FLOOR", float32(EligibilityFloor), "eligibility from which a reward acts"},
		{"WEIGHT_FLOOR", float32(WeightFloor), "learned weights below are 0"},
		{"GAP_LIMIT", float32(GapLimit), "largest voltage difference of a gap junction [mV]"},
		{"RECOVERY_LIMIT", float32(RecoveryLimit), "largest magnitude of u [mV]"},
		{"DECAY_LOW", DecayLow, "length of the low table of a decay"},
		{"GATE_WINDOW", GateWindow, "window of a gate [ticks]"},
		{"TARGET_BITS", TargetBits, "bits of a destination that hold the target"},
		{"INTEGRATE_GROUP", IntegrateGroup, "invocations per workgroup"},
		{"SYNAPSE_GROUP", SynapseGroup, "invocations per workgroup"},
		{"ITEM_SYNAPSES", ItemSynapses, "most synapses of one work item"},
		{"ITEM_STATIC", ItemStatic, "kinds of work items"},
		{"ITEM_DYNAMIC", ItemDynamic, ""},
		{"ITEM_LEARN", ItemLearn, ""},
		{"ITEM_FIRST", ItemFirst, ""},
	}
}

// DeviceArray is one array of the device.
type DeviceArray struct {
	Name    string       // of the array in GLSL; the block is called the same, capitalised
	Element reflect.Type // a Device struct, float32, int32 or uint32
	Length  string       // in words
	Binding int          // shader storage binding point
	Doc     string
}

// Binding points of the device arrays.
const (
	BindRecovery = iota
	BindMembrane
	BindLastSpike
	BindExternal
	BindNoise
	BindRing
	BindHistory
	BindTraces
	BindPostBegin
	BindDecays
	BindDecayFactors
	BindRows
	BindColumns
	BindShards
	BindWork
	BindDispatches
	BindStatics
	BindLinks
	BindWeights
	BindIncoming
	BindClasses
	BindRewards
	BindGains
	BindDevelopments
	BindGaps
	BindLates
	BindGates
	BindGateTotals
	BindGateHistory
	BindGroupBegin
	BindGroupMembers
	BindInputNeurons
	BindInputCurrents
	NumBindings
)

// DeviceArrays returns the table of the device's arrays, by binding.
func DeviceArrays() []DeviceArray {
	f, i, u := reflect.TypeFor[float32](), reflect.TypeFor[int32](), reflect.TypeFor[uint32]()
	return []DeviceArray{
		{"recovery", reflect.TypeFor[DeviceRecovery](), "neurons", BindRecovery, "parameters of the recovery variable"},
		{"membrane", reflect.TypeFor[DeviceMembrane](), "neurons", BindMembrane, "v and u [mV]"},
		{"last_spike", i, "neurons", BindLastSpike, "tick of the last spike"},
		{"external_current", f, "neurons", BindExternal, "external current"},
		{"noise_amplitude", f, "neurons", BindNoise, "current per unit of the noise integer"},
		{"ring", i, "slots x neurons", BindRing, "currents on their way, fixed point; slots is a power of two"},
		{"history", u, "ticks kept x ceil(neurons/32)", BindHistory, "who fired, one bit a neuron"},
		{"traces", reflect.TypeFor[DeviceTrace](), "traces", BindTraces, "lazy spike traces"},
		{"post_begin", i, "neurons + 1", BindPostBegin, "postsynaptic traces of a neuron"},
		{"decays", reflect.TypeFor[DeviceDecay](), "time constants", BindDecays, "decay tables"},
		{"decay_factors", f, "sum of the tables", BindDecayFactors, "entries of the decay tables"},
		{"rows", reflect.TypeFor[DeviceRow](), "neurons", BindRows, "what a spike of a neuron does"},
		{"columns", reflect.TypeFor[DeviceColumn](), "shards x neurons", BindColumns, "learning synapses onto a neuron, per shard"},
		{"shards", reflect.TypeFor[DeviceShard](), "shards", BindShards, "ranges of sources"},
		{"work", reflect.TypeFor[DeviceItem](), "most items of all lists", BindWork, "work lists of this tick"},
		{"dispatches", reflect.TypeFor[DeviceDispatch](), "2 x 2 x shards", BindDispatches, "lengths of the work lists: [tick parity][deliver, learn][shard]"},
		{"statics", reflect.TypeFor[DeviceStatic](), "fixed synapses of the shard", BindStatics, "fixed synapses by source"},
		{"links", reflect.TypeFor[DeviceLink](), "dynamic synapses of the shard", BindLinks, "synapses with state, by source"},
		{"weights", f, "dynamic synapses of the shard", BindWeights, "their weights"},
		{"incoming", i, "learning synapses of the shard", BindIncoming, "dynamic synapses that learn, by target"},
		{"classes", reflect.TypeFor[DeviceClass](), "classes", BindClasses, "constants of the dynamic synapses"},
		{"rewards", reflect.TypeFor[DeviceReward](), "reward_plastic synapses of the shard", BindRewards, "their own state"},
		{"gains", reflect.TypeFor[DeviceGain](), "facilitating and depressing synapses of the shard", BindGains, "their own state"},
		{"developments", reflect.TypeFor[DeviceDevelopment](), "developmental synapses of the shard", BindDevelopments, "their own state"},
		{"gaps", reflect.TypeFor[DeviceGap](), "gap junctions", BindGaps, "gap junctions"},
		{"lates", reflect.TypeFor[DeviceLate](), "late synapses", BindLates, "fixed synapses with long delays"},
		{"gates", reflect.TypeFor[DeviceGate](), "gates", BindGates, "gates"},
		{"gate_totals", i, "groups", BindGateTotals, "spikes of a group in the window"},
		{"gate_history", i, "groups x GATE_WINDOW", BindGateHistory, "spikes of a group per tick of the window"},
		{"group_begin", i, "groups + 1", BindGroupBegin, "members of a group"},
		{"group_members", i, "members", BindGroupMembers, "positions"},
		{"input_neurons", i, "inputs", BindInputNeurons, "neurons whose external current is replaced"},
		{"input_currents", f, "inputs", BindInputCurrents, "their new currents"},
	}
}
