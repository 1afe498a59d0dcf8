//go:build glfw && cgo

package window

import (
	"context"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/go-gl/gl/v3.3-core/gl"
	"github.com/go-gl/glfw/v3.3/glfw"

	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/view"
	"github.com/engine-gpu/engine-gpu/view/window/canvas"
	"github.com/engine-gpu/engine-gpu/worm"
)

// shown is an open window with a player at work.
type shown struct {
	*window
	*playing
	t testing.TB
}

// needWindow skips a test where no window can be opened, or fails it if the
// environment says that one must.
func needWindow(t testing.TB, err error) {
	t.Helper()
	if os.Getenv("ENGINE_GPU_REQUIRE_WINDOW") == "1" {
		t.Fatal(err)
	}
	t.Skip(err)
}

// show opens a window on a run that is held after a number of ticks, 0: not.
func show(t testing.TB, begin func() (*Run, error), hold int32) *shown {
	t.Helper()
	runtime.LockOSThread()
	t.Cleanup(runtime.UnlockOSThread)
	p := NewPlayer(begin)
	w, err := open(p, Options{Title: t.Name(), Width: 1280, Height: 800, WriteFile: record.WriteFile})
	if err != nil {
		needWindow(t, err)
	}
	t.Cleanup(w.close)
	p.HoldAfter(hold)
	return &shown{w, play(t, p), t}
}

// until turns the window until it shows a frame that will do.
func (s *shown) until(what string, good func(*view.Frame) bool) *view.Frame {
	s.t.Helper()
	for {
		if err := s.turn(); err != nil {
			s.t.Fatal(err)
		}
		if h := s.screen.history; h != nil && h.latest != nil && !s.stale && good(h.latest) {
			return h.latest
		}
		select {
		case <-s.done:
			s.t.Fatalf("the player ended (%v) before there was %s", s.err, what)
		default:
		}
		glfw.WaitEventsTimeout(0.01)
	}
}

func (s *shown) see() *image.NRGBA {
	s.t.Helper()
	img, err := s.picture()
	if err != nil {
		s.t.Fatal(err)
	}
	if folder := os.Getenv("ENGINE_GPU_PICTURES"); folder != "" {
		f, err := os.Create(filepath.Join(folder, strings.ReplaceAll(s.t.Name(), "/", "_")+".png"))
		if err != nil {
			s.t.Fatal(err)
		}
		defer f.Close()
		if err := png.Encode(f, img); err != nil {
			s.t.Fatal(err)
		}
	}
	return img
}

// at returns the pixel that covers a point of the canvas.
func (s *shown) at(img *image.NRGBA, p canvas.Point) color.NRGBA {
	_, _, scale := s.size()
	return img.NRGBAAt(int(math.Floor(float64(p.X*scale))), int(math.Floor(float64(p.Y*scale))))
}

// is reports whether a pixel has a color, but for what rounds where shapes
// overlap.
func is(c color.NRGBA, want canvas.Color) bool {
	near := func(a uint8, b float32) bool { return math.Abs(float64(a)-255*float64(b)) <= 3 }
	return near(c.R, want[0]) && near(c.G, want[1]) && near(c.B, want[2])
}

// anyNear reports whether a color is within a few points of a place.
func (s *shown) anyNear(img *image.NRGBA, p canvas.Point, reach float32, want canvas.Color) bool {
	for dy := -reach; dy <= reach; dy += 0.5 {
		for dx := -reach; dx <= reach; dx += 0.5 {
			if is(s.at(img, canvas.Point{X: p.X + dx, Y: p.Y + dy}), want) {
				return true
			}
		}
	}
	return false
}

// checkBody looks for every segment of the body and both its muscles, each in
// the color of its activation, in the close-up, and for every segment in the
// dish.
func (s *shown) checkBody(img *image.NRGBA, f *view.Frame) {
	s.t.Helper()
	w, l := f.Worm, s.screen.look
	cam, thickness := s.screen.bodyCamera(w), worm.Thickness()
	direction := w.Heading
	for i, p := range w.Segments {
		if i > 0 {
			direction += w.Theta[i-1]
		}
		sin, cos := math.Sincos(direction)
		for side, full := range [...]canvas.Color{worm.Dorsal: l.dorsal, worm.Ventral: l.ventral} {
			// The dorsal side is counterclockwise of the way to the tail.
			aside := [...]float64{worm.Dorsal: 1, worm.Ventral: -1}[side] * 0.52 * thickness[i] * bodyRadius
			place := cam.project(view.Point{X: p.X - sin*aside, Y: p.Y + cos*aside})
			want := l.rest.Mix(full, float32(1-math.Exp(-w.Activation[i][side]/0.15)))
			if !s.anyNear(img, place, 2.5, want) {
				s.t.Errorf("segment %d, side %d: there is no %v at %v but %v", i, side, want, place, s.at(img, place))
			}
		}
		if place := s.screen.dishCamera().project(p); !is(s.at(img, place), l.body) {
			s.t.Errorf("segment %d is not in the dish at %v: %v", i, place, s.at(img, place))
		}
	}
}

