//go:build glfw && cgo

package window

import "github.com/engine-gpu/engine-gpu/view/window/canvas"

// The smallest window that has room for everything [points].
const (
	minWidth  = 760
	minHeight = 500
)

// Distances in the window [points].
const (
	margin       = 12
	gutter       = 10
	headerHeight = 56
	footerHeight = 52
	titleHeight  = 28
)

// layout is where everything is. Without an arena dish and body are empty.
type layout struct {
	header, footer                     canvas.Rect
	dish, body, raster, rates, weights canvas.Rect // panels
}

func arrange(width, height float32, arena bool) layout {
	l := layout{
		header: canvas.Rect{X: margin, Y: 0, W: width - 2*margin, H: headerHeight},
		footer: canvas.Rect{X: margin, Y: height - footerHeight, W: width - 2*margin, H: footerHeight},
	}
	main := canvas.Rect{X: margin, Y: headerHeight, W: width - 2*margin, H: height - headerHeight - footerHeight}
	left := main
	if arena {
		left.W = min(main.H-titleHeight, main.W*0.56)
		l.dish = left
	} else {
		left.W = main.W * 0.62
		l.raster = left
	}
	right := canvas.Rect{X: left.X + left.W + gutter, Y: main.Y, W: main.W - left.W - gutter, H: main.H}
	if !arena {
		half := (right.H - gutter) / 2
		l.rates = canvas.Rect{X: right.X, Y: right.Y, W: right.W, H: half}
		l.weights = canvas.Rect{X: right.X, Y: right.Y + half + gutter, W: right.W, H: right.H - half - gutter}
		return l
	}
	body, raster := right.H*0.27, right.H*0.41
	l.body = canvas.Rect{X: right.X, Y: right.Y, W: right.W, H: body}
	l.raster = canvas.Rect{X: right.X, Y: right.Y + body + gutter, W: right.W, H: raster}
	low := canvas.Rect{X: right.X, Y: l.raster.Y + raster + gutter, W: right.W, H: right.H - body - raster - 2*gutter}
	l.rates = canvas.Rect{X: low.X, Y: low.Y, W: (low.W - gutter) * 0.44, H: low.H}
	l.weights = canvas.Rect{X: low.X + l.rates.W + gutter, Y: low.Y, W: low.W - l.rates.W - gutter, H: low.H}
	return l
}

// content is a panel's rectangle less its title.
func content(panel canvas.Rect) canvas.Rect {
	r := panel.Inset(10)
	r.Y += titleHeight - 10
	r.H = max(r.H-titleHeight+10, 0)
	return r
}
