// window moves the spike counts of the modulator groups on by one tick
// (semantics section 1, step 6).
//
//   for g: total[g] += fired members of g in this tick - those GATE_WINDOW ticks ago

#define USE_HISTORY
#define USE_GATE_TOTALS
#define USE_GATE_HISTORY
#define USE_GROUP_BEGIN
#define USE_GROUP_MEMBERS
#include "contract.glsl"
#include "history.glsl"

layout(local_size_x = SYNAPSE_GROUP) in;

uniform int tick;
uniform int group_count;

void main() {
	int stride = int(gl_NumWorkGroups.x) * SYNAPSE_GROUP;
	for (int g = int(gl_GlobalInvocationID.x); g < group_count; g += stride) {
		int spikes = 0;
		for (int m = group_begin[g]; m < group_begin[g + 1]; m++)
			spikes += fired_in(tick, group_members[m]) ? 1 : 0;
		int slot = g * GATE_WINDOW + tick % GATE_WINDOW;
		gate_totals[g] += spikes - gate_history[slot];
		gate_history[slot] = spikes;
	}
}
