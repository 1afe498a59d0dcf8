// Spike traces of neurons: trace and bump of package cpu.

// A trace as it is in a tick.
float trace_at(int i, int tick) {
	Trace t = traces[i];
	return decayed(t.value, tick - t.tick, t.decay);
}

// Adds a spike to the traces first .. end-1.
//
//   value = decayed(value) + 1
void bump(int first, int end, int tick) {
	for (int i = first; i < end; i++) {
		precise float value = trace_at(i, tick) + 1.0;
		traces[i].value = value;
		traces[i].tick = tick;
	}
}
