package plot

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// panel is one of several plots one above the other with a common x axis.
type panel struct {
	*plot.Plot
	title string
	share float64 // of the height; 0 counts as 1
}

// titleRoom is the height of a panel's title [points].
const titleRoom = 17

// stack draws panels from the top down, their x axes below each other; the
// numbers stand at the last one. It returns the areas between their axes.
func stack(page draw.Canvas, panels []panel) []draw.Canvas {
	var left, right vg.Length
	total := 0.0
	for i := range panels {
		p := &panels[i]
		if i < len(panels)-1 {
			p.X.Label.Text = ""
			p.X.Tick.Marker = silentTicks{p.X.Tick.Marker}
		}
		data := p.DataCanvas(page)
		left, right = max(left, data.Min.X-page.Min.X), max(right, page.Max.X-data.Max.X)
		if p.share == 0 {
			p.share = 1
		}
		total += p.share
	}
	room := page.Max.Y - page.Min.Y
	for _, p := range panels {
		room -= around(p, page)
	}
	areas := make([]draw.Canvas, len(panels))
	y := page.Max.Y
	for i, p := range panels {
		area := page
		area.Max.Y = y
		area.Min.Y = y - around(p, page) - room*vg.Length(p.share/total)
		y = area.Min.Y
		if p.title != "" {
			area.Max.Y -= vg.Points(titleRoom)
		}
		data := p.DataCanvas(area)
		area.Min.X += left - (data.Min.X - area.Min.X)
		area.Max.X -= right - (area.Max.X - data.Max.X)
		p.Draw(area)
		areas[i] = p.DataCanvas(area)
		if p.title != "" {
			at := vg.Point{X: areas[i].Min.X, Y: areas[i].Max.Y + vg.Points(4)}
			page.FillText(plainText(10.5), at, p.title)
		}
	}
	return areas
}

// around is how much height a panel needs beside that of its data.
func around(p panel, page draw.Canvas) vg.Length {
	data := p.DataCanvas(page)
	height := (data.Min.Y - page.Min.Y) + (page.Max.Y - data.Max.Y)
	if p.title != "" {
		height += vg.Points(titleRoom)
	}
	return height + vg.Points(2)
}

// entry is a line of a key.
type entry struct {
	symbol mark
	text   string
}

// key draws a legend from the upper left corner down.
func key(c draw.Canvas, entries []entry) {
	sty := plainText(10)
	sty.YAlign = draw.YCenter
	const line, symbol = 15, 22 // [points]
	x := c.Min.X + vg.Points(8)
	for i, e := range entries {
		y := c.Max.Y - vg.Points(line*(float64(i)+0.5)+2)
		e.symbol(c, vg.Point{X: x + vg.Points(symbol/2), Y: y})
		c.FillText(sty, vg.Point{X: x + vg.Points(symbol+4), Y: y}, e.text)
	}
}
