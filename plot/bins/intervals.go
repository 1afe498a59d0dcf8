package bins

import (
	"math"
	"slices"
)

// Scale divides the whole numbers from 1 on into bins that grow with the
// number: each is one number wide, or a fixed share of a decade where that is
// more. So no bin is empty for want of a whole number in it.
type Scale struct {
	edges []int32 // bin i holds edges[i] .. edges[i+1]-1
	small []uint8 // the bin of small numbers
}

// NewScale returns a scale with so many bins to a decade, 1 to 20.
func NewScale(perDecade int) *Scale {
	s := &Scale{small: make([]uint8, 4096)}
	step := math.Pow(10, 1/float64(min(max(perDecade, 1), 20)))
	for x := 1.0; x < math.MaxInt32; x = max(x+1, math.Ceil(x*step)) {
		s.edges = append(s.edges, int32(x))
	}
	s.edges = append(s.edges, math.MaxInt32)
	for i := range s.small {
		s.small[i] = uint8(s.search(int32(max(i, 1))))
	}
	return s
}

// Len is the number of bins.
func (s *Scale) Len() int { return len(s.edges) - 1 }

// Bin returns the bin of a number; what is less than 1 counts as 1.
func (s *Scale) Bin(x int32) int {
	if uint32(x) < uint32(len(s.small)) {
		return int(s.small[x])
	}
	return s.search(max(x, 1))
}

func (s *Scale) search(x int32) int {
	i, found := slices.BinarySearch(s.edges, x)
	if !found {
		i--
	}
	return min(i, s.Len()-1)
}

// Edges returns the ends of a bin, halfway between whole numbers.
func (s *Scale) Edges(bin int) (low, high float64) {
	return float64(s.edges[bin]) - 0.5, float64(s.edges[bin+1]) - 0.5
}

// Decades is the width of a bin on a logarithmic axis.
func (s *Scale) Decades(bin int) float64 {
	low, high := s.Edges(bin)
	return math.Log10(high / low)
}
