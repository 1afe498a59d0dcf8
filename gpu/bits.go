package gpu

import (
	"encoding/binary"
	"math/bits"
)

// appendBits appends the numbers of the set bits of little-endian 32-bit
// words, ascending.
func appendBits(to []int32, words []byte) []int32 {
	for i := 0; i < len(words); i += 4 {
		for word := binary.LittleEndian.Uint32(words[i:]); word != 0; word &= word - 1 {
			to = append(to, int32(8*i+bits.TrailingZeros32(word)))
		}
	}
	return to
}
