package plot

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"
)

// grid is a table of values, row 0 at the top; NaN is no value.
type grid struct {
	columns, rows int
	value         []float64 // by row, then column
}

func newGrid(columns, rows int) *grid {
	return &grid{columns, rows, make([]float64, columns*rows)}
}

func (g *grid) set(column, row int, x float64) { g.value[row*g.columns+column] = x }

// heatmap draws a grid as an image, each pixel in the colour of the mean of
// the values under it. Columns begin at from on the x axis and are width wide;
// rows fill the height.
type heatmap struct {
	*grid
	from, width float64
	color       func(x float64) color.RGBA // not called with NaN
}

// Plot implements plot.Plotter.
func (h *heatmap) Plot(c draw.Canvas, plt *plot.Plot) {
	size := c.Size()
	w, ht := pixels(size.X.Dots(figureDPI)), pixels(size.Y.Dots(figureDPI))
	left := (plt.X.Min - h.from) / h.width
	c.DrawImage(c.Rectangle, h.image(w, ht, left, (plt.X.Max-plt.X.Min)/h.width))
}

func pixels(x float64) int { return max(int(math.Round(x)), 1) }

// image paints columns from left on, so many of them, which need not be whole
// nor there.
func (h *heatmap) image(width, height int, left, columns float64) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	across := shares(width, left, columns, h.columns)
	down := shares(height, 0, float64(h.rows), h.rows)
	for y := range height {
		for x := range width {
			sum, weight := 0.0, 0.0
			for _, r := range down[y] {
				row := h.value[r.cell*h.columns:]
				for _, c := range across[x] {
					if v := row[c.cell]; v == v {
						sum += v * c.weight * r.weight
						weight += c.weight * r.weight
					}
				}
			}
			if weight > 0 {
				img.SetRGBA(x, y, h.color(sum/weight))
			}
		}
	}
	return img
}

// share is how much of a pixel lies on a cell.
type share struct {
	cell   int
	weight float64
}

// shares lists the cells under each of a row of pixels, which together cover
// the cells from first on, so many of them.
func shares(pixels int, first, number float64, cells int) [][]share {
	s := make([][]share, pixels)
	step := number / float64(pixels)
	for i := range s {
		low, high := first+float64(i)*step, first+float64(i+1)*step
		for c := max(int(math.Floor(low)), 0); c < cells && float64(c) < high; c++ {
			if w := min(high, float64(c+1)) - max(low, float64(c)); w > 1e-9*step {
				s[i] = append(s[i], share{c, w})
			}
		}
	}
	return s
}
