//go:build glfw && cgo

package window

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/go-gl/gl/v3.3-core/gl"
	"github.com/go-gl/glfw/v3.3/glfw"

	"github.com/engine-gpu/engine-gpu/view/window/canvas"
)

// window is an open window. Its methods but wake are for the thread that opened
// it.
type window struct {
	glfw    *glfw.Window
	player  *Player
	options Options
	screen  *screen

	stale      bool      // what is shown is not what there is
	due        time.Time // of the next drawing, at the earliest
	scale      float32   // pixels in a point; 0: the display's
	dragging   bool
	noticeEnds time.Time
	pictured   bool // the script's picture has been taken
}

// open opens a window. Its error says in one line what is missing.
func open(p *Player, o Options) (*window, error) {
	w := &window{player: p, options: o, stale: true}
	if err := quietly(glfw.Init); err != nil {
		return nil, noWindow(err)
	}
	hints()
	err := quietly(func() (err error) {
		w.glfw, err = glfw.CreateWindow(o.Width, o.Height, o.Title, nil, nil)
		return err
	})
	if err == nil && w.glfw == nil {
		err = errors.New("the window system refused")
	}
	if err == nil {
		err = w.prepare()
	}
	if err != nil {
		glfw.Terminate()
		return nil, noWindow(err)
	}
	w.listen()
	if o.Picture.File != "" && o.Picture.Ticks > 0 {
		p.HoldAfter(o.Picture.Ticks)
	}
	p.Notify(w.wake)
	return w, nil
}

func hints() {
	glfw.WindowHint(glfw.ContextVersionMajor, 3)
	glfw.WindowHint(glfw.ContextVersionMinor, 3)
	glfw.WindowHint(glfw.OpenGLProfile, glfw.OpenGLCoreProfile)
	glfw.WindowHint(glfw.OpenGLForwardCompatible, glfw.True)
	glfw.WindowHint(glfw.ScaleToMonitor, glfw.True)
	glfw.WindowHintString(glfw.X11ClassName, "engine-gpu-view")
	glfw.WindowHintString(glfw.X11InstanceName, "engine-gpu-view")
}

// prepare sets GL up.
func (w *window) prepare() error {
	w.glfw.MakeContextCurrent()
	glfw.SwapInterval(1)
	if err := gl.InitWithProcAddrFunc(glfw.GetProcAddress); err != nil {
		return err
	}
	w.glfw.SetSizeLimits(minWidth, minHeight, glfw.DontCare, glfw.DontCare)
	var err error
	w.screen, err = newScreen()
	return err
}

// quietly calls a function of GLFW. Its Go binding writes what the platform
// lacks to the standard logger and returns no error.
func quietly(call func() error) error {
	var said bytes.Buffer
	out, flags := log.Writer(), log.Flags()
	log.SetOutput(&said)
	log.SetFlags(0)
	err := call()
	log.SetOutput(out)
	log.SetFlags(flags)
	if err == nil && said.Len() > 0 {
		err = errors.New(strings.TrimSpace(said.String()))
	}
	return err
}

// noWindow says why there is no window, and what to do.
func noWindow(err error) error {
	reason := err.Error()
	for _, prefix := range []string{"PlatformError: ", "APIUnavailable: ", "VersionUnavailable: "} {
		reason = strings.TrimPrefix(reason, prefix)
	}
	return fmt.Errorf("no window can be opened (%s): it needs an X display and OpenGL 3.3; engine-gpu run --http shows the same in a browser", reason)
}

func (w *window) close() {
	w.glfw.Destroy()
	glfw.Terminate()
}

// wake ends wait. Any goroutine may call it.
func (w *window) wake() { glfw.PostEmptyEvent() }

// wait waits for something to do.
func (w *window) wait() {
	switch rest := time.Until(w.due).Seconds(); {
	case w.stale && rest > 0:
		glfw.WaitEventsTimeout(rest)
	case w.screen.notice != "":
		glfw.WaitEventsTimeout(0.25)
	default:
		glfw.WaitEventsTimeout(1)
	}
}

// turn shows what there is, if that is not shown yet, and takes the script's
// picture when it is time.
func (w *window) turn() error {
	capture, frames := w.player.Fetch()
	w.screen.take(capture, frames)
	if w.screen.notice != "" && time.Now().After(w.noticeEnds) {
		w.screen.notice, w.stale = "", true
	}
	w.stale = w.stale || len(frames) > 0
	begin := time.Now()
	if !w.stale || begin.Before(w.due) {
		return nil
	}
	w.stale = false
	width, height, scale := w.size()
	if width == 0 || height == 0 { // minimized
		return nil
	}
	w.screen.draw(width, height, scale)
	w.glfw.SwapBuffers()
	// Software GL draws on the cores that the brain runs on: it gets half of the
	// time at most.
	now := time.Now()
	w.due = now.Add(now.Sub(begin))
	return w.script()
}

// size is that of the content [points], and the scale [pixels per point].
func (w *window) size() (width, height, scale float32) {
	scale = w.scale
	if scale == 0 {
		scale, _ = w.glfw.GetContentScale()
	}
	x, y := w.glfw.GetFramebufferSize()
	return float32(x) / scale, float32(y) / scale, scale
}

// point is where a place in GLFW's coordinates, which may be pixels or not, is
// on the canvas.
func (w *window) point(x, y float64) canvas.Point {
	width, height, _ := w.size()
	across, down := w.glfw.GetSize()
	return canvas.Point{X: float32(x) * width / float32(max(across, 1)), Y: float32(y) * height / float32(max(down, 1))}
}

// tell shows a notice for a while.
func (w *window) tell(text string) {
	w.screen.notice, w.noticeEnds, w.stale = text, time.Now().Add(4*time.Second), true
}
