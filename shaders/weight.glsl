// Learned weights: bounded and moved of package cpu.

// Clamps a weight and cuts what is below WEIGHT_FLOOR.
float bounded(float w, Class c) {
	w = min(max(w, c.w_min), c.w_max);
	return abs(w) < WEIGHT_FLOOR ? 0.0 : w;
}

// A weight moved by rate·e of its way towards a limit.
//
//   w += (rate·e)·(limit - w);  w = clamp(w, w_min, w_max)
float moved(float w, float rate, float e, float limit, Class c) {
	precise float amount = rate * e;
	precise float way = limit - w;
	precise float change = amount * way;
	precise float result = w + change;
	return bounded(result, c);
}
