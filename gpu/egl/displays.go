//go:build linux && cgo && egl

package egl

import "sync"

// displays counts who uses each display. EGL has one display per device and
// process and does not count: whoever terminates it ends the contexts of all
// others. Since the displays are the process's, so is their count.
var displays = displayCount{users: map[display]int{}}

type displayCount struct {
	mu    sync.Mutex
	users map[display]int
}

// open initializes the display for one more user.
func (c *displayCount) open(d display) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.users[d] == 0 {
		if err := d.initialize(); err != nil {
			return err
		}
	}
	c.users[d]++
	return nil
}

// close terminates the display with its last user.
func (c *displayCount) close(d display) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.users[d]--; c.users[d] > 0 {
		return nil
	}
	delete(c.users, d)
	return d.terminate()
}
