package gpu

import "math/bits"

// appendBits appends the numbers of the set bits, ascending.
func appendBits(to []int32, words []uint32) []int32 {
	for i, word := range words {
		for ; word != 0; word &= word - 1 {
			to = append(to, int32(32*i+bits.TrailingZeros32(word)))
		}
	}
	return to
}
