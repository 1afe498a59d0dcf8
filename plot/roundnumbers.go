package plot

import (
	"math"
	"strconv"
	"strings"
)

// roundStep returns the largest of 1, 2, 5 times a power of ten that is at most
// x > 0.
func roundStep(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, digit := range []float64{5, 2} {
		if digit*power <= x*(1+1e-9) {
			return digit * power
		}
	}
	return power
}

// minusSign writes a number with a minus sign that is as wide as a digit.
func minusSign(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'g', 6, 64), "-", "\u2212", 1)
}
