// Counter-based noise: snn.NoiseInteger.

// Philox 4x32-10.
uvec4 philox(uvec4 counter, uvec2 key) {
	for (int i = 0; i < 10; i++) {
		uint high0, low0, high1, low1;
		umulExtended(0xD2511F53u, counter.x, high0, low0);
		umulExtended(0xCD9E8D57u, counter.z, high1, low1);
		counter = uvec4(high1 ^ counter.y ^ key.x, low1, high0 ^ counter.w ^ key.y, low0);
		key += uvec2(0x9E3779B9u, 0xBB67AE85u);
	}
	return counter;
}

// The two 16-bit halves of a word, added.
uint halves(uint word) { return (word & 0xffffu) + (word >> 16); }

// The sum of twelve uniform 16-bit numbers less its mean.
int noise_integer(uvec2 seed, int tick, int neuron) {
	uvec4 first = philox(uvec4(uint(tick), uint(neuron), 0u, 0u), seed);
	uvec4 second = philox(uvec4(uint(tick), uint(neuron), 1u, 0u), seed);
	uint sum = halves(first.x) + halves(first.y) + halves(first.z) + halves(first.w)
		+ halves(second.x) + halves(second.y);
	return int(sum) - 6 * 65535;
}
