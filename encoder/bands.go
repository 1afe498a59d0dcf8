package encoder

import (
	"math/big"
	"sort"
)

const (
	// Bands is the number of bands.
	Bands = 32
	// LowestFrequency is where the first band begins [Hz].
	LowestFrequency = 80
	// HighestFrequency is where the last band ends at most [Hz].
	HighestFrequency = 16000
)

// A scale divides the frequencies from LowestFrequency to top into bands of
// equal ratio. It compares fractions exactly: no logarithm's last bit decides
// to which band a coefficient at a border belongs.
type scale struct {
	top   *big.Rat           // [Hz]
	edges [2*Bands + 1]power // edges and, between them, the bands' middles
}

// power is a frequency f by its ratio's power: (f/LowestFrequency)^(2·Bands).
type power = *big.Rat

// newScale returns the bands of sound of a sampling rate [Hz].
func newScale(rate int) *scale {
	s := &scale{top: big.NewRat(min(int64(rate), 2*HighestFrequency), 2)}
	ratio := new(big.Rat).Quo(s.top, big.NewRat(LowestFrequency, 1))
	s.edges[0] = big.NewRat(1, 1)
	for i := 1; i < len(s.edges); i++ {
		s.edges[i] = new(big.Rat).Mul(s.edges[i-1], ratio)
	}
	return s
}

// powerOf returns the power of a frequency [Hz].
func powerOf(frequency *big.Rat) power {
	p := new(big.Rat).Quo(frequency, big.NewRat(LowestFrequency, 1))
	for n := 1; n < 2*Bands; n *= 2 {
		p.Mul(p, p)
	}
	return p
}

// band returns the band of a frequency [Hz], or -1 outside of all. A band
// holds its lower edge; the last holds its upper one too.
func (s *scale) band(frequency *big.Rat) int {
	if frequency.Cmp(big.NewRat(LowestFrequency, 1)) < 0 || frequency.Cmp(s.top) > 0 {
		return -1
	}
	p := powerOf(frequency)
	above := sort.Search(Bands, func(b int) bool { return s.edges[2*b].Cmp(p) > 0 })
	return above - 1
}

// bins lists the coefficients of each band, for a transform of length n at a
// sampling rate [Hz]: those within, or the nearest to the middle.
func (s *scale) bins(rate, n int) [Bands][]int {
	var all [Bands][]int
	for k := range n/2 + 1 {
		if b := s.band(frequencyOf(2*int64(k), rate, n)); b >= 0 {
			all[b] = append(all[b], k)
		}
	}
	for b := range all {
		if len(all[b]) == 0 {
			middle := s.edges[2*b+1]
			nearest := sort.Search(n/2, func(k int) bool {
				return powerOf(frequencyOf(2*int64(k)+1, rate, n)).Cmp(middle) > 0
			})
			all[b] = []int{nearest}
		}
	}
	return all
}

// frequencyOf returns the frequency of a coefficient, counted in halves [Hz].
func frequencyOf(halves int64, rate, n int) *big.Rat {
	return new(big.Rat).Mul(big.NewRat(halves, 2), big.NewRat(int64(rate), int64(n)))
}
