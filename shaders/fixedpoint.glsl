// Fixed-point currents: snn.Quantize and its inverse.

// A current in fixed point, rounded to nearest even.
int quantize(float current, float scale) {
	precise float scaled = current * scale;
	return int(roundEven(scaled));
}

// The current of a fixed-point sum. int to float is done by halves, which are
// exact: GL leaves open how a conversion that does not fit is rounded, but not
// how a sum is.
float dequantize(int sum, float unit) {
	precise float whole = float(sum >> 16) * 65536.0 + float(sum & 0xffff);
	precise float current = whole * unit;
	return current;
}
