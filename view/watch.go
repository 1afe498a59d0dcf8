package view

import "sync"

// Watcher receives a run's frames, the latest first. It misses those that come
// while one waits to be fetched.
type Watcher struct {
	capture *Capture
	frames  chan *Frame
	close   sync.Once
}

// Watch begins to watch. Rasters, rates and weights are captured only while
// somebody does, so close the watcher in the end.
func (c *Capture) Watch() *Watcher {
	w := &Watcher{capture: c, frames: make(chan *Frame, 1)}
	c.watch.Lock()
	defer c.watch.Unlock()
	c.watchers[w] = true
	c.watched.Store(true)
	if f := c.latest.Load(); f != nil {
		w.frames <- f
	}
	return w
}

// Frames returns the channel of frames. It is never closed: the last frame's
// State is over.
func (w *Watcher) Frames() <-chan *Frame { return w.frames }

// Close ends the watching.
func (w *Watcher) Close() {
	w.close.Do(func() {
		c := w.capture
		c.watch.Lock()
		defer c.watch.Unlock()
		delete(c.watchers, w)
		c.watched.Store(len(c.watchers) > 0)
	})
}

// hand gives a frame to all who watch, in place of one that was not fetched.
func (c *Capture) hand(f *Frame) {
	c.watch.Lock()
	defer c.watch.Unlock()
	c.latest.Store(f)
	for w := range c.watchers {
		select {
		case <-w.frames:
		default:
		}
		w.frames <- f // there is room: only this function fills it
	}
}
