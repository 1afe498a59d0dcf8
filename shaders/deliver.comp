// deliver sends the spikes of this tick over the synapses of one shard
// (semantics section 1, step 7; section 2, on source spike).
//
//   for item in list, k in item:
//     static:   I[t+delay[k]][target[k]] += current[k]
//     dynamic:  as its type says, see deliver_dynamic

#define USE_RING
#define USE_TRACES
#define USE_DECAYS
#define USE_DECAY_FACTORS
#define USE_WORK
#define USE_SHARDS
#define USE_DISPATCHES
#define USE_STATICS
#define USE_LINKS
#define USE_WEIGHTS
#define USE_CLASSES
#define USE_REWARDS
#define USE_GAINS
#define USE_DEVELOPMENTS
#define USE_GATES
#define USE_GATE_TOTALS
#include "contract.glsl"
#include "fixedpoint.glsl"
#include "decay.glsl"
#include "trace.glsl"
#include "weight.glsl"
#include "ring.glsl"
#include "gate.glsl"

layout(local_size_x = SYNAPSE_GROUP) in;

#include "work.glsl"

uniform int tick;
uniform float scale; // of the fixed-point currents
uniform int shard;
uniform int shard_count;

void deliver_static(int k) {
	Static s = statics[k];
	int target = int(s.destination & ((1u << TARGET_BITS) - 1u));
	send(tick + int(s.destination >> TARGET_BITS), target, s.current);
}

//   e = trace(post);  e > LTD_FLOOR: weight = moved(weight, LTDRate, e, LTDLimit)
float deliver_plastic(int k, Link l, Class c) {
	float w = weights[k];
	if (c.ltd_rate != 0.0) {
		float e = trace_at(l.post, tick);
		if (e > LTD_FLOOR) {
			w = moved(w, c.ltd_rate, e, c.ltd_limit, c);
			weights[k] = w;
		}
	}
	return w;
}

//   trace = decayed(trace) + 1
float deliver_reward(int k, Link l, Class c) {
	Reward r = rewards[l.pre];
	precise float value = decayed(r.trace, tick - r.trace_tick, c.decay) + 1.0;
	rewards[l.pre].trace = value;
	rewards[l.pre].trace_tick = tick;
	return weights[k];
}

//   gain = 1 + decayed(gain - 1), then + facil_increment or · depress_factor
float deliver_short_term(int k, Link l, Class c) {
	Gain g = gains[l.pre];
	precise float above = g.gain - 1.0;
	precise float gain = 1.0 + decayed(above, tick - g.tick, c.decay);
	if (c.type == TYPE_FACILITATING)
		gain = gain + c.gain_step;
	else
		gain = gain * c.gain_step;
	gains[l.pre] = Gain(gain, tick);
	precise float delivered = weights[k] * gain;
	return delivered;
}

void deliver_dynamic(int k) {
	Link l = links[k];
	Class c = classes[l.class_id];
	float current;
	switch (c.type) {
	case TYPE_PLASTIC:
		current = deliver_plastic(k, l, c);
		break;
	case TYPE_GATED:
		if (c.transmission != 0 && !gate_open(c.gate))
			return;
		current = weights[k];
		break;
	case TYPE_REWARD_PLASTIC:
		current = deliver_reward(k, l, c);
		break;
	case TYPE_DEVELOPMENTAL:
		if (developments[l.post].alive == 0)
			return;
		developments[l.post].source_fires++;
		current = weights[k];
		break;
	default: // facilitating, depressing
		current = deliver_short_term(k, l, c);
		break;
	}
	send(tick + l.delay, l.target, quantize(current, scale));
}

void begin_item(Item item) {}

void handle(Item item, int k) {
	if (item.kind == ITEM_STATIC)
		deliver_static(k);
	else
		deliver_dynamic(k);
}

void main() {
	int list = (tick & 1) * 2 * shard_count + shard;
	work_off(shards[shard].deliver_list, int(dispatches[list].count));
}
