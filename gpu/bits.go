package gpu

import (
	"encoding/binary"
	"math/bits"
)

// appendBits appends the numbers of the set bits of little-endian 32-bit
// words, ascending.
func appendBits(to []int32, words []byte) []int32 {
	base := int32(0)
	for ; len(words) >= 8; words = words[8:] {
		for word := binary.LittleEndian.Uint64(words); word != 0; word &= word - 1 {
			to = append(to, base+int32(bits.TrailingZeros64(word)))
		}
		base += 64
	}
	if len(words) >= 4 {
		for word := binary.LittleEndian.Uint32(words); word != 0; word &= word - 1 {
			to = append(to, base+int32(bits.TrailingZeros32(word)))
		}
	}
	return to
}