// TestBodyIsWhereItsSegmentsAre, and no longer where they were.
func TestBodyIsWhereItsSegmentsAre(t *testing.T) {
	s := show(t, begins(t, 20000, true), 700)
	first := s.until("a pause", paused)
	s.checkBody(s.see(), first)
	old := first.Worm.Segments[0]

	s.Controls.Step(9000)
	second := s.until("a step", func(f *view.Frame) bool { return f.Ticks == 9700 })
	if moved := math.Hypot(second.Worm.Segments[0].X-old.X, second.Worm.Segments[0].Y-old.Y); moved < 0.3 {
		t.Fatalf("the worm moved by %v BL only: the test shows nothing", moved)
	}
	img := s.see()
	s.checkBody(img, second)
	if place := s.screen.dishCamera().project(old); is(s.at(img, place), s.screen.look.body) {
		t.Error("there is still a body where it was")
	}
	s.checkTrail(img)
}

// checkTrail compares the picture with one without the trail: they differ where
// the trail is, and nowhere else in the dish.
func (s *shown) checkTrail(img *image.NRGBA) {
	s.t.Helper()
	trail, cam := s.screen.trail, s.screen.dishCamera()
	s.screen.trail = nil
	without := s.see()
	s.screen.trail = trail
	head := cam.project(s.screen.history.latest.Worm.Segments[0])
	seen, all := 0, 0
	for _, p := range trail {
		at := cam.project(p.Point)
		if math.Hypot(float64(at.X-head.X), float64(at.Y-head.Y)) < 30 {
			continue // the worm may lie on it
		}
		if all++; s.at(img, at) != s.at(without, at) {
			seen++
		}
	}
	if all < 50 || seen < all {
		s.t.Errorf("%d of %d points of the trail can be seen", seen, all)
	}
	low, high := cam.project(view.Point{X: -29, Y: -1}), cam.project(view.Point{X: -20, Y: -20})
	if differing(img, without, canvas.Rect{X: low.X, Y: low.Y, W: high.X - low.X, H: high.Y - low.Y}) > 0 {
		s.t.Error("the trail is drawn where the worm never was")
	}
}

// TestFollow: close up in the dish the muscles are drawn as well.
func TestFollow(t *testing.T) {
	s := show(t, begins(t, 2000, true), 700)
	f := s.until("a pause", paused)
	s.do(actGaze, false)
	cam := s.screen.dishCamera()
	img := s.see()
	for _, i := range []int{5, 12, 18} {
		want := s.screen.look.rest.Mix(s.screen.look.dorsal, shade(f.Worm.Activation[i][worm.Dorsal]))
		if !s.anyNear(img, cam.project(f.Worm.Segments[i]), 12, want) {
			t.Errorf("there is no muscle of segment %d about %v", i, cam.project(f.Worm.Segments[i]))
		}
	}
	s.do(actGaze, false)
	s.checkBody(s.see(), f)
}

func luminance(c color.NRGBA) float64 {
	return 0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B)
}

// TestGradient: the nearer to the food, the brighter, and nothing outside of
// the dish.
func TestGradient(t *testing.T) {
	s := show(t, begins(t, 100, true), 1)
	s.until("a pause", paused)
	img, cam := s.see(), s.screen.dishCamera()
	dish := s.screen.history.scene.Dish
	// Below the food, away from the worm, and between the lines of equal smell:
	// at 0.95, 0.85, 0.75 ... of the peak, whose distance is sigma·√(-2·ln).
	before := math.Inf(1)
	for level := 0.95; level > 0.2; level -= 0.1 {
		d := dish.Sigma[0] * math.Sqrt(-2*math.Log(level))
		bright := luminance(s.at(img, cam.project(view.Point{X: dish.Foods[0].X, Y: dish.Foods[0].Y - d})))
		if !(bright < before-2) {
			t.Errorf("%.1f BL from the food: luminance %.1f, nearer %.1f", d, bright, before)
		}
		before = bright
	}
	if outside := s.at(img, cam.project(view.Point{X: -dish.Radius * 0.75, Y: dish.Radius * 0.75})); !is(outside, s.screen.look.panel) {
		t.Errorf("outside of the dish is %v", outside)
	}
	if !is(s.at(img, cam.project(dish.Foods[0])), s.screen.look.food) {
		t.Error("there is no food")
	}
}

