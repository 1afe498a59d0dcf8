// reward delivers a reward m to the reward_plastic synapses of one shard
// between two ticks (semantics section 2, deliver_reward).
//
//   for k: e = decayed(eligibility);  |e| >= ELIGIBILITY_FLOOR:
//     weight = moved(weight, LTPRate, e·m, limit), eligibility = 0.5·e

#define USE_DECAYS
#define USE_DECAY_FACTORS
#define USE_LINKS
#define USE_WEIGHTS
#define USE_CLASSES
#define USE_REWARDS
#include "contract.glsl"
#include "decay.glsl"
#include "weight.glsl"

layout(local_size_x = SYNAPSE_GROUP) in;

uniform int tick; // the next one
uniform float amount;
uniform int dynamic_count;

void main() {
	int stride = int(gl_NumWorkGroups.x) * SYNAPSE_GROUP;
	for (int k = int(gl_GlobalInvocationID.x); k < dynamic_count; k += stride) {
		Link l = links[k];
		Class c = classes[l.class_id];
		if (c.type != TYPE_REWARD_PLASTIC)
			continue;
		Reward r = rewards[l.pre];
		float e = decayed(r.eligibility, tick - r.eligibility_tick, c.decay2);
		if (abs(e) < ELIGIBILITY_FLOOR)
			continue;
		if (c.ltp_rate != 0.0) {
			precise float effect = e * amount;
			float limit = c.ltp_limit;
			if (amount < 0.0 && c.inhibitory == 0) {
				effect = -effect;
				limit = c.w_min;
			}
			weights[k] = moved(weights[k], c.ltp_rate, effect, limit, c);
		}
		precise float rest = 0.5 * e;
		rewards[l.pre].eligibility = rest;
		rewards[l.pre].eligibility_tick = tick;
	}
}
