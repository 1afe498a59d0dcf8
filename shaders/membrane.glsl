// The membrane equation: integrate of package cpu.

// One half step of v.
float half_step(float v, float u, float current) {
	precise float linear = 0.04 * v;
	precise float square = linear * v;
	precise float five = 5.0 * v;
	precise float sum = square + five;
	sum = sum + 140.0;
	sum = sum - u;
	sum = sum + current;
	precise float change = 0.5 * sum;
	precise float next = v + change;
	return next;
}