// TestRaster: every spike of the frame has its dot, in its type's color, where
// its neuron and tick are, and the dots move on with time.
func TestRaster(t *testing.T) {
	s := show(t, begins(t, 5000, true), 0)
	s.Controls.SetSpeed(1) // so slow that a frame shows all ticks since the one before
	s.until("frames", func(f *view.Frame) bool { return f.Ticks > 400 })
	s.Controls.Pause()
	at := s.until("a pause", paused).Ticks
	s.Controls.Step(60)
	f := s.until("a step", func(f *view.Frame) bool { return f.Ticks == at+60 })
	img, area, scene := s.see(), s.screen.rasterArea(), s.screen.history.scene
	columns := float32(s.screen.canvas.Columns(area, s.screen.raster))
	found := 0
	for i, tick := range f.Raster.Tick {
		row := int(f.Raster.Row[i])
		if row == 0 || row == len(scene.Rows)-1 || scene.Rows[row-1].Type != scene.Rows[row+1].Type {
			continue // its pixels may be of another type
		}
		place := canvas.Point{
			X: area.X + area.W*(columns-float32(f.Raster.To-tick)+0.5)/columns,
			Y: area.Y + area.H*(float32(row)+0.5)/float32(len(scene.Rows)),
		}
		if want := s.screen.look.typeColor(scene.Rows[row].Type); !is(s.at(img, place), want) {
			t.Fatalf("the spike of row %d in tick %d is not at %v: %v", row, tick, place, s.at(img, place))
		}
		found++
	}
	if found < 20 {
		t.Fatalf("%d spikes were looked for: the test shows nothing", found)
	}
	s.Controls.Step(150)
	s.until("a step", func(f *view.Frame) bool { return f.Ticks == at+210 })
	later := s.see()
	if changed := differing(img, later, area); changed < 0.05 {
		t.Errorf("150 ticks later %.1f %% of the raster has changed", 100*changed)
	}
}

// differing is the share of the pixels of a rectangle that differ.
func differing(a, b *image.NRGBA, r canvas.Rect) float64 {
	different, all := 0, 0
	for y := int(r.Y); y < int(r.Y+r.H); y++ {
		for x := int(r.X); x < int(r.X+r.W); x++ {
			all++
			if a.NRGBAAt(x, y) != b.NRGBAAt(x, y) {
				different++
			}
		}
	}
	return float64(different) / float64(all)
}

// click clicks a button.
func (s *shown) click(a action) {
	s.t.Helper()
	for _, b := range s.screen.buttons {
		if b.action == a {
			s.hover(canvas.Point{X: b.at.X + b.at.W/2, Y: b.at.Y + b.at.H/2})
			s.press(true, false)
			s.press(false, false)
			return
		}
	}
	s.t.Fatalf("there is no button %d", a)
}

// TestButtons clicks through a run, and compares its end with the run that
// nobody looks at.
func TestButtons(t *testing.T) {
	const ticks = 900
	s := show(t, begins(t, ticks, true), 300)
	at := s.until("a pause", paused)
	s.click(actStep)
	if f := s.until("a step", func(f *view.Frame) bool { return f.Ticks > at.Ticks }); f.Ticks != at.Ticks+1 || f.State != view.Paused {
		t.Errorf("a step went from tick %d to %d, %v", at.Ticks, f.Ticks, f.State)
	}
	s.click(actSlower)
	s.click(actSlower)
	s.click(actFaster)
	if got := s.Controls.Speed(); got != 64 {
		t.Errorf("from no limit two steps slower and one faster is %v", got)
	}
	s.click(actFaster)
	s.click(actPause)
	if f := s.until("an end", over); f.Ticks != ticks {
		t.Errorf("the run ended after %d ticks", f.Ticks)
	}
	first := s.Capture()
	s.click(actReset)
	s.until("another end", func(f *view.Frame) bool { return s.screen.capture != first && over(f) })
	if result, want := s.end(t), plainHash(t, ticks); result.SpikeHash != want {
		t.Errorf("after a reset the hash is %s, without a window %s", result.SpikeHash, want)
	}
	s.click(actQuit)
	if !s.glfw.ShouldClose() {
		t.Error("the window does not close")
	}
}

