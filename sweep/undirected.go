package sweep

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/engine-gpu/engine-gpu/arena"
)

// Undirected is what chance alone would give: the worms of a group, each as far
// from its start as it came, but in random directions. A mean index of 0 is no
// measure of chance, since a wanderer ends farther away on average than it
// began, and a worm at the wall can only go inwards.
type Undirected struct {
	Mean     float64    // of the chemotaxis index
	Interval [2]float64 // holds the share Level of the draws' means
	Chance   float64    // share of the draws whose mean is at least that of the worms
}

// UndirectedDraws is how often all directions are drawn.
const UndirectedDraws = 2000

// maxTries bounds the draws of one direction. There is one that ends in the dish,
// the worm's own, which stands for those of a corner too narrow to be hit.
const maxTries = 100

// pathRounding is how far float32 may put a worm at the wall outside of the dish,
// as a share of the radius.
const pathRounding = 1e-6

// Undirect draws the directions of the given starts, which must not be empty,
// evenly from those that end in the dish.
func Undirect(dish *arena.Dish, done []Done, draws int, seed uint64) Undirected {
	type walk struct{ x, y, dx, dy, first, distance float64 }
	walks := make([]walk, len(done))
	worms := 0.0
	for i := range done {
		p := &done[i].Path
		last := len(p.Tick) - 1
		w := walk{x: float64(p.X[0]), y: float64(p.Y[0])}
		w.dx, w.dy = float64(p.X[last])-w.x, float64(p.Y[last])-w.y
		w.first, w.distance = dish.FoodDistance(w.x, w.y), math.Sqrt(float64(w.dx*w.dx)+float64(w.dy*w.dy))
		walks[i] = w
		worms += index(w.first, dish.FoodDistance(w.x+w.dx, w.y+w.dy))
	}
	worms /= float64(len(done))

	random := rand.New(rand.NewPCG(seed, 1))
	means, u := make([]float64, draws), Undirected{}
	for i := range means {
		for k := range walks {
			w := &walks[k]
			x, y := w.x+w.dx, w.y+w.dy
			for range tries(w.distance) {
				dx, dy := direction(random)
				toX, toY := w.x+float64(w.distance*dx), w.y+float64(w.distance*dy)
				if dish.WallDistance(toX, toY) >= -pathRounding*dish.Radius() {
					x, y = toX, toY
					break
				}
			}
			means[i] += index(w.first, dish.FoodDistance(x, y))
		}
		means[i] /= float64(len(walks))
		if means[i] >= worms {
			u.Chance += 1 / float64(draws)
		}
	}
	slices.Sort(means)
	tail := (1 - Level) / 2
	u.Mean, u.Interval = stat.Mean(means, nil), [2]float64{Quantile(means, tail), Quantile(means, 1-tail)}
	return u
}

// tries is how often a direction is drawn at most: never for who stays.
func tries(distance float64) int {
	if distance == 0 {
		return 0
	}
	return maxTries
}

// index is the chemotaxis index of a path by its first and last distance.
func index(first, last float64) float64 {
	if first == 0 {
		return 0
	}
	return (first - last) / first
}

// direction draws a direction evenly, without a sine, whose last bits differ
// between processors.
func direction(random *rand.Rand) (x, y float64) {
	for {
		x, y = 2*random.Float64()-1, 2*random.Float64()-1
		if square := float64(x*x) + float64(y*y); square > 1e-4 && square <= 1 {
			length := math.Sqrt(square)
			return x / length, y / length
		}
	}
}
