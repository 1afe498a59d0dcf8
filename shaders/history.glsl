// Who fired in the last ticks, one bit a neuron.

uniform int history_mask;  // ticks kept - 1; a power of two less one
uniform int history_words; // words of a tick

int history_index(int tick, int neuron) { return (tick & history_mask) * history_words + (neuron >> 5); }

bool fired_in(int tick, int neuron) {
	return (history[history_index(tick, neuron)] & (1u << (neuron & 31))) != 0u;
}
