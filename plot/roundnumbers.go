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

// roundStepUp returns the smallest of 1, 2, 5 times a power of ten that is at
// least x > 0.
func roundStepUp(x float64) float64 {
	step := roundStep(x)
	for _, next := range []float64{1, 2, 2.5, 5, 10} {
		if up := roundStep(step * next * (1 + 1e-9)); up >= x*(1-1e-9) {
			return up
		}
	}
	return step
}

// minusSign writes a number with a minus sign that is as wide as a digit.
func minusSign(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'g', 6, 64), "-", "\u2212", 1)
}

// roundTo rounds a number to so many significant digits.
func roundTo(x float64, digits int) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// count writes a whole number with commas between thousands.
func count[N int | int32 | int64](n N) string {
	text := strconv.FormatInt(int64(n), 10)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// plural writes a count with its noun.
func plural[N int | int32 | int64](n N, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return count(n) + " " + noun
}
