// learn changes the synapses of one shard whose targets fired in this tick
// (semantics section 1, step 8; section 2, on target spike).
//
//   for item in list, k in item: as its type says
//   once per target: postsynaptic traces + 1

#define USE_TRACES
#define USE_POST_BEGIN
#define USE_DECAYS
#define USE_DECAY_FACTORS
#define USE_WORK
#define USE_SHARDS
#define USE_DISPATCHES
#define USE_LINKS
#define USE_WEIGHTS
#define USE_INCOMING
#define USE_CLASSES
#define USE_REWARDS
#define USE_DEVELOPMENTS
#define USE_GATES
#define USE_GATE_TOTALS
#include "contract.glsl"
#include "decay.glsl"
#include "trace.glsl"
#include "weight.glsl"
#include "gate.glsl"

layout(local_size_x = SYNAPSE_GROUP) in;

#include "work.glsl"

uniform int tick;
uniform int shard;
uniform int shard_count;

//   weight = moved(weight, LTPRate, e, LTPLimit)
void potentiate(int k, float e, Class c) {
	if (c.ltp_rate != 0.0)
		weights[k] = moved(weights[k], c.ltp_rate, e, c.ltp_limit, c);
}

//   x = decayed(trace);  x > 0: eligibility = decayed(eligibility) + x, trace = 0.5·x
void learn_reward(Link l, Class c) {
	Reward r = rewards[l.pre];
	float x = decayed(r.trace, tick - r.trace_tick, c.decay);
	if (x <= 0.0)
		return;
	precise float eligibility = decayed(r.eligibility, tick - r.eligibility_tick, c.decay2) + x;
	precise float rest = 0.5 * x;
	rewards[l.pre] = Reward(rest, tick, eligibility, tick);
}

void learn_synapse(int k) {
	Link l = links[k];
	Class c = classes[l.class_id];
	switch (c.type) {
	case TYPE_PLASTIC:
		// The stored value, as for developmental synapses.
		if (traces[l.pre].value > 0.0)
			potentiate(k, trace_at(l.pre, tick), c);
		break;
	case TYPE_GATED:
		if (gate_open(c.gate))
			potentiate(k, trace_at(l.pre, tick), c);
		break;
	case TYPE_REWARD_PLASTIC:
		learn_reward(l, c);
		break;
	case TYPE_DEVELOPMENTAL:
		// The stored value: whether the source ever fired.
		if (developments[l.post].alive != 0 && traces[l.pre].value > 0.0) {
			developments[l.post].coincidences++;
			potentiate(k, trace_at(l.pre, tick), c);
		}
		break;
	}
}

void begin_item(Item item) {
	if (item.kind == ITEM_FIRST)
		bump(post_begin[item.neuron], post_begin[item.neuron + 1], tick);
}

void handle(Item item, int i) { learn_synapse(incoming[i]); }

void main() {
	int list = (tick & 1) * 2 * shard_count + shard_count + shard;
	work_off(shards[shard].learn_list, int(dispatches[list].count));
}
