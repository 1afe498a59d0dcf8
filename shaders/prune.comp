// prune kills the live developmental synapses of one shard with too few
// coincidences (semantics section 2, developmental). The quotient is compared
// in integers.
//
//   for k, alive, source_fires >= min: coincidences/source_fires < threshold: alive = 0, weight = 0

#define USE_LINKS
#define USE_WEIGHTS
#define USE_CLASSES
#define USE_DEVELOPMENTS
#include "contract.glsl"

layout(local_size_x = SYNAPSE_GROUP) in;

uniform int dynamic_count;
uniform int min_source_fires;
uniform uint threshold_high; // of a threshold in units of 2^-32
uniform uint threshold_low;

// Whether coincidences·2^32 < threshold·fires.
bool too_few(uint coincidences, uint fires) {
	uint high0, low0, high1, low1, carry;
	umulExtended(threshold_low, fires, high0, low0);
	umulExtended(threshold_high, fires, high1, low1);
	uint middle = uaddCarry(high0, low1, carry);
	return high1 + carry > 0u || coincidences < middle || coincidences == middle && low0 > 0u;
}

void main() {
	int stride = int(gl_NumWorkGroups.x) * SYNAPSE_GROUP;
	for (int k = int(gl_GlobalInvocationID.x); k < dynamic_count; k += stride) {
		Link l = links[k];
		if (classes[l.class_id].type != TYPE_DEVELOPMENTAL)
			continue;
		Development d = developments[l.post];
		if (d.alive != 0 && d.source_fires >= min_source_fires
				&& too_few(uint(d.coincidences), uint(d.source_fires))) {
			developments[l.post].alive = 0;
			weights[k] = 0.0;
		}
	}
}
