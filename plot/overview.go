package plot

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Overview shows several figures on one page, in two columns.
type Overview struct {
	Columns [2][]Figure
}

// overviewScale is how large text is beside that of a figure of its own.
const overviewScale = 0.68

// Name implements Figure.
func (o *Overview) Name() string { return "overview" }

func (o *Overview) check() error {
	for _, column := range o.Columns {
		if len(column) == 0 {
			return fmt.Errorf("%w: too little was recorded", ErrNothing)
		}
		for _, f := range column {
			if err := Check(f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *Overview) heading() (title, subtitle string) { return "", "" }

func (o *Overview) height() vg.Length { return max(o.sum(0), o.sum(1)) * overviewScale * 0.92 }

// likes is the height that a figure likes in a column.
func likes(f Figure) vg.Length {
	if _, square := f.(*Trajectory); square {
		return f.height() * 0.5 / overviewScale
	}
	return f.height()
}

// sum is the height of a column's figures, before they are scaled.
func (o *Overview) sum(column int) vg.Length {
	sum := vg.Length(0)
	for _, f := range o.Columns[column] {
		sum += likes(f)
	}
	return sum
}

func (o *Overview) draw(page draw.Canvas) {
	size := page.Size()
	for c, column := range o.Columns {
		// The figures of a column share its height as they would if each had
		// what it likes.
		y := page.Max.Y
		for _, f := range column {
			height := size.Y * (likes(f) / o.sum(c))
			y -= height
			cell := page
			if _, pixels := page.Canvas.(vgimg.PngCanvas); pixels {
				cell.Canvas = thinner{page.Canvas}
			}
			cell.Min = vg.Point{}
			cell.Max = vg.Point{X: size.X / 2 / overviewScale, Y: height / overviewScale}
			page.Push()
			page.Translate(vg.Point{X: page.Min.X + size.X/2*vg.Length(c), Y: y})
			page.Scale(overviewScale, overviewScale)
			drawFigure(cell, f)
			page.Pop()
		}
	}
}

// thinner is a canvas that scales the widths of lines as the rest of an
// overview, which vgimg's does not.
type thinner struct{ vg.Canvas }

// SetLineWidth implements vg.Canvas.
func (t thinner) SetLineWidth(w vg.Length) { t.Canvas.SetLineWidth(w * overviewScale) }

// SetLineDash implements vg.Canvas.
func (t thinner) SetLineDash(pattern []vg.Length, offset vg.Length) {
	scaled := make([]vg.Length, len(pattern))
	for i, d := range pattern {
		scaled[i] = d * overviewScale
	}
	t.Canvas.SetLineDash(scaled, offset*overviewScale)
}
