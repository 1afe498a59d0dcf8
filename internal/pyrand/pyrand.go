// Package pyrand draws the random numbers that Python and NumPy draw from the
// same seed, so that brains and start positions equal those that Python
// programs made. Both use the Mersenne Twister MT19937; they differ in how a
// seed becomes its state.
package pyrand

import (
	"math/bits"

	"gonum.org/v1/gonum/mathext/prng"
)

// Random is Python's random.Random. It is not safe for concurrent use.
type Random struct{ mt prng.MT19937 }

// NewRandom returns the generator that Python seeds with the integer seed.
// As in Python, a seed and its negative give the same numbers.
func NewRandom(seed int64) *Random {
	magnitude := uint64(seed)
	if seed < 0 {
		magnitude = -magnitude
	}
	keys := []uint32{uint32(magnitude)}
	if high := uint32(magnitude >> 32); high != 0 {
		keys = append(keys, high)
	}
	r := new(Random)
	r.mt.SeedFromKeys(keys)
	return r
}

// Float64 returns a number in [0, 1): random() in Python.
func (r *Random) Float64() float64 { return float53(&r.mt) }

// Index returns an index into a list of n elements: the one that Python's
// choice picks. It panics unless 0 < n <= 2^31-1.
func (r *Random) Index(n int) int {
	if n <= 0 || n > 1<<31-1 {
		panic("pyrand: Index of a list without elements or longer than 2^31-1")
	}
	shift := 32 - bits.Len32(uint32(n))
	for {
		if k := r.mt.Uint32() >> shift; k < uint32(n) {
			return int(k)
		}
	}
}

// RandomState is NumPy's legacy generator numpy.random.RandomState. It is not
// safe for concurrent use.
type RandomState struct{ mt prng.MT19937 }

// NewRandomState returns the generator that NumPy seeds with the given seed.
func NewRandomState(seed uint32) *RandomState {
	r := new(RandomState)
	r.mt.Seed(uint64(seed))
	return r
}

// Uniform returns a number in [low, high): uniform(low, high) in NumPy.
func (r *RandomState) Uniform(low, high float64) float64 {
	return low + float64((high-low)*float53(&r.mt))
}

// float53 makes a number in [0, 1) of 53 random bits, the high 27 first.
func float53(mt *prng.MT19937) float64 {
	high, low := uint64(mt.Uint32()>>5), uint64(mt.Uint32()>>6)
	return float64(high<<26|low) * 0x1p-53
}
