package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/engine-gpu/engine-gpu/internal/input"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TonicCurrent is the current that every neuron receives where no program
// says otherwise: V8's own in the arena (semantics section 6, step 2).
const TonicCurrent = 2.5

// Program is a stimulus: a current for every neuron, phases of more current
// and noise for some, and rewards. Its JSON form is
//
//	{"tonic": 2.5,
//	 "phases": [
//	   {"duration": 100, "current": 6.0, "targets": {"stride": 7}},
//	   {"duration": 300, "current": 0.0},
//	   {"tick_start": 50, "tick_end": 80, "current": 1, "noise": 0.5, "targets": {"type": "RS"}}],
//	 "loop": true,
//	 "rewards": {"every": 200, "values": [1.0, 1.0, -0.5]}}
//
// A phase with a duration [ticks] begins where the phase before it in the list
// ended; one with tick_start and tick_end covers tick_start..tick_end-1.
// Currents of phases that overlap add up, and so do the variances of their
// noise. With loop, everything repeats after the last phase's end. Targets are
// a list of database ids, {"stride": k} (positions 0, k, 2k, ...) or
// {"type": name}; without targets a phase reaches every neuron. A reward is
// delivered after every tick t for which t+1 is a multiple of every, the
// values in turn.
type Program struct {
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Tonic       *float64 `json:"tonic"` // TonicCurrent if absent
	Phases      []Phase  `json:"phases"`
	Loop        bool     `json:"loop"`
	Rewards     *Rewards `json:"rewards"`

	source []byte
	path   string // of the file that it was read from; "": none
}

// inFile completes an error with the program's file.
func (p *Program) inFile(err error) error {
	if p.path == "" {
		return err
	}
	return fmt.Errorf("%s: %w", p.path, err)
}

// Source returns the JSON that the program was read from, without white space
// between its values; nil for no program and for one that was not read.
func (p *Program) Source() []byte {
	if p == nil {
		return nil
	}
	return p.source
}

// Phase is a stretch of ticks with its current.
type Phase struct {
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Duration    *int32   `json:"duration"`   // [ticks]
	TickStart   *int32   `json:"tick_start"` // first tick
	TickEnd     *int32   `json:"tick_end"`   // tick after the last
	Current     float64  `json:"current"`    // added to the tonic current
	Noise       float64  `json:"noise"`      // standard deviation of a noise current
	Targets     *Targets `json:"targets"`    // nil: every neuron
}

// Targets names neurons in one of three ways.
type Targets struct {
	IDs    []int64 // database ids
	Stride int     // positions 0, Stride, 2·Stride, ...
	Type   string  // neuron type
}

// Rewards is a fixed reward schedule.
type Rewards struct {
	Every  int32     `json:"every"` // [ticks]
	Values []float64 `json:"values"`
}

// UnmarshalJSON reads a list of ids or an object with stride or type.
func (t *Targets) UnmarshalJSON(text []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		if err := json.Unmarshal(text, &t.IDs); err != nil {
			return fmt.Errorf("targets is not a list of neuron ids: %s", brief(string(text)))
		}
		return nil
	}
	var object struct {
		Stride *int    `json:"stride"`
		Type   *string `json:"type"`
	}
	if err := input.StrictJSON(text, &object); err != nil || (object.Stride == nil) == (object.Type == nil) {
		return fmt.Errorf(`targets is neither a list of neuron ids, {"stride": k} nor {"type": name}: %s`, brief(string(text)))
	}
	if object.Stride != nil {
		if *object.Stride < 1 {
			return fmt.Errorf("targets: stride %d is not positive", *object.Stride)
		}
		t.Stride = *object.Stride
		return nil
	}
	t.Type = *object.Type
	_, err := snn.ParseNeuronType(t.Type)
	return err
}

// LoadProgram reads and checks a program file.
func LoadProgram(path string) (*Program, error) {
	text, err := input.Read(path, maxFileSize)
	if err != nil {
		return nil, err
	}
	p, err := ParseProgram(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	p.path = path
	return p, nil
}

// ParseProgram reads and checks a program. Unknown keys are errors: a typing
// error in a stimulus must not pass as a stimulus of 0.
func ParseProgram(text []byte) (*Program, error) {
	p := &Program{}
	if err := input.StrictJSON(text, p); err != nil {
		return nil, fmt.Errorf("not a stimulus program: %s", brief(err.Error()))
	}
	var source bytes.Buffer
	if err := json.Compact(&source, text); err != nil {
		return nil, err
	}
	p.source = source.Bytes()
	return p, p.validate()
}

func (p *Program) validate() error {
	if p.Tonic != nil && !moderate(*p.Tonic) {
		return fmt.Errorf("tonic %v is beyond %g", *p.Tonic, maxCurrent)
	}
	for i := range p.Phases {
		if err := p.Phases[i].validate(); err != nil {
			return fmt.Errorf("phase %d: %w", i+1, err)
		}
	}
	if p.Loop && len(p.Phases) == 0 {
		return errors.New("loop needs a phase")
	}
	if r := p.Rewards; r != nil {
		if r.Every < 1 || len(r.Values) == 0 {
			return errors.New("rewards needs every of at least 1 tick and a value")
		}
		for _, v := range r.Values {
			if !moderate(v) {
				return fmt.Errorf("reward %v is beyond %g", v, maxCurrent)
			}
		}
	}
	return nil
}

func (p *Phase) validate() error {
	window := p.TickStart != nil && p.TickEnd != nil
	switch {
	case p.Duration == nil && !window, p.Duration != nil && (p.TickStart != nil || p.TickEnd != nil):
		return errors.New("needs either duration or both tick_start and tick_end")
	case p.Duration != nil && *p.Duration < 1:
		return fmt.Errorf("duration %d is not positive", *p.Duration)
	case window && (*p.TickStart < 0 || *p.TickEnd <= *p.TickStart):
		return fmt.Errorf("ticks %d to %d are no stretch of time", *p.TickStart, *p.TickEnd)
	case !moderate(p.Current) || !moderate(p.Noise):
		return fmt.Errorf("current %v or noise %v is beyond %g", p.Current, p.Noise, maxCurrent)
	case p.Noise < 0:
		return fmt.Errorf("noise %v is negative", p.Noise)
	}
	return nil
}

// brief makes one short line of what quotes a file's text.
func brief(text string) string { return input.Brief(text, 200) }

// maxCurrent bounds currents and rewards: far beyond what any brain bears, and
// far from where float32 ends.
const maxCurrent = 1e6

// moderate reports whether a figure is a number within maxCurrent.
func moderate(x float64) bool { return math.Abs(x) <= maxCurrent }

// maxFileSize bounds a program [bytes]: far beyond any that is of use. One of
// nothing but empty phases takes 70 times as much memory before it is refused.
const maxFileSize = 16 << 20