// TestPauseInWindow: a paused run changes nothing that is seen but its state.
func TestPauseInWindow(t *testing.T) {
	s := show(t, begins(t, 1<<30, true), 0)
	s.until("a frame", func(f *view.Frame) bool { return f.Ticks > 500 })
	s.do(actPause, false)
	at := s.until("a pause", paused)
	before := s.see()
	for range 10 {
		s.wake()
		s.stale = true
		s.until("a frame", func(*view.Frame) bool { return true })
	}
	if now := s.screen.history.latest; now.Ticks != at.Ticks {
		t.Errorf("paused after %d ticks it went on to %d", at.Ticks, now.Ticks)
	}
	if differing(before, s.see(), canvas.Rect{W: 1280, H: 740}) > 0 {
		t.Error("the picture changes though the run is paused")
	}
	s.do(actPause, false)
	s.until("more ticks", func(f *view.Frame) bool { return f.Ticks > at.Ticks })
}

// TestResize: the content fills a window of another size, and of another scale.
func TestResize(t *testing.T) {
	s := show(t, begins(t, 1000, true), 600)
	f := s.until("a pause", paused)
	for _, c := range []struct {
		width, height int
		scale         float32
	}{{900, 600, 0}, {1500, 1100, 1.5}, {800, 1000, 1}} {
		s.glfw.SetSize(c.width, c.height)
		s.scale = c.scale
		s.until("the new size", func(*view.Frame) bool {
			w, h := s.glfw.GetFramebufferSize()
			return w == c.width && h == c.height
		})
		img := s.see()
		if img.Rect.Dx() != c.width || img.Rect.Dy() != c.height {
			t.Fatalf("the picture is %v, want %d × %d", img.Rect, c.width, c.height)
		}
		s.checkBody(img, f)
		width, height, _ := s.size()
		for _, r := range []canvas.Rect{s.screen.layout.weights, s.screen.layout.footer} {
			if r.X+r.W > width || r.Y+r.H > height || r.W <= 0 || r.H <= 0 {
				t.Errorf("%v does not fit into %v × %v", r, width, height)
			}
		}
	}
}

// TestBrainAlone: without an arena there is neither dish nor body.
func TestBrainAlone(t *testing.T) {
	s := show(t, begins(t, 400, false), 200)
	f := s.until("a pause", paused)
	if f.Worm != nil || s.screen.layout.dish.W != 0 {
		t.Fatal("there is a worm")
	}
	s.see()
	s.hover(canvas.Point{X: 300, Y: 300})
	s.press(true, false)
	s.scroll(1)
	s.do(actGaze, false)
	s.see()
}

// TestText: what is written can be seen, in its color and within its width.
func TestText(t *testing.T) {
	s := show(t, begins(t, 10, true), 1)
	s.until("a pause", paused)
	c := s.screen.canvas
	style := canvas.Style{Font: canvas.Bold, Size: 40, Color: canvas.Hex(0x10ff20)}
	const text = "Will0w −×…"
	c.Begin(1280, 800, 1, canvas.Hex(0))
	c.Text(canvas.Point{X: 100, Y: 100}, style, canvas.Left, text)
	c.End()
	img := c.Picture()
	box, full := image.Rectangle{}, 0
	for y := range 800 {
		for x := range 1280 {
			if p := img.NRGBAAt(x, y); p.G > 0 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
				if is(p, style.Color) {
					full++
				}
			}
		}
	}
	width := c.TextWidth(style, text)
	if full < 500 || box.Min.X < 97 || math.Abs(float64(float32(box.Dx())-width)) > 12 || box.Min.Y < 60 || box.Max.Y > 112 {
		t.Errorf("text of width %v fills %v with %d full pixels", width, box, full)
	}
	if got := c.Fit(style, text, width/2); c.TextWidth(style, got) > width/2 || !strings.HasPrefix(text, strings.TrimSuffix(got, "…")) || got == "" {
		t.Errorf("cut to half it is %q", got)
	}
}

