package snn

// NoiseScale turns the whole number that NoiseInteger returns into a sample of
// unit variance: the sum of twelve uniform 16-bit numbers has the variance
// 12·(2^32-1)/12.
const NoiseScale = 1.0 / 65536

// NoiseInteger returns the noise of one neuron in one tick: the sum of twelve
// independent uniform numbers in 0..65535, less its mean 12·65535/2 (an
// Irwin-Hall approximation of a normal deviate; |result| < 2^19, so that it is
// exact in float32). It depends on nothing but its arguments, which makes it
// the same on every backend, thread count and after every interruption.
//
// The random words are Philox 4x32-10 with counter (tick, neuron, 0..1, 0) and
// key seed. Source: Salmon et al., "Parallel random numbers: as easy as
// 1, 2, 3", doi:10.1145/2063384.2063405.
func NoiseInteger(seed uint64, tick, neuron int32) int32 {
	var sum uint32
	for block := range uint32(2) {
		w := Philox4x32([4]uint32{uint32(tick), uint32(neuron), block, 0}, [2]uint32{uint32(seed), uint32(seed >> 32)})
		words := 4 - 2*block // four words, then two: six words hold twelve numbers
		for _, x := range w[:words] {
			sum += x&0xffff + x>>16
		}
	}
	return int32(sum) - 6*65535
}

// Philox4x32 is the counter-based random generator Philox 4x32 with ten
// rounds.
func Philox4x32(counter [4]uint32, key [2]uint32) [4]uint32 {
	const m0, m1 = 0xD2511F53, 0xCD9E8D57
	const w0, w1 = 0x9E3779B9, 0xBB67AE85
	for range 10 {
		p0, p1 := uint64(m0)*uint64(counter[0]), uint64(m1)*uint64(counter[2])
		counter = [4]uint32{
			uint32(p1>>32) ^ counter[1] ^ key[0], uint32(p1),
			uint32(p0>>32) ^ counter[3] ^ key[1], uint32(p0),
		}
		key[0] += w0
		key[1] += w1
	}
	return counter
}
