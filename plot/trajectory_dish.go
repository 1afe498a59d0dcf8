package plot

import (
	"image"
	"image/color"
	"math"

	"github.com/engine-gpu/engine-gpu/arena"
)

// Point is a place in the dish [BL].
type Point struct{ X, Y float64 }

// Dish is what a picture shows of the worm's world.
type Dish struct {
	Radius        float64                    // [BL]
	Food          []Point                    // where the concentration peaks
	Concentration func(x, y float64) float64 // of food, at least 0
}

// contours is the number of steps between the contour lines of the largest
// concentration.
const contours = 8

// peak is the largest concentration in the dish, at least a little above 0.
func (d *Dish) peak() float64 {
	most := 1e-9
	for _, f := range d.Food {
		most = math.Max(most, d.Concentration(f.X, f.Y))
	}
	return most
}

// window is a square piece of the plane [BL].
type window struct {
	X, Y float64 // middle
	Half float64 // half its side
}

// raster paints the concentration with contour lines in a window as a square
// of the given number of pixels. Outside of the dish it is transparent.
func (d *Dish) raster(pixels int, w window) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, pixels, pixels))
	colors, peak := foodRamp(), d.peak()
	step := 2 * w.Half / float64(pixels)
	left, top := w.X-w.Half, w.Y+w.Half
	level := make([]float64, (pixels+1)*(pixels+1)) // at the pixels' corners
	for row := range pixels + 1 {
		for col := range pixels + 1 {
			level[row*(pixels+1)+col] = d.Concentration(left+float64(col)*step, top-float64(row)*step) / peak
		}
	}
	line := color.RGBA{R: 0x2f, G: 0x6b, B: 0x4a, A: 0xff}
	for row := range pixels {
		for col := range pixels {
			x, y := left+(float64(col)+0.5)*step, top-(float64(row)+0.5)*step
			inside := (d.Radius-math.Hypot(x, y))/step + 0.5
			if inside <= 0 {
				continue
			}
			corner := level[row*(pixels+1)+col:]
			c := corner[0]
			shade := mix(colors.at(c), line, 0.35*contourShare(c, corner[1]-c, corner[pixels+1]-c))
			if inside < 1 {
				shade = mix(color.RGBA{}, shade, inside)
			}
			img.SetRGBA(col, row, shade)
		}
	}
	return img
}

// contourShare is how much of a pixel a contour line covers: the line is two
// pixels wide and drawn by its distance, which the slope gives.
func contourShare(c, dx, dy float64) float64 {
	slope := math.Hypot(dx, dy) * contours
	if slope == 0 {
		return 0
	}
	place := c * contours
	distance := math.Abs(place-math.Round(place)) / slope
	if math.Round(place) < 1 {
		return 0 // no line at concentration 0
	}
	return min(max(1.5-distance, 0), 1)
}

// NewDish returns what there is to show of a dish.
func NewDish(dish *arena.Dish) Dish {
	d := Dish{Radius: dish.Radius(), Concentration: dish.Concentration}
	for _, f := range dish.Foods() {
		d.Food = append(d.Food, Point{X: f.X, Y: f.Y})
	}
	return d
}
