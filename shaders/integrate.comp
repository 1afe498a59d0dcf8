// integrate moves the neurons on by one tick, notes who fires and makes their
// work for the kernels after it (semantics section 1, steps 1, 2, 4, 5).
//
//   I = current·unit + external [+ noise];  current = 0
//   v = clamp(v + 0.5·(0.04·v·v + 5·v + 140 - u + I), -100, 35)
//   v = v + 0.5·(0.04·v·v + 5·v + 140 - u + I)
//   u = clamp(u + a·(b·v - u), -RECOVERY_LIMIT, RECOVERY_LIMIT)
//   v >= 30: v = c, u = u + d, last_spike = tick, fired, presynaptic traces + 1
//
// Every product is rounded before it is added: no fused multiply-add. With
// NOISY defined there is noise.

#define USE_RECOVERY
#define USE_MEMBRANE
#define USE_LAST_SPIKE
#define USE_EXTERNAL_CURRENT
#ifdef NOISY
#define USE_NOISE_AMPLITUDE
#endif
#define USE_RING
#define USE_HISTORY
#define USE_TRACES
#define USE_DECAYS
#define USE_DECAY_FACTORS
#define USE_ROWS
#define USE_COLUMNS
#define USE_SHARDS
#define USE_WORK
#define USE_DISPATCHES
#include "contract.glsl"
#include "fixedpoint.glsl"
#include "decay.glsl"
#include "trace.glsl"
#include "membrane.glsl"
#include "noise.glsl"
#include "ring.glsl"
#include "history.glsl"
#include "meet.glsl"

layout(local_size_x = INTEGRATE_GROUP) in;

uniform int tick;
uniform float unit; // of the fixed-point currents
uniform uint noise_seed_low;
uniform uint noise_seed_high;
uniform int learn;
uniform int shard_count;
uniform uint most_groups; // of one dispatch

// A workgroup moves several neurons per invocation on before it turns to those
// that fired: few, which would hold up all others one by one.
#define TURNS 4
shared uint fired_bits[TURNS * INTEGRATE_GROUP / 32];
shared int fired_count;
shared int fired_neuron[TURNS * INTEGRATE_GROUP];
shared float fired_u[TURNS * INTEGRATE_GROUP];

// Moves one neuron on and reports whether it fired; then only u is new, and is
// left to fire.
bool integrate(int n, out float new_u) {
	int slot = ring_index(tick, n);
	int sum = ring[slot];
	if (sum != 0) // most often nothing came
		ring[slot] = 0;
	precise float current = dequantize(sum, unit) + external_current[n];
#ifdef NOISY
	if (noise_amplitude[n] != 0.0) {
		precise float noise = float(noise_integer(uvec2(noise_seed_low, noise_seed_high), tick, n)) * noise_amplitude[n];
		current = current + noise;
	}
#endif
	Recovery p = recovery[n];
	float v = membrane[n].v, u = membrane[n].u;
	v = min(max(half_step(v, u, current), -100.0), 35.0);
	v = half_step(v, u, current);
	precise float wanted = p.b * v;
	precise float difference = wanted - u;
	precise float change = p.a * difference;
	precise float next_u = u + change;
	next_u = min(max(next_u, -RECOVERY_LIMIT), RECOVERY_LIMIT);
	new_u = next_u;
	bool fires = v >= 30.0;
	if (!fires)
		membrane[n] = Membrane(v, next_u);
	return fires;
}

// Appends synapses first .. first+count-1 of a shard to a work list, in pieces
// that one workgroup takes.
void push(int dispatch, int list, int first, int count, int kind, int neuron) {
	if (count == 0)
		return;
	uint items = uint((count + ITEM_SYNAPSES - 1) / ITEM_SYNAPSES);
	uint slot = atomicAdd(dispatches[dispatch].count, items);
	atomicMax(dispatches[dispatch].x, min(slot + items, most_groups));
	for (uint i = 0u; i < items; i++) {
		int begin = int(i) * ITEM_SYNAPSES;
		work[list + int(slot + i)] = Item(first + begin, min(count - begin, ITEM_SYNAPSES), kind, neuron);
		if (kind == ITEM_FIRST)
			kind = ITEM_LEARN;
	}
}

// Makes the work of a neuron that fired.
void push_work(int neuron, Row row) {
	int lists = (tick & 1) * 2 * shard_count;
	int shard = 0;
	while (shard + 1 < shard_count && shards[shard + 1].first_source <= neuron)
		shard++;
	push(lists + shard, shards[shard].deliver_list, row.static_first, row.static_count, ITEM_STATIC, neuron);
	push(lists + shard, shards[shard].deliver_list, row.dynamic_first, row.dynamic_count, ITEM_DYNAMIC, neuron);
	if (learn == 0)
		return;
	int kind = ITEM_FIRST;
	for (int s = 0; s < shard_count; s++) {
		Column column = columns[s * neurons + neuron];
		push(lists + shard_count + s, shards[s].learn_list, column.first, column.count, kind, neuron);
		if (column.count > 0)
			kind = ITEM_LEARN;
	}
}

//   v = c, u = u + d, last_spike = tick, presynaptic traces + 1
void fire(int n, float u) {
	Row row = rows[n];
	precise float next_u = u + row.d;
	membrane[n] = Membrane(row.c, next_u);
	last_spike[n] = tick;
	bump(row.pre_first, row.pre_first + row.pre_count, tick);
	push_work(n, row);
}

void main() {
	int local = int(gl_LocalInvocationID.x);
	int stride = int(gl_NumWorkGroups.x) * INTEGRATE_GROUP;
	// The work lists of the next tick were read by the tick before this one.
	int lists = 2 * shard_count;
	for (int i = int(gl_GlobalInvocationID.x); i < lists; i += stride)
		dispatches[((tick + 1) & 1) * lists + i] = Dispatch(0u, 0u, 1u, 1u);

	for (int from = int(gl_WorkGroupID.x) * INTEGRATE_GROUP; from < neurons; from += TURNS * stride) {
		if (local < TURNS * INTEGRATE_GROUP / 32)
			fired_bits[local] = 0u;
		if (local == 0)
			fired_count = 0;
		meet();
		for (int turn = 0; turn < TURNS; turn++) {
			int n = from + turn * stride + local;
			float u;
			if (n < neurons && integrate(n, u)) {
				atomicOr(fired_bits[(turn * INTEGRATE_GROUP + local) >> 5], 1u << (local & 31));
				int place = atomicAdd(fired_count, 1);
				fired_neuron[place] = n;
				fired_u[place] = u;
			}
		}
		meet();
		for (int i = local; i < fired_count; i += INTEGRATE_GROUP)
			fire(fired_neuron[i], fired_u[i]);
		int first = from + local / (INTEGRATE_GROUP / 32) * stride + local % (INTEGRATE_GROUP / 32) * 32;
		if (local < TURNS * INTEGRATE_GROUP / 32 && first < neurons)
			history[history_index(tick, first)] = fired_bits[local];
		meet();
	}
}
