package arena

import (
	"math"

	"github.com/engine-gpu/engine-gpu/internal/fpmath"
	"github.com/engine-gpu/engine-gpu/internal/pyrand"
)

// DefaultStartDistance is how far from the food V8 lets the worm start [BL].
const DefaultStartDistance = 20.0

// Start returns the start of the worm for a seed: the given distance [BL] from
// the first food in a random direction, but inside the dish, with a random
// heading [rad]. The numbers are those of NumPy's RandomState(seed).
func (d *Dish) Start(seed uint32, distance float64) (x, y, heading float64) {
	random := pyrand.NewRandomState(seed)
	angle := random.Uniform(0, 2*math.Pi)
	heading = random.Uniform(0, 2*math.Pi)
	sin, cos := fpmath.SinCos(angle)
	food := &d.foods[0]
	x, y = d.Clamp(food.X+float64(distance*cos), food.Y+float64(distance*sin))
	return x, y, heading
}
