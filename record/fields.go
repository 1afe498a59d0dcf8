package record

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Fields says what to record. A number of ticks is 0 where the field is left
// out.
type Fields struct {
	Text       string     // as it was given
	Spikes     bool       // every spike
	Rates      int32      // bin [ticks]
	Weights    int32      // ticks from one snapshot to the next
	V, U       *NeuronSet // nil: left out
	Trajectory int32
	Body       int32
}

// How often the fields are recorded where --record does not say.
const (
	DefaultRateBin      = 10
	DefaultWeightsEvery = 1000
	DefaultPathEvery    = 10
	DefaultBodyEvery    = 10
)

// fieldForms are the fields with what may stand behind them, for errors and
// help.
const fieldForms = "spikes, rates[:BIN], weights[:EVERY], v:NEURONS, u:NEURONS, trajectory[:EVERY], body[:EVERY]"

// ParseFields reads a list of fields such as
//
//	spikes,rates:10,weights:200,v:1+5+10-20,trajectory,body
//
// BIN and EVERY are numbers of ticks. NEURONS is one or more of the following,
// joined by +: a database id, a range of ids such as 10-20, type=RS, or all;
// the last three may end in /K, which takes every K-th of them.
func ParseFields(text string) (*Fields, error) {
	f := &Fields{Text: text}
	seen := map[string]bool{}
	for item := range strings.SplitSeq(text, ",") {
		name, value, given := strings.Cut(strings.TrimSpace(item), ":")
		if seen[name] {
			return nil, fmt.Errorf("the field %s is there twice", name)
		}
		seen[name] = true
		if err := f.add(name, value, given); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *Fields) add(name, value string, given bool) (err error) {
	switch name {
	case FieldSpikes:
		if given {
			return fmt.Errorf("%s takes nothing behind it, %q is too much", name, ":"+value)
		}
		f.Spikes = true
	case FieldRates:
		f.Rates, err = every(name, value, given, DefaultRateBin)
	case FieldWeights:
		f.Weights, err = every(name, value, given, DefaultWeightsEvery)
	case FieldTrajectory:
		f.Trajectory, err = every(name, value, given, DefaultPathEvery)
	case FieldBody:
		f.Body, err = every(name, value, given, DefaultBodyEvery)
	case FieldV:
		f.V, err = parseNeuronSet(name, value)
	case FieldU:
		f.U, err = parseNeuronSet(name, value)
	default:
		return fmt.Errorf("there is no field %q: the fields are %s", name, fieldForms)
	}
	return err
}

func every(name, value string, given bool, usual int32) (int32, error) {
	if !given {
		return usual, nil
	}
	n, err := strconv.ParseInt(value, 10, 32)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%s:%s is no number of ticks from 1 on, as in %s:%d", name, value, name, usual)
	}
	return int32(n), nil
}

// NeuronSet names neurons of a brain.
type NeuronSet struct {
	field string
	terms []neuronTerm
}

// neuronTerm is one part of a NeuronSet: the neurons of a type, or those whose
// ids lie in a range.
type neuronTerm struct {
	text        string
	kind        string // name of a neuron type; empty: any
	all         bool
	first, last int64
	step        int
}

func parseNeuronSet(field, text string) (*NeuronSet, error) {
	if text == "" {
		return nil, fmt.Errorf("%s needs neurons, as in %s:1+5+10-20, %s:type=RS/100 or %s:all", field, field, field, field)
	}
	set := &NeuronSet{field: field}
	for item := range strings.SplitSeq(text, "+") {
		t, err := parseNeuronTerm(item)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", field, err)
		}
		set.terms = append(set.terms, t)
	}
	return set, nil
}

func parseNeuronTerm(text string) (neuronTerm, error) {
	t := neuronTerm{text: text, step: 1}
	wrong := fmt.Errorf("%q names no neurons: give a database id, a range such as 10-20, type=RS or all, the last three with /100 for every 100th", text)
	body, step, stepped := strings.Cut(text, "/")
	if stepped {
		n, err := strconv.Atoi(step)
		if err != nil || n < 1 {
			return t, wrong
		}
		t.step = n
	}
	if body == "all" {
		t.all, t.first, t.last = true, math.MinInt64, math.MaxInt64
		return t, nil
	}
	if name, found := strings.CutPrefix(body, "type="); found {
		t.kind, t.all, t.first, t.last = name, true, math.MinInt64, math.MaxInt64
		return t, nil
	}
	first, last, ranged := strings.Cut(body, "-")
	if !ranged {
		last = first
	}
	var errs [2]error
	t.first, errs[0] = strconv.ParseInt(first, 10, 64)
	t.last, errs[1] = strconv.ParseInt(last, 10, 64)
	if errors.Join(errs[:]...) != nil || t.last < t.first || stepped && !ranged {
		return t, wrong
	}
	return t, nil
}
