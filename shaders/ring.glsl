// The ring of currents on their way.

uniform int neurons;
uniform int ring_mask; // slots - 1; a power of two less one

int ring_index(int tick, int target) { return (tick & ring_mask) * neurons + target; }

// Sums are of integers: no order of arrival changes them.
void send(int arrival, int target, int current) {
	atomicAdd(ring[ring_index(arrival, target)], current);
}
