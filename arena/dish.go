package arena

import (
	"errors"
	"fmt"
	"math"

	"github.com/engine-gpu/engine-gpu/internal/fpmath"
)

// Food is one source of smell.
type Food struct {
	X     float64 `json:"x"`     // [BL]
	Y     float64 `json:"y"`     // [BL]
	Peak  float64 `json:"peak"`  // concentration at the source
	Sigma float64 `json:"sigma"` // width of the smell [BL]
}

// Dish is a round dish with at least one source of food.
type Dish struct {
	radius float64
	foods  []Food
}

// V8's dish.
const (
	DefaultRadius = 30.0 // [BL]
	defaultFoodX  = 15.0 // [BL]
	DefaultPeak   = 1.0
	DefaultSigma  = 12.0 // [BL]
)

// NewDish returns a dish of the given radius. Food may lie anywhere in it; a
// peak of 0 marks a place without smelling of anything.
func NewDish(radius float64, foods ...Food) (*Dish, error) {
	if !(radius > 0) || math.IsInf(radius, 1) {
		return nil, fmt.Errorf("dish radius is %v BL, must be positive", radius)
	}
	if len(foods) == 0 {
		return nil, errors.New("the dish has no food: give one, with peak 0 if it must not smell")
	}
	d := &Dish{radius: radius, foods: append([]Food(nil), foods...)}
	for i, f := range foods {
		switch {
		case !(d.WallDistance(f.X, f.Y) >= 0):
			return nil, fmt.Errorf("food %d at (%v, %v) lies outside of the dish of radius %v BL", i, f.X, f.Y, radius)
		case !(f.Peak >= 0) || math.IsInf(f.Peak, 1):
			return nil, fmt.Errorf("food %d has the peak %v, must be 0 or more", i, f.Peak)
		case !(f.Sigma > 0) || math.IsInf(f.Sigma, 1):
			return nil, fmt.Errorf("food %d has the width %v BL, must be positive", i, f.Sigma)
		}
	}
	return d, nil
}

// DefaultDish returns V8's dish: radius 30 BL, food at (15, 0).
func DefaultDish() *Dish {
	return &Dish{
		radius: DefaultRadius,
		foods:  []Food{{X: defaultFoodX, Peak: DefaultPeak, Sigma: DefaultSigma}},
	}
}

// Radius returns the dish's radius [BL].
func (d *Dish) Radius() float64 { return d.radius }

// Foods returns a copy of the sources of food.
func (d *Dish) Foods() []Food { return append([]Food(nil), d.foods...) }

// Concentration returns the smell at a point: the sum over all food of
// peak·exp(-d²/2sigma²).
func (d *Dish) Concentration(x, y float64) float64 {
	sum := 0.0
	for i := range d.foods {
		f := &d.foods[i]
		dx, dy := x-f.X, y-f.Y
		square := float64(dx*dx) + float64(dy*dy)
		sum += float64(f.Peak * fpmath.Exp(-square/float64(2*float64(f.Sigma*f.Sigma))))
	}
	return sum
}

// FoodDistance returns the distance from a point to the nearest food [BL].
func (d *Dish) FoodDistance(x, y float64) float64 {
	nearest := math.Inf(1)
	for i := range d.foods {
		nearest = min(nearest, length(x-d.foods[i].X, y-d.foods[i].Y))
	}
	return nearest
}

// WallDistance returns the distance from a point inside to the wall [BL].
func (d *Dish) WallDistance(x, y float64) float64 { return d.radius - length(x, y) }

// Clamp returns the point itself, or the wall's nearest point if it lies
// outside of the dish.
func (d *Dish) Clamp(x, y float64) (float64, float64) {
	r := length(x, y)
	if r <= d.radius {
		return x, y
	}
	return float64(x * (d.radius / r)), float64(y * (d.radius / r))
}

// length returns √(x²+y²), rounded after every operation: math.Hypot differs
// between architectures.
func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }
