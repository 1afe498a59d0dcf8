//go:build linux && cgo && egl

package egl

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/go-gl/gl/v4.3-core/gl"

	"github.com/engine-gpu/engine-gpu/gpu/egl/internal/thread"
)

// ErrClosed is what Do returns after Close.
var ErrClosed = errors.New("the GL context is closed")

// Best lets Open choose the device.
const Best = -1

// Options say what to open.
type Options struct {
	// Device is an index into Devices, or Best: the first real GPU that
	// works, else software.
	Device int
	// Debug asks for a context that checks more and reports what it finds.
	Debug bool
}

// Context is an OpenGL core profile context of at least version 4.3 with an OS
// thread of its own.
type Context struct {
	thread *thread.Thread
	native native
	info   Info
}

// native is what EGL made for a context.
type native struct {
	display display
	context handle
	surface handle // 0 where the context needs none
}

// Do runs fn on the context's thread, where alone GL calls are allowed, and
// returns its error. Calls from several goroutines run one after the other,
// each whole; a call from inside fn runs at once, in place; a panic in fn
// becomes an error with its stack. fn must not end its goroutine (t.FailNow):
// that ends the context, and Do says so.
//
// A call on a real GPU costs about a microsecond when the last one was a moment ago and
// there is a core to spare, else 5 to 20, in which the system wakes the
// thread: so give Do many ticks at a time where nothing outside must see them.
func (c *Context) Do(fn func() error) error {
	err := c.thread.Do(fn)
	if err == thread.ErrClosed { //nolint:errorlint // fn's own errors, which may wrap another context's, stay as they are
		return ErrClosed
	}
	return err
}

// Info says what the context runs on.
func (c *Context) Info() Info { return c.info }

// Memory asks the driver for its memory as of now.
func (c *Context) Memory() (m Memory, err error) {
	err = c.Do(func() error { m = memory(c.info); return nil })
	return m, err
}

// Close destroys the context with all that it owns and ends its thread, after
// what Do has under way. Closing twice is harmless; inside Do it is refused.
func (c *Context) Close() error {
	return c.thread.Finish(func() error {
		err := c.native.destroy()
		releaseThread()
		return err
	})
}

// Open opens a context.
func Open(o Options) (*Context, error) {
	devices, err := deviceCandidates()
	if o.Device == Best {
		return openBest(devices, err, o.Debug)
	}
	if err != nil {
		return nil, fmt.Errorf("device %d: the devices cannot be listed: %w%s", o.Device, err, hint(nil))
	}
	if o.Device < 0 || o.Device >= len(devices) {
		return nil, noSuchDevice(o.Device)
	}
	c, err := openCandidate(devices[o.Device], o.Debug)
	if err != nil {
		return nil, fmt.Errorf("%v: %w%s", devices[o.Device], err, hint(devices))
	}
	return c, nil
}

// openBest opens the first candidate that is a real GPU, else the first that
// works at all. Only a context can tell for sure: Mesa falls back to software
// behind a device that names a real card. unlisted is why there are no devices,
// if that is an error.
func openBest(devices []candidate, unlisted error, debug bool) (*Context, error) {
	var fallback *Context
	var failures []error
	if unlisted != nil {
		failures = append(failures, unlisted)
	}
	try := func(list []candidate, software bool) *Context {
		for _, candidate := range list {
			if candidate.software != software {
				continue
			}
			c, err := openCandidate(candidate, debug)
			switch {
			case err != nil:
				failures = append(failures, fmt.Errorf("%v: %w", candidate, err))
			case software || !c.info.Software:
				return c
			case fallback == nil:
				fallback = c
			default:
				_ = c.Close() // a second fallback: nothing was done in it
			}
		}
		return nil
	}
	chosen := try(devices, false)
	if chosen == nil && fallback == nil {
		chosen = try(devices, true)
	}
	if chosen == nil && fallback == nil {
		chosen = try(otherCandidates(), false)
	}
	switch {
	case chosen == nil && fallback == nil:
		return nil, noContext(failures, devices)
	case chosen == nil:
		chosen = fallback
	case fallback != nil:
		_ = fallback.Close()
	}
	for _, err := range failures {
		chosen.info.Failed = append(chosen.info.Failed, err.Error())
	}
	return chosen, nil
}

// openCandidate opens a context on one display.
func openCandidate(from candidate, debug bool) (*Context, error) {
	c := &Context{thread: thread.Start()}
	err := c.thread.Do(func() error {
		var err error
		if c.native, err = create(from, debug); err != nil {
			releaseThread()
			return err
		}
		if err = loadGL(); err == nil {
			c.info = describe(from)
			c.info.Debug = debug
			c.info.Robust = resetNotification(c.info)
			if !c.info.AtLeast(4, 3) {
				err = fmt.Errorf("the driver offers OpenGL %s, this needs 4.3", c.info.Version)
			}
		}
		if err != nil {
			_ = c.native.destroy() // the error above is the one to tell
			releaseThread()
		}
		return err
	})
	if err != nil {
		_ = c.thread.Close()
		return nil, err
	}
	if !c.info.Software {
		c.thread.Eager()
	}
	return c, nil
}

// loadGL finds the GL functions. They are dispatched by current context, so
// that one look-up serves all.
var loadGL = sync.OnceValue(func() error {
	if err := gl.InitWithProcAddrFunc(ProcAddr); err != nil {
		return fmt.Errorf("the driver lacks %w, which OpenGL 4.3 has", err)
	}
	return nil
})

// resetNotification tells whether the context reports that it was lost.
func resetNotification(info Info) bool {
	if !info.AtLeast(4, 5) && !info.Has("GL_KHR_robustness") && !info.Has("GL_ARB_robustness") {
		return false
	}
	const loseContextOnReset = 0x8252
	return integer(gl.RESET_NOTIFICATION_STRATEGY) == loseContextOnReset
}

// noSuchDevice says which devices there are.
func noSuchDevice(index int) error {
	list, err := Devices()
	if err != nil {
		return fmt.Errorf("device %d does not exist, and the devices cannot be listed: %w", index, err)
	}
	switch len(list) {
	case 0:
		return fmt.Errorf("device %d does not exist: EGL lists no devices here", index)
	case 1:
		return fmt.Errorf("device %d does not exist, there is 1: %v", index, list[0])
	}
	text := ""
	for i, d := range list {
		if i > 0 {
			text += "; "
		}
		text += d.String()
	}
	return fmt.Errorf("device %d does not exist, there are %d: %s", index, len(list), text)
}

// noContext is the error of a machine where nothing works.
func noContext(failures []error, devices []candidate) error {
	text := ""
	for i, err := range failures {
		if i > 0 {
			text += "; "
		}
		text += err.Error()
	}
	return fmt.Errorf("no OpenGL 4.3 here: %s%s", text, hint(devices))
}

// hint says what to install or check.
func hint(devices []candidate) string {
	for _, d := range devices {
		if d.file == "" {
			continue
		}
		f, err := os.OpenFile(d.file, os.O_RDWR, 0)
		if err == nil {
			_ = f.Close()
			continue
		}
		if errors.Is(err, os.ErrPermission) {
			return "; " + d.file + " may not be opened: join its group (render or video)"
		}
	}
	return "; install a GPU driver with EGL (NVIDIA in a container: with the graphics capability) or Mesa (Debian: libegl1 libgl1-mesa-dri)"
}