// TestZoom: what is under the pointer stays there, and dragging moves it along.
func TestZoom(t *testing.T) {
	s := show(t, begins(t, 100, true), 10)
	s.until("a pause", paused)
	area := s.screen.dishArea()
	p := canvas.Point{X: area.X + 0.7*area.W, Y: area.Y + 0.4*area.H}
	s.hover(p)
	under := s.screen.dishCamera().unproject(p)
	s.scroll(5)
	same := func(what string, p canvas.Point) {
		t.Helper()
		if now := s.screen.dishCamera().unproject(p); math.Hypot(now.X-under.X, now.Y-under.Y) > 1e-4 {
			t.Errorf("%s: %v is under the pointer, was %v", what, now, under)
		}
	}
	same("zoomed", p)
	zoom := s.screen.dishCamera().zoom
	s.press(true, false)
	to := canvas.Point{X: p.X - 80, Y: p.Y + 33}
	s.hover(to)
	s.press(false, false)
	s.hover(p) // after the button is up, nothing is dragged
	same("dragged", to)
	if now := s.screen.dishCamera().zoom; now != zoom {
		t.Errorf("dragging changed the zoom from %v to %v", zoom, now)
	}
	s.do(actGaze, false)
	if s.screen.eye.gaze != wholeDish {
		t.Error("f does not lead back to the whole dish")
	}
}

// TestKeys: by what the layout makes of them, or by their place.
func TestKeys(t *testing.T) {
	for _, c := range []struct {
		key  glfw.Key
		name string
		want action
	}{
		{glfw.KeySpace, "", actPause}, {glfw.KeyRight, "", actStep}, {glfw.KeyPeriod, ".", actStep},
		{glfw.KeyEqual, "=", actFaster}, {glfw.KeyRightBracket, "+", actFaster}, {glfw.KeyMinus, "-", actSlower},
		{glfw.KeySlash, "-", actSlower}, {glfw.KeyKPAdd, "+", actFaster}, {glfw.KeyKPSubtract, "-", actSlower},
		{glfw.KeyR, "r", actReset}, {glfw.KeyF, "f", actGaze}, {glfw.KeyS, "s", actPicture}, {glfw.KeyEscape, "", actQuit},
		{glfw.KeyS, "o", actNothing}, {glfw.KeySemicolon, "s", actPicture}, // Dvorak
		{glfw.KeyR, "к", actReset}, {glfw.KeyX, "x", actNothing},
	} {
		if got := actionOf(c.key, c.name); got != c.want {
			t.Errorf("key %v %q does %v, want %v", c.key, c.name, got, c.want)
		}
	}
}

// TestShow: a script gets the picture of its tick, and the certificate of a
// run that nobody looks at.
func TestShow(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const ticks = 500
	file := filepath.Join(t.TempDir(), "a.png")
	o := Options{
		Title: "test", Width: 1280, Height: 800, Picture: Picture{File: file, Ticks: ticks}, Exit: true,
		WriteFile: record.WriteFile,
	}
	p := NewPlayer(begins(t, ticks, true))
	result, err := Show(t.Context(), p, o)
	if err != nil {
		if strings.Contains(err.Error(), "no window") {
			needWindow(t, err)
		}
		t.Fatal(err)
	}
	if result.Ticks != ticks || result.SpikeHash != plainHash(t, ticks) {
		t.Errorf("%d ticks with hash %s", result.Ticks, result.SpikeHash)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if img, err := png.Decode(f); err != nil || img.Bounds().Dx() != 1280 || img.Bounds().Dy() != 800 {
		t.Errorf("the picture is %v (%v)", img, err)
	}
}

// TestShowEndsWithItsContext, as after Ctrl-C.
func TestShowEndsWithItsContext(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	run := begins(t, 1<<30, true)
	p := NewPlayer(func() (*Run, error) { cancel(); return run() })
	result, err := Show(ctx, p, Options{Title: "test", Width: 900, Height: 600})
	if err != nil {
		if strings.Contains(err.Error(), "no window") {
			needWindow(t, err)
		}
		t.Fatal(err)
	}
	if !result.Interrupted {
		t.Error("the run was not interrupted")
	}
}

// TestNoDisplay: one line says what is missing and what to do.
func TestNoDisplay(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	t.Setenv("DISPLAY", "")
	os.Unsetenv("DISPLAY")
	_, err := Show(t.Context(), NewPlayer(begins(t, 10, true)), Options{Width: 900, Height: 600})
	if err == nil {
		t.Fatal("a window opened without a display")
	}
	for _, part := range []string{"DISPLAY", "--http"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %s", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q has several lines", err)
	}
}

// BenchmarkDraw draws a frame of 1280 × 800 pixels to the end.
func BenchmarkDraw(b *testing.B) {
	s := show(b, begins(b, 20000, true), 15000)
	s.until("a pause", paused)
	for b.Loop() {
		s.screen.draw(1280, 800, 1)
		gl.Finish()
	}
	b.ReportMetric(float64(len(s.screen.trail)), "trail-points")
}
