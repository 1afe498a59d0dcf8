// Generated from snn/contract.go by "go generate ./internal/contract". Do not edit.

// synapse types, as stored in a class
#define TYPE_PLASTIC 1
#define TYPE_GATED 2
#define TYPE_REWARD_PLASTIC 3
#define TYPE_FACILITATING 4
#define TYPE_DEPRESSING 5
#define TYPE_DEVELOPMENTAL 6
// traces below are 0
#define TRACE_FLOOR uintBitsToFloat(0x33800000u) // 5.9604645e-08
// postsynaptic trace above which a source spike depresses
#define LTD_FLOOR uintBitsToFloat(0x3c23d70au) // 0.01
// eligibility from which a reward acts
#define ELIGIBILITY_FLOOR uintBitsToFloat(0x358637bdu) // 1e-06
// learned weights below are 0
#define WEIGHT_FLOOR uintBitsToFloat(0x2b800000u) // 9.094947e-13
// largest voltage difference of a gap junction [mV]
#define GAP_LIMIT uintBitsToFloat(0x44800000u) // 1024
// largest magnitude of u [mV]
#define RECOVERY_LIMIT uintBitsToFloat(0x58635fa9u) // 1e+15
// length of the low table of a decay
#define DECAY_LOW 1024
// window of a gate [ticks]
#define GATE_WINDOW 50
// bits of a destination that hold the target
#define TARGET_BITS 26
// invocations per workgroup
#define INTEGRATE_GROUP 64
// invocations per workgroup
#define SYNAPSE_GROUP 64
// most synapses of one work item
#define ITEM_SYNAPSES 256
// kinds of work items
#define ITEM_STATIC 0
#define ITEM_DYNAMIC 1
#define ITEM_LEARN 2
#define ITEM_FIRST 3

struct Recovery {
	float a;
	float b;
};

struct Membrane {
	float v;
	float u;
};

struct Trace {
	float value;
	int tick;
	int decay;
};

struct Decay {
	int low;
	int high;
	int end;
	float beyond;
};

struct Row {
	float c;
	float d;
	int static_first;
	int static_count;
	int dynamic_first;
	int dynamic_count;
	int pre_first;
	int pre_count;
};

struct Column {
	int first;
	int count;
};

struct Shard {
	int first_source;
	int deliver_list;
	int learn_list;
};

struct Item {
	int first;
	int count;
	int kind;
	int neuron;
};

struct Dispatch {
	uint count;
	uint x;
	uint y;
	uint z;
};

struct Static {
	uint destination;
	int current;
};

struct Link {
	int target;
	int delay;
	int class_id;
	int pre;
	int post;
};

struct Class {
	float ltp_rate;
	float ltd_rate;
	float ltp_limit;
	float ltd_limit;
	float w_min;
	float w_max;
	float gain_step;
	int decay;
	int decay2;
	int type;
	int gate;
	int inhibitory;
	int transmission;
};

struct Reward {
	float trace;
	int trace_tick;
	float eligibility;
	int eligibility_tick;
};

struct Gain {
	float gain;
	int tick;
};

struct Development {
	int source_fires;
	int coincidences;
	int alive;
};

struct Gap {
	int source;
	int target;
	float conductance;
};

struct Late {
	int source;
	int target;
	int delay;
	int current;
};

struct Gate {
	int group;
	int need;
};

// recovery: parameters of the recovery variable [neurons]
#ifdef USE_RECOVERY
layout(std430, binding = 0) buffer RecoveryBlock { Recovery recovery[]; };
#endif

// membrane: v and u [mV] [neurons]
#ifdef USE_MEMBRANE
layout(std430, binding = 1) buffer MembraneBlock { Membrane membrane[]; };
#endif

// last_spike: tick of the last spike [neurons]
#ifdef USE_LAST_SPIKE
layout(std430, binding = 2) buffer LastSpikeBlock { int last_spike[]; };
#endif

// external_current: external current [neurons]
#ifdef USE_EXTERNAL_CURRENT
layout(std430, binding = 3) buffer ExternalCurrentBlock { float external_current[]; };
#endif

// noise_amplitude: current per unit of the noise integer [neurons]
#ifdef USE_NOISE_AMPLITUDE
layout(std430, binding = 4) buffer NoiseAmplitudeBlock { float noise_amplitude[]; };
#endif

// ring: currents on their way, fixed point; slots is a power of two [slots x neurons]
#ifdef USE_RING
layout(std430, binding = 5) buffer RingBlock { int ring[]; };
#endif

// history: who fired, one bit a neuron [ticks kept x ceil(neurons/32)]
#ifdef USE_HISTORY
layout(std430, binding = 6) buffer HistoryBlock { uint history[]; };
#endif

// traces: lazy spike traces [traces]
#ifdef USE_TRACES
layout(std430, binding = 7) buffer TracesBlock { Trace traces[]; };
#endif

