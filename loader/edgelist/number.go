package edgelist

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/engine-gpu/engine-gpu/snn"
)

// wholeFloats bounds the whole numbers that a float64 tells apart.
const wholeFloats = 1 << 53

var errMissing = errors.New("is missing")

// checkNeuron refuses numbers that no neuron has.
func checkNeuron(id int64) error {
	if id < 0 {
		return fmt.Errorf("%d is negative", id)
	}
	return nil
}

// neuronOf turns a float into a neuron's number. Tools that know missing
// values write whole numbers as floats.
func neuronOf(x float64) (int64, error) {
	switch {
	case x != math.Trunc(x) || math.IsInf(x, 0): // also if it is not a number
		return 0, fmt.Errorf("%v is not a whole number", x)
	case math.Abs(x) > wholeFloats:
		return 0, fmt.Errorf("%v has lost digits: floats hold whole numbers to 2^53", x)
	}
	return int64(x), checkNeuron(int64(x))
}

// parseNeuron reads a neuron's number.
func parseNeuron(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		return id, checkNeuron(id)
	}
	if text == "" {
		return 0, errMissing
	}
	if errors.Is(err, strconv.ErrRange) {
		return 0, fmt.Errorf("%.40q is outside 0 to 2^63-1", text)
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("%.40q is not a whole number", text)
	}
	return neuronOf(x)
}

// checkWeight refuses what no weight can be.
func checkWeight(x float64) error {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return fmt.Errorf("%v is not finite", x)
	}
	return nil
}

// parseNumber reads a number.
func parseNumber(text string) (float64, error) {
	x, err := strconv.ParseFloat(text, 64)
	switch {
	case text == "":
		return 0, errMissing
	case errors.Is(err, strconv.ErrRange): // x is infinite
		return 0, fmt.Errorf("%.40q is not finite", text)
	case err != nil:
		return 0, fmt.Errorf("%.40q is not a number", text)
	}
	return x, nil
}

// delayOf rounds a delay in ms to whole ticks, at least 1.
func delayOf(x float64) (int32, error) {
	switch ticks := math.Round(x); {
	case math.IsNaN(x):
		return 0, fmt.Errorf("%v is not finite", x)
	case x < 0:
		return 0, fmt.Errorf("%v is negative", x)
	case ticks > snn.MaxDelay:
		return 0, fmt.Errorf("%v is longer than the limit of %d ticks", x, snn.MaxDelay)
	default:
		return int32(max(ticks, 1)), nil
	}
}
