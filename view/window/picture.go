//go:build glfw && cgo

package window

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"os"

	"github.com/go-gl/gl/v3.3-core/gl"

	"github.com/engine-gpu/engine-gpu/view"
)

// picture draws the content once more, where no other window can hide it.
func (w *window) picture() (*image.NRGBA, error) {
	width, height, scale := w.size()
	var buffer, pixels uint32
	gl.GenFramebuffers(1, &buffer)
	gl.GenRenderbuffers(1, &pixels)
	defer func() {
		gl.BindFramebuffer(gl.FRAMEBUFFER, 0)
		gl.DeleteRenderbuffers(1, &pixels)
		gl.DeleteFramebuffers(1, &buffer)
	}()
	x, y := w.glfw.GetFramebufferSize()
	gl.BindRenderbuffer(gl.RENDERBUFFER, pixels)
	gl.RenderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, int32(x), int32(y))
	gl.BindFramebuffer(gl.FRAMEBUFFER, buffer)
	gl.FramebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, pixels)
	if status := gl.CheckFramebufferStatus(gl.FRAMEBUFFER); status != gl.FRAMEBUFFER_COMPLETE {
		return nil, fmt.Errorf("GL has no room for a picture of %d × %d pixels", x, y)
	}
	w.screen.draw(width, height, scale)
	return w.screen.canvas.Picture(), nil
}

// save writes a picture of the window.
func (w *window) save(file string) error {
	img, err := w.picture()
	if err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	return w.options.WriteFile(file, func(out io.Writer) error { return encoder.Encode(out, img) })
}

// snap saves a picture under a name that is free.
func (w *window) snap() {
	ticks := int32(0)
	if s := w.screen; s.history != nil && s.history.latest != nil {
		ticks = s.history.latest.Ticks
	}
	file := fmt.Sprintf("engine-gpu-%d.png", ticks)
	for i := 2; taken(file); i++ {
		file = fmt.Sprintf("engine-gpu-%d-%d.png", ticks, i)
	}
	if err := w.save(file); err != nil {
		w.tell(err.Error())
		return
	}
	w.tell("saved " + file)
}

func taken(file string) bool {
	_, err := os.Lstat(file)
	return !errors.Is(err, fs.ErrNotExist)
}

// script takes the picture that a script wants and closes the window, when it
// is time.
func (w *window) script() error {
	s, wanted := w.screen, w.options.Picture
	if w.pictured || s.history == nil || s.history.latest == nil {
		return nil
	}
	f := s.history.latest
	over := f.State.Over()
	switch {
	case wanted.File == "":
		w.quit(over)
		return nil
	case f.State == view.Failed || f.Ticks < wanted.Ticks && !over:
		return nil
	case f.Ticks < wanted.Ticks:
		w.pictured = true
		return fmt.Errorf("the run ended after %d ticks: there is none to picture after %d", f.Ticks, wanted.Ticks)
	}
	w.pictured = true
	// The run was held for the picture, which shows it as it runs.
	held := wanted.Ticks > 0 && f.State == view.Paused
	s.posing = held
	err := w.save(wanted.File)
	s.posing = false
	if held {
		w.player.Controls.Resume()
	}
	w.quit(true)
	return err
}

// quit closes the window if that is asked for and time.
func (w *window) quit(due bool) {
	if w.options.Exit && due {
		w.glfw.SetShouldClose(true)
	}
}
