// arithmetic applies every operation that a tick is made of to given operands,
// so that the host can compare the results bit for bit (doctor).
//
//   for i, operation o: results[i·OPERATIONS + o] = o(operands[i])

#include "contract.glsl"
#include "fixedpoint.glsl"
#include "membrane.glsl"
#include "noise.glsl"

layout(local_size_x = SYNAPSE_GROUP) in;

// A set of operands: floats by their bits, and a whole number.
struct Operands {
	uint a;
	uint b;
	uint c;
	int whole;
};

layout(std430, binding = 0) buffer OperandsBlock { Operands operands[]; };
layout(std430, binding = 1) buffer ResultsBlock { uint results[]; };
layout(std430, binding = 2) buffer SumsBlock { int sums[]; };

uniform int count;
uniform float scale;
uniform float unit;

void main() {
	int i = int(gl_GlobalInvocationID.x);
	if (i >= count)
		return;
	Operands o = operands[i];
	float a = uintBitsToFloat(o.a), b = uintBitsToFloat(o.b), c = uintBitsToFloat(o.c);
	int at = i * OPERATIONS;
	precise float sum = a + b;
	precise float difference = a - b;
	precise float product = a * b;
	precise float product_sum = a * b + c;
	results[at] = floatBitsToUint(sum);
	results[at + 1] = floatBitsToUint(difference);
	results[at + 2] = floatBitsToUint(product);
	results[at + 3] = floatBitsToUint(product_sum);
	results[at + 4] = floatBitsToUint(dequantize(o.whole, unit));
	results[at + 5] = uint(quantize(c, scale));
	results[at + 6] = floatBitsToUint(min(max(a, -100.0), 35.0));
	results[at + 7] = floatBitsToUint(half_step(a, b, c));
	results[at + 8] = uint(noise_integer(uvec2(o.a, o.b), o.whole, i));
	uint high, low;
	umulExtended(o.a, o.b, high, low);
	results[at + 9] = high;
	results[at + 10] = low;
	results[at + 11] = a >= 30.0 ? 1u : 0u;
	results[at + 12] = floatBitsToUint(uintBitsToFloat(o.a & 0x007fffffu) * 1.0); // a denormal
	atomicAdd(sums[0], o.whole);
	atomicOr(sums[1], 1 << (i & 31));
	atomicAdd(sums[2], 1);
}
