// late adds the currents of fixed synapses with long delays to the tick in
// which they arrive: it looks up whether their source fired that long ago.
//
//   for k: fired(t - delay[k], source[k]): I[t][target[k]] += current[k]

#define USE_RING
#define USE_HISTORY
#define USE_LATES
#include "contract.glsl"
#include "ring.glsl"
#include "history.glsl"

layout(local_size_x = SYNAPSE_GROUP) in;

uniform int tick; // in which the currents arrive
uniform int late_count;

void main() {
	int stride = int(gl_NumWorkGroups.x) * SYNAPSE_GROUP;
	for (int k = int(gl_GlobalInvocationID.x); k < late_count; k += stride) {
		Late l = lates[k];
		if (tick >= l.delay && fired_in(tick - l.delay, l.source))
			send(tick, l.target, l.current);
	}
}
