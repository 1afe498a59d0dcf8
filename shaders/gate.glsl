// Gates: gateWindows.open of package cpu.

bool gate_open(int gate) {
	return gate_totals[gates[gate].group] >= gates[gate].need;
}
