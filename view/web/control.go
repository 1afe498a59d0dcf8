package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
)

// maxBody bounds the body of a wish [bytes].
const maxBody = 1 << 10

// wish is the body of a POST to /control.
type wish struct {
	Action string   `json:"action"` // pause, resume, step, speed or reward
	Value  *float64 `json:"value"`  // ticks, times real time (0: unlimited), or amount
}

// control does what a viewer wants of the run.
func (s *Server) control(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		refuse(w, http.StatusUnsupportedMediaType, errors.New("the body must be application/json"))
		return
	}
	var wanted wish
	if err := decode(http.MaxBytesReader(w, r.Body, maxBody), &wanted); err != nil {
		status := http.StatusBadRequest
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			status = http.StatusRequestEntityTooLarge
		}
		refuse(w, status, err)
		return
	}
	if err := s.capture.Over(); err != nil {
		refuse(w, http.StatusConflict, err)
		return
	}
	if err := s.do(wanted); err != nil {
		refuse(w, http.StatusBadRequest, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// decode reads one JSON object and nothing else.
func decode(body io.Reader, into any) error {
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("the body is no wish: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("the body goes on after its object")
	}
	return nil
}

func (s *Server) do(w wish) error {
	need := func(f func(float64) error) error {
		if w.Value == nil {
			return fmt.Errorf("%s needs a value", w.Action)
		}
		return f(*w.Value)
	}
	switch w.Action {
	case "pause":
		s.controls.Pause()
	case "resume":
		s.controls.Resume()
	case "step":
		return need(func(x float64) error {
			if x != float64(int32(x)) {
				return fmt.Errorf("a step is a whole number of ticks, not %g", x)
			}
			return s.controls.Step(int(x))
		})
	case "speed":
		return need(s.controls.SetSpeed)
	case "reward":
		return need(s.controls.Reward)
	default:
		return fmt.Errorf("unknown action %q: there are pause, resume, step, speed and reward", w.Action)
	}
	return nil
}

// refuse answers with an error as JSON.
func refuse(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"error": err.Error()}) //nolint:errcheck // who asked has gone
}
