package arena

import "math"

// Field is the concentration on a square grid over the dish, for pictures. Its
// methods are those that plotting packages ask of a grid.
type Field struct {
	cells  int
	radius float64   // [BL]
	value  []float64 // by row, from the bottom left; NaN outside of the dish
}

// Field samples the concentration at the middles of cells × cells squares that
// cover the dish. Fewer than one cell counts as one.
func (d *Dish) Field(cells int) *Field {
	cells = max(cells, 1)
	f := &Field{cells: cells, radius: d.radius, value: make([]float64, cells*cells)}
	for row := range cells {
		for column := range cells {
			x, y := f.X(column), f.Y(row)
			concentration := math.NaN()
			if d.WallDistance(x, y) >= 0 {
				concentration = d.Concentration(x, y)
			}
			f.value[row*cells+column] = concentration
		}
	}
	return f
}

// Dims returns the number of columns and rows.
func (f *Field) Dims() (columns, rows int) { return f.cells, f.cells }

// Z returns the concentration, NaN outside of the dish.
func (f *Field) Z(column, row int) float64 { return f.value[row*f.cells+column] }

// X returns the position of a column's middle [BL].
func (f *Field) X(column int) float64 { return f.middle(column) }

// Y returns the position of a row's middle [BL].
func (f *Field) Y(row int) float64 { return f.middle(row) }

func (f *Field) middle(i int) float64 {
	return f.radius * (2*float64(i) + 1 - float64(f.cells)) / float64(f.cells)
}
