//go:build linux && cgo && egl

package glc

import (
	"errors"
	"strings"
	"testing"

	"github.com/go-gl/gl/v4.3-core/gl"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/internal/egltest"
)

func TestCheckReportsGLErrors(t *testing.T) {
	for _, debug := range []bool{false, true} {
		inside(t, debug, Options{}, func(d *Device) error {
			gl.BindBufferBase(gl.SHADER_STORAGE_BUFFER, 1<<20, 0)
			err := d.Check()
			if err == nil || !strings.Contains(err.Error(), "GL_INVALID_VALUE") {
				t.Errorf("got %v", err)
			}
			if debug && err != nil && !strings.Contains(err.Error(), "GL: ") {
				t.Errorf("no message beside the error: %v", err)
			}
			t.Log(err)
			return d.Check() // told once
		})
	}
}

func TestMessages(t *testing.T) {
	inside(t, true, Options{}, func(d *Device) error {
		insert := func(kind, severity uint32, text string) {
			gl.DebugMessageInsert(gl.DEBUG_SOURCE_APPLICATION, kind, 7, severity, int32(len(text)), gl.Str(text+"\x00"))
		}
		_ = d.Messages()
		insert(gl.DEBUG_TYPE_ERROR, gl.DEBUG_SEVERITY_HIGH, "broken")
		insert(gl.DEBUG_TYPE_PERFORMANCE, gl.DEBUG_SEVERITY_MEDIUM, "slow")
		if err := d.Check(); err == nil || !strings.Contains(err.Error(), "broken") || strings.Contains(err.Error(), "slow") {
			t.Errorf("Check: %v", err)
		}
		list := d.Messages()
		if len(list) != 1 || list[0].Error || list[0].Severity != "medium" || !strings.Contains(list[0].Text, "slow") {
			t.Errorf("messages %+v", list)
		}
		for range keep + 5 {
			insert(gl.DEBUG_TYPE_OTHER, gl.DEBUG_SEVERITY_LOW, "chatter")
		}
		if list := d.Messages(); len(list) != keep+1 || !strings.HasPrefix(list[keep].Text, "5 more") {
			t.Errorf("%d messages", len(list))
		}
		return nil
	})
}

// TestTwoDebugContexts expects each to hear its own messages only.
func TestTwoDebugContexts(t *testing.T) {
	quiet := egltest.Open(t, egl.Options{Device: egl.Best, Debug: true})
	var device *Device
	egltest.Do(t, quiet, func() (err error) {
		device, err = New(quiet, Options{})
		return err
	})
	inside(t, true, Options{}, func(d *Device) error {
		gl.BindBufferBase(gl.SHADER_STORAGE_BUFFER, 1<<20, 0)
		if d.Check() == nil {
			t.Error("an error was not heard")
		}
		return nil
	})
	egltest.Do(t, quiet, device.Close)
}

func TestMessagesWithoutDebug(t *testing.T) {
	inside(t, false, Options{}, func(d *Device) error {
		if d.Messages() != nil {
			t.Error("messages without a debug context")
		}
		return nil
	})
}

func TestResetErrors(t *testing.T) {
	if err := resetError(gl.NO_ERROR); err != nil {
		t.Error(err)
	}
	for status, want := range map[uint32]string{
		gl.GUILTY_CONTEXT_RESET:   "this program",
		gl.INNOCENT_CONTEXT_RESET: "another program",
		gl.UNKNOWN_CONTEXT_RESET:  "was reset",
	} {
		if err := resetError(status); !errors.Is(err, ErrLost) || !strings.Contains(err.Error(), want) {
			t.Errorf("%#x: %v", status, err)
		}
	}
	if err := codeError(0x0507); !errors.Is(err, ErrLost) {
		t.Errorf("GL_CONTEXT_LOST: %v", err)
	}
	if err := codeError(gl.OUT_OF_MEMORY); !errors.Is(err, ErrMemory) {
		t.Errorf("GL_OUT_OF_MEMORY: %v", err)
	}
}

func TestNewOnClosedContext(t *testing.T) {
	c := egltest.Open(t, egl.Options{Device: egl.Best})
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	err := c.Do(func() error { _, err := New(c, Options{}); return err })
	if !errors.Is(err, egl.ErrClosed) {
		t.Errorf("got %v", err)
	}
}