// post_begin: postsynaptic traces of a neuron [neurons + 1]
#ifdef USE_POST_BEGIN
layout(std430, binding = 8) buffer PostBeginBlock { int post_begin[]; };
#endif

// decays: decay tables [time constants]
#ifdef USE_DECAYS
layout(std430, binding = 9) buffer DecaysBlock { Decay decays[]; };
#endif

// decay_factors: entries of the decay tables [sum of the tables]
#ifdef USE_DECAY_FACTORS
layout(std430, binding = 10) buffer DecayFactorsBlock { float decay_factors[]; };
#endif

// rows: what a spike of a neuron does [neurons]
#ifdef USE_ROWS
layout(std430, binding = 11) buffer RowsBlock { Row rows[]; };
#endif

// columns: learning synapses onto a neuron, per shard [shards x neurons]
#ifdef USE_COLUMNS
layout(std430, binding = 12) buffer ColumnsBlock { Column columns[]; };
#endif

// shards: ranges of sources [shards]
#ifdef USE_SHARDS
layout(std430, binding = 13) buffer ShardsBlock { Shard shards[]; };
#endif

// work: work lists of this tick [most items of all lists]
#ifdef USE_WORK
layout(std430, binding = 14) buffer WorkBlock { Item work[]; };
#endif

// dispatches: lengths of the work lists: [tick parity][deliver, learn][shard] [2 x 2 x shards]
#ifdef USE_DISPATCHES
layout(std430, binding = 15) buffer DispatchesBlock { Dispatch dispatches[]; };
#endif

// statics: fixed synapses by source [fixed synapses of the shard]
#ifdef USE_STATICS
layout(std430, binding = 16) buffer StaticsBlock { Static statics[]; };
#endif

// links: synapses with state, by source [dynamic synapses of the shard]
#ifdef USE_LINKS
layout(std430, binding = 17) buffer LinksBlock { Link links[]; };
#endif

// weights: their weights [dynamic synapses of the shard]
#ifdef USE_WEIGHTS
layout(std430, binding = 18) buffer WeightsBlock { float weights[]; };
#endif

// incoming: dynamic synapses that learn, by target [learning synapses of the shard]
#ifdef USE_INCOMING
layout(std430, binding = 19) buffer IncomingBlock { int incoming[]; };
#endif

// classes: constants of the dynamic synapses [classes]
#ifdef USE_CLASSES
layout(std430, binding = 20) buffer ClassesBlock { Class classes[]; };
#endif

// rewards: their own state [reward_plastic synapses of the shard]
#ifdef USE_REWARDS
layout(std430, binding = 21) buffer RewardsBlock { Reward rewards[]; };
#endif

// gains: their own state [facilitating and depressing synapses of the shard]
#ifdef USE_GAINS
layout(std430, binding = 22) buffer GainsBlock { Gain gains[]; };
#endif

// developments: their own state [developmental synapses of the shard]
#ifdef USE_DEVELOPMENTS
layout(std430, binding = 23) buffer DevelopmentsBlock { Development developments[]; };
#endif

// gaps: gap junctions [gap junctions]
#ifdef USE_GAPS
layout(std430, binding = 24) buffer GapsBlock { Gap gaps[]; };
#endif

// lates: fixed synapses with long delays [late synapses]
#ifdef USE_LATES
layout(std430, binding = 25) buffer LatesBlock { Late lates[]; };
#endif

// gates: gates [gates]
#ifdef USE_GATES
layout(std430, binding = 26) buffer GatesBlock { Gate gates[]; };
#endif

// gate_totals: spikes of a group in the window [groups]
#ifdef USE_GATE_TOTALS
layout(std430, binding = 27) buffer GateTotalsBlock { int gate_totals[]; };
#endif

// gate_history: spikes of a group per tick of the window [groups x GATE_WINDOW]
#ifdef USE_GATE_HISTORY
layout(std430, binding = 28) buffer GateHistoryBlock { int gate_history[]; };
#endif

// group_begin: members of a group [groups + 1]
#ifdef USE_GROUP_BEGIN
layout(std430, binding = 29) buffer GroupBeginBlock { int group_begin[]; };
#endif

// group_members: positions [members]
#ifdef USE_GROUP_MEMBERS
layout(std430, binding = 30) buffer GroupMembersBlock { int group_members[]; };
#endif

// input_neurons: neurons whose external current is replaced [inputs]
#ifdef USE_INPUT_NEURONS
layout(std430, binding = 31) buffer InputNeuronsBlock { int input_neurons[]; };
#endif

// input_currents: their new currents [inputs]
#ifdef USE_INPUT_CURRENTS
layout(std430, binding = 32) buffer InputCurrentsBlock { float input_currents[]; };
#endif
