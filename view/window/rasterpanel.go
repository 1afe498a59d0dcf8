//go:build glfw && cgo

package window

import "github.com/engine-gpu/engine-gpu/view/window/canvas"

// rasterArea is where the dots are.
func (s *screen) rasterArea() canvas.Rect {
	r := content(s.layout.raster)
	const labels = 30
	return canvas.Rect{X: r.X + labels, Y: r.Y, W: max(r.W-labels, 0), H: r.H}
}

// drawRaster draws which neurons fired of late, by type.
func (s *screen) drawRaster() {
	panel, area, scene := s.layout.raster, s.rasterArea(), s.history.scene
	s.panel(panel, "Spikes")
	if area.H <= 0 || len(scene.Rows) == 0 {
		return
	}
	ticks := min(int(s.history.shown), s.canvas.Columns(area, s.raster))
	note := s.print.Sprintf("%d of %d neurons, last %d ticks seen", len(scene.Rows), scene.Neurons, ticks)
	s.canvas.Text(canvas.Point{X: panel.X + panel.W - 12, Y: panel.Y + 19}, s.style.small, canvas.Right, note)
	s.canvas.Raster(area, s.raster, s.look.rasterGround, s.look.rasterGap)
	for first := 0; first < len(scene.Rows); {
		last := first
		for last < len(scene.Rows) && scene.Rows[last].Type == scene.Rows[first].Type {
			last++
		}
		s.drawRasterType(area, first, last)
		first = last
	}
}

// drawRasterType labels the rows of a type, from first to before last.
func (s *screen) drawRasterType(area canvas.Rect, first, last int) {
	scene := s.history.scene
	rows := float32(len(scene.Rows))
	top := area.Y + area.H*float32(first)/rows
	height := area.H * float32(last-first) / rows
	style := s.style.small
	style.Color = s.look.typeColor(scene.Rows[first].Type)
	s.canvas.Box(canvas.Rect{X: area.X - 5, Y: top + 0.5, W: 3, H: max(height-1, 1)}, 1.5, style.Color)
	if height >= 10 {
		s.canvas.Text(canvas.Point{X: area.X - 9, Y: top + height/2 + 4}, style, canvas.Right, scene.Types[scene.Rows[first].Type].Name)
	}
}
