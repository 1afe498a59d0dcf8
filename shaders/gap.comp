// gap adds the currents of the gap junctions to a tick, from the voltages that
// the tick before left (semantics section 1, step 3).
//
//   q = quantize(g·clamp(v[source] - v[target], -GAP_LIMIT, GAP_LIMIT))
//   I[target] += q;  I[source] -= q

#define USE_MEMBRANE
#define USE_RING
#define USE_GAPS
#include "contract.glsl"
#include "fixedpoint.glsl"
#include "ring.glsl"

layout(local_size_x = SYNAPSE_GROUP) in;

uniform int tick; // in which the currents arrive
uniform float scale;
uniform int gap_count;

void main() {
	int stride = int(gl_NumWorkGroups.x) * SYNAPSE_GROUP;
	for (int k = int(gl_GlobalInvocationID.x); k < gap_count; k += stride) {
		Gap g = gaps[k];
		precise float difference = membrane[g.source].v - membrane[g.target].v;
		difference = min(max(difference, -GAP_LIMIT), GAP_LIMIT);
		precise float current = g.conductance * difference;
		int q = quantize(current, scale);
		send(tick, g.target, q);
		send(tick, g.source, -q);
	}
}
