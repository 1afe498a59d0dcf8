// input replaces the external current of some neurons.
//
//   for i: external_current[neuron[i]] = current[i]

#define USE_EXTERNAL_CURRENT
#define USE_INPUT_NEURONS
#define USE_INPUT_CURRENTS
#include "contract.glsl"

layout(local_size_x = SYNAPSE_GROUP) in;

uniform int input_count;

void main() {
	int stride = int(gl_NumWorkGroups.x) * SYNAPSE_GROUP;
	for (int i = int(gl_GlobalInvocationID.x); i < input_count; i += stride)
		external_current[input_neurons[i]] = input_currents[i];
}
