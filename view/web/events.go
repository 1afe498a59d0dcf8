package web

import (
	"net/http"
	"time"
)

// events streams a run: the scene, the latest frame, and those that come.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	st, err := s.hub.join()
	if err != nil {
		w.Header().Set("Retry-After", "10")
		http.Error(w, "Too many look on already.", http.StatusServiceUnavailable)
		return
	}
	defer s.hub.leave(st)
	scene, err := sceneMessage(s.capture)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // proxies pass every event on at once
	client := s.newClient(w)
	if !client.send(scene) || !s.sendLatest(client) {
		return
	}
	beat := time.NewTicker(s.limits.heartbeat)
	defer beat.Stop()
	for {
		select {
		case m := <-st.messages:
			if !client.frame(m) || !s.mend(client) {
				return
			}
		case <-beat.C:
			// Shows both ends that the other one is there while a run is paused.
			if !client.send([]byte(": still here\n\n")) {
				return
			}
		case <-r.Context().Done():
			return
		case <-s.closing:
			s.sendLatest(client)
			return
		}
	}
}

// sendLatest sends the latest frame, and reports whether more are to follow.
func (s *Server) sendLatest(c *client) bool {
	f := s.capture.Latest()
	if f == nil {
		return true
	}
	m, err := frameMessage(f)
	return err == nil && c.frame(m)
}

// mend sends the whole trail to a client that missed a part of it, now and
// then.
func (s *Server) mend(c *client) bool {
	if !c.missed || time.Since(c.mended) < mendInterval {
		return true
	}
	text, err := event("trail", trailOf(s.capture.Trail()))
	c.missed, c.mended = false, time.Now()
	return err == nil && c.send(text)
}

// mendInterval spares a client that is too slow for the frames already.
const mendInterval = 2 * time.Second

// client is the other end of a stream.
type client struct {
	w          http.ResponseWriter
	controller *http.ResponseController
	patience   time.Duration
	last       int64 // number of the frame sent last
	missed     bool  // frames, and with them a part of the trail
	mended     time.Time
}

func (s *Server) newClient(w http.ResponseWriter) *client {
	c := &client{w: w, controller: http.NewResponseController(w), patience: s.limits.patience}
	// The request has been read; a stream lasts longer than a request may.
	c.controller.SetReadDeadline(time.Time{}) //nolint:errcheck // then reads time out as before
	return c
}

// frame sends a frame, unless it was sent already, and reports whether more
// are to follow.
func (c *client) frame(m message) bool {
	if m.number <= c.last {
		return !m.over
	}
	c.missed = c.missed || c.last != 0 && m.number > c.last+1
	c.last = m.number
	return c.send(m.text) && !m.over
}

// send writes to the client, and reports whether it took it in time.
func (c *client) send(text []byte) bool {
	if err := c.controller.SetWriteDeadline(time.Now().Add(c.patience)); err != nil {
		return false
	}
	if _, err := c.w.Write(text); err != nil {
		return false
	}
	return c.controller.Flush() == nil
}
