// Lazy traces: snn.DecayTable.Factor and decayed of package cpu.

// The decay over k >= 0 ticks.
float decay_factor(int k, int decay) {
	Decay d = decays[decay];
	if (k >= d.end)
		return d.beyond;
	precise float factor = decay_factors[d.low + k % DECAY_LOW] * decay_factors[d.high + k / DECAY_LOW];
	return factor;
}

// A lazy value after k ticks, cut to exactly 0 below TRACE_FLOOR.
//
//   x = value·decay^k;  |x| < TRACE_FLOOR: x = 0
float decayed(float value, int k, int decay) {
	precise float x = value * decay_factor(k, decay);
	return abs(x) < TRACE_FLOOR ? 0.0 : x;
}
