package web

import (
	"errors"
	"sync"

	"github.com/engine-gpu/engine-gpu/view"
)

// maxStreams bounds how many look on at once.
const maxStreams = 256

var errTooMany = errors.New("too many look on already")

// hub encodes every frame once for all who look on. While nobody does, it does
// not watch the run.
type hub struct {
	capture *view.Capture

	mu      sync.Mutex
	streams map[*stream]bool
	stop    chan struct{} // ends the pump; nil: there is none
}

// stream is one who looks on. A message that was not fetched yet gives way to
// the next one.
type stream struct{ messages chan message }

func newHub(c *view.Capture) *hub { return &hub{capture: c, streams: map[*stream]bool{}} }

// join adds one who looks on.
func (h *hub) join() (*stream, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.streams) >= maxStreams {
		return nil, errTooMany
	}
	s := &stream{make(chan message, 1)}
	h.streams[s] = true
	if h.stop == nil {
		h.stop = make(chan struct{})
		go h.pump(h.stop)
	}
	return s, nil
}

// leave removes one who looked on.
func (h *hub) leave(s *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.streams, s)
	if len(h.streams) == 0 {
		close(h.stop)
		h.stop = nil
	}
}

// viewers returns how many look on.
func (h *hub) viewers() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.streams)
}

// pump passes the run's frames on.
func (h *hub) pump(stop <-chan struct{}) {
	w := h.capture.Watch()
	defer w.Close()
	for {
		select {
		case <-stop:
			return
		case f := <-w.Frames():
			m, err := frameMessage(f)
			if err != nil {
				continue // a frame that cannot be shown; the next one may be
			}
			h.send(m)
		}
	}
}

func (h *hub) send(m message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.streams {
		select {
		case <-s.messages:
		default:
		}
		s.messages <- m // there is room: only this function fills it
	}
}
