//go:build linux && cgo && egl

package egl

import (
	"errors"
	"fmt"
)

// version is a GL version.
type version struct{ major, minor int }

// create makes a context on the candidate's display and makes it current on
// the calling thread.
func create(from candidate, debug bool) (native, error) {
	d, err := from.display()
	if err != nil {
		return native{}, err
	}
	if err := displays.open(d); err != nil {
		return native{}, err
	}
	n := native{display: d}
	if err := n.create(debug, d.extensions()); err != nil {
		_ = n.destroy() // the error above is the one to tell
		return native{}, err
	}
	return n, nil
}

// create makes the context on the display, which has the given extensions, and
// makes it current.
func (n *native) create(debug bool, has extensions) error {
	if err := bindOpenGL(); err != nil {
		return err
	}
	config, ok := n.display.chooseConfig(true)
	if !ok {
		config, ok = n.display.chooseConfig(false)
	}
	if !ok && !has["EGL_KHR_no_config_context"] && !has["EGL_MESA_configless_context"] {
		return errors.New("the display has no config for OpenGL")
	}
	var err error
	if n.context, err = createContext(n.display, config, debug); err != nil {
		return err
	}
	if has["EGL_KHR_surfaceless_context"] {
		if err = n.display.makeCurrent(0, n.context); err == nil {
			return nil
		}
	}
	if n.surface, err = n.display.createPbuffer(config); err != nil {
		return err
	}
	return n.display.makeCurrent(n.surface, n.context)
}

// createContext asks for the newest version first, since a driver may give
// exactly what it is asked for, each with notice of resets and without. The
// last is too old, and there to find out what a driver without 4.3 does have.
func createContext(d display, config handle, debug bool) (handle, error) {
	var err error
	for _, v := range [...]version{{4, 6}, {4, 5}, {4, 3}, {3, 2}} {
		for _, robust := range [...]bool{true, false} {
			var context handle
			if context, err = d.createContext(config, v, debug, robust); err == nil {
				return context, nil
			}
		}
	}
	return 0, fmt.Errorf("no OpenGL core profile: %w", err)
}

// destroy undoes create, from wherever it came to.
func (n *native) destroy() error {
	var errs []error
	if n.context != 0 {
		errs = append(errs, n.display.makeCurrent(0, 0), n.display.destroyContext(n.context))
	}
	if n.surface != 0 {
		errs = append(errs, n.display.destroySurface(n.surface))
	}
	errs = append(errs, displays.close(n.display))
	*n = native{}
	return errors.Join(errs...)
}
