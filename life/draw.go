package life

import (
	"math"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/internal/fpmath"
	"github.com/engine-gpu/engine-gpu/snn"
)

// What a session draws.
const (
	startDraw uint32 = iota
	foodDraw
	sleepDraw
)

// draw returns four random words of a session, counted from 0. The counter's
// last word keeps them apart from the noise of snn.NoiseInteger.
func draw(seed uint64, session int, what uint32) [4]uint32 {
	const tag = 0x4c494645 // "LIFE"
	return snn.Philox4x32([4]uint32{uint32(session), what, 0, tag}, [2]uint32{uint32(seed), uint32(seed >> 32)})
}

// uniform returns a number in 0..1, 1 excluded, made of 53 of 64 bits.
func uniform(high, low uint32) float64 {
	return float64((uint64(high)<<32|uint64(low))>>11) * 0x1p-53
}

// startSeed is the seed of a session's start, as of `run --seed`.
func startSeed(seed uint64, session int) uint32 { return draw(seed, session, startDraw)[0] }

// sleepSeed is the seed of the noise in the sleep after a session.
func sleepSeed(seed uint64, session int) uint64 {
	w := draw(seed, session, sleepDraw)
	return uint64(w[0])<<32 | uint64(w[1])
}

// placeFood returns the dish with its first food alone, at a place drawn evenly
// from the disc of the given radius.
func placeFood(dish *arena.Dish, radius float64, seed uint64, session int) (*arena.Dish, error) {
	w := draw(seed, session, foodDraw)
	r := radius * math.Sqrt(uniform(w[0], w[1]))
	sin, cos := fpmath.SinCos(2 * math.Pi * uniform(w[2], w[3]))
	food := dish.Foods()[0]
	food.X, food.Y = r*cos, r*sin
	return arena.NewDish(dish.Radius(), food)
}
