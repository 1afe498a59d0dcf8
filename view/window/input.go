//go:build glfw && cgo

package window

import (
	"math"

	"github.com/go-gl/glfw/v3.3/glfw"

	"github.com/engine-gpu/engine-gpu/view/window/canvas"
)

// listen has the window's events change what is shown and wanted.
func (w *window) listen() {
	w.glfw.SetRefreshCallback(func(*glfw.Window) { w.stale = true })
	w.glfw.SetFramebufferSizeCallback(func(*glfw.Window, int, int) { w.stale = true })
	w.glfw.SetContentScaleCallback(func(*glfw.Window, float32, float32) { w.stale = true })
	w.glfw.SetKeyCallback(func(_ *glfw.Window, key glfw.Key, code int, event glfw.Action, mods glfw.ModifierKey) {
		a := actionOf(key, glfw.GetKeyName(key, code))
		if event == glfw.Press || event == glfw.Repeat && repeats(a) {
			w.do(a, mods&glfw.ModShift != 0)
		}
	})
	w.glfw.SetCursorPosCallback(func(_ *glfw.Window, x, y float64) { w.hover(w.point(x, y)) })
	w.glfw.SetMouseButtonCallback(func(_ *glfw.Window, b glfw.MouseButton, event glfw.Action, mods glfw.ModifierKey) {
		if b == glfw.MouseButtonLeft {
			w.press(event == glfw.Press, mods&glfw.ModShift != 0)
		}
	})
	w.glfw.SetScrollCallback(func(_ *glfw.Window, _, steps float64) { w.scroll(steps) })
}

// actionOf returns what a key does. Its name is what the keyboard's layout
// makes of it, "" if nothing.
func actionOf(key glfw.Key, name string) action {
	switch key {
	case glfw.KeySpace:
		return actPause
	case glfw.KeyRight:
		return actStep
	case glfw.KeyKPAdd:
		return actFaster
	case glfw.KeyKPSubtract:
		return actSlower
	case glfw.KeyEscape:
		return actQuit
	}
	switch name {
	case ".":
		return actStep
	case "+", "=":
		return actFaster
	case "-":
		return actSlower
	case "r":
		return actReset
	case "f":
		return actGaze
	case "s":
		return actPicture
	case "q":
		return actQuit
	}
	if len(name) > 1 { // no Latin layout: the place of the key counts
		switch key {
		case glfw.KeyR:
			return actReset
		case glfw.KeyF:
			return actGaze
		case glfw.KeyS:
			return actPicture
		case glfw.KeyQ:
			return actQuit
		}
	}
	return actNothing
}

// repeats reports whether a key that is held down acts again and again.
func repeats(a action) bool { return a == actStep || a == actSlower || a == actFaster }

// stepFar is how many ticks a step makes with the shift key.
const stepFar = 100

// do does an action.
func (w *window) do(a action, far bool) {
	controls := w.player.Controls
	switch a {
	case actNothing:
		return
	case actPause:
		if controls.Paused() {
			controls.Resume()
		} else {
			controls.Pause()
		}
	case actStep:
		ticks := 1
		if far {
			ticks = stepFar
		}
		w.complain(controls.Step(ticks))
	case actSlower:
		w.complain(controls.SetSpeed(slower(controls.Speed())))
	case actFaster:
		w.complain(controls.SetSpeed(faster(controls.Speed())))
	case actReset:
		w.player.Reset()
	case actGaze:
		w.screen.eye.toggle()
	case actPicture:
		w.snap()
	case actQuit:
		w.glfw.SetShouldClose(true)
	}
	w.stale = true
}

// complain shows an error.
func (w *window) complain(err error) {
	if err != nil {
		w.tell(err.Error())
	}
}

// hover notes where the pointer is; it drags the dish along.
func (w *window) hover(p canvas.Point) {
	if w.dragging {
		w.screen.eye.drag(w.screen.dishCamera(), w.screen.pointer, p)
	}
	w.stale = w.stale || w.dragging || w.screen.actionAt(p) != w.screen.actionAt(w.screen.pointer)
	w.screen.pointer = p
}

// press clicks where the pointer is, or begins or ends to drag.
func (w *window) press(down, shift bool) {
	w.dragging = false
	if !down {
		return
	}
	if a := w.screen.actionAt(w.screen.pointer); a != actNothing {
		w.do(a, shift)
		return
	}
	w.dragging = w.overDish()
}

// scroll zooms the dish.
func (w *window) scroll(steps float64) {
	if w.overDish() {
		w.screen.eye.magnify(w.screen.dishCamera(), w.screen.pointer, math.Pow(1.15, steps))
		w.stale = true
	}
}

func (w *window) overDish() bool {
	return w.screen.hasWorm() && w.screen.dishArea().Contains(w.screen.pointer)
}
