//go:build linux && cgo && egl

package glc

import (
	"errors"
	"fmt"

	"github.com/go-gl/gl/v4.3-core/gl"
)

var (
	// ErrLost is in the chain of errors that say that the context is gone
	// with all that was in it.
	ErrLost = errors.New("the GL context was lost")
	// ErrBlockSize is in the chain of errors that say that one array is larger
	// than what a kernel can address.
	ErrBlockSize = errors.New("more than one storage block")
	// ErrMemory is in the chain of errors that say that memory ran out.
	ErrMemory = errors.New("out of GPU memory")
)

// Check returns what went wrong since the last Check: a lost context, GL
// errors, and in a debug context the messages that are errors. It does not
// wait for the GPU.
func (d *Device) Check() error {
	if err := d.lost(); err != nil {
		return err
	}
	err := errors.Join(glErrors()...)
	if d.debug != nil {
		err = errors.Join(err, d.debug.take())
	}
	return err
}

// glErrors takes all pending GL errors. A lost context has no end of them.
func glErrors() []error {
	var errs []error
	for len(errs) < 8 {
		code := gl.GetError()
		if code == gl.NO_ERROR {
			break
		}
		errs = append(errs, codeError(code))
	}
	return errs
}

// codeError is the error of one GL error code.
func codeError(code uint32) error {
	const contextLost = 0x0507
	switch code {
	case gl.INVALID_ENUM:
		return errors.New("GL_INVALID_ENUM")
	case gl.INVALID_VALUE:
		return errors.New("GL_INVALID_VALUE")
	case gl.INVALID_OPERATION:
		return errors.New("GL_INVALID_OPERATION")
	case gl.INVALID_FRAMEBUFFER_OPERATION:
		return errors.New("GL_INVALID_FRAMEBUFFER_OPERATION")
	case gl.OUT_OF_MEMORY:
		return fmt.Errorf("%w (GL_OUT_OF_MEMORY)", ErrMemory)
	case contextLost:
		return fmt.Errorf("%w (GL_CONTEXT_LOST)", ErrLost)
	}
	return fmt.Errorf("GL error %#x", code)
}

// lost asks a robust context whether it was reset.
func (d *Device) lost() error {
	if !d.info.Robust {
		return nil
	}
	var status uint32
	switch {
	case d.info.AtLeast(4, 5):
		status = gl.GetGraphicsResetStatus()
	case d.info.Has("GL_KHR_robustness"):
		status = gl.GetGraphicsResetStatusKHR()
	default:
		status = gl.GetGraphicsResetStatusARB()
	}
	return resetError(status)
}

// resetError is the error of a reset status.
func resetError(status uint32) error {
	switch status {
	case gl.NO_ERROR:
		return nil
	case gl.GUILTY_CONTEXT_RESET:
		return fmt.Errorf("%w: the GPU was reset because of what this program ran on it (GL_GUILTY_CONTEXT_RESET)", ErrLost)
	case gl.INNOCENT_CONTEXT_RESET:
		return fmt.Errorf("%w: the GPU was reset because of another program (GL_INNOCENT_CONTEXT_RESET)", ErrLost)
	}
	return fmt.Errorf("%w: the GPU was reset (status %#x)", ErrLost, status)
}
