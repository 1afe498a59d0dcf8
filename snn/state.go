package snn

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// SynapseState is the state of one synapse that outlives a run (semantics
// section 3). A type uses only its own fields; the others keep the values of
// [StartState].
type SynapseState struct {
	Eligibility  float64 // plastic, gated, developmental: presynaptic trace; reward_plastic: what a reward acts on
	EligPost     float64 // plastic: postsynaptic trace
	Trace        float64 // reward_plastic: presynaptic trace
	CurrentGain  float64 // facilitating, depressing
	SourceFires  int64   // developmental
	Coincidences int64   // developmental
	Alive        bool    // developmental
}

// StartState is the state of a synapse that has seen no spike.
func StartState() SynapseState { return SynapseState{CurrentGain: 1, Alive: true} }

// ParseState reads a state text of the database. Missing keys take the start
// values, keys of other types are ignored.
func ParseState(t SynapseType, text string) (SynapseState, error) {
	s := StartState()
	if text == "" || text == "{}" {
		return s, nil
	}
	var raw struct {
		Eligibility  *float64 `json:"eligibility"`
		EligPost     *float64 `json:"elig_post"`
		Trace        *float64 `json:"trace"`
		CurrentGain  *float64 `json:"current_gain"`
		SourceFires  *int64   `json:"source_fires"`
		Coincidences *int64   `json:"coincidences"`
		Alive        *bool    `json:"alive"`
	}
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		return s, fmt.Errorf("malformed state JSON: %w", err)
	}
	if strings.TrimSpace(text) == "null" {
		return s, errors.New("malformed state JSON: null is not an object")
	}
	set := func(dst, src *float64) {
		if src != nil {
			*dst = *src
		}
	}
	switch t {
	case Plastic:
		set(&s.Eligibility, raw.Eligibility)
		set(&s.EligPost, raw.EligPost)
	case Gated:
		set(&s.Eligibility, raw.Eligibility)
	case RewardPlastic:
		set(&s.Eligibility, raw.Eligibility)
		set(&s.Trace, raw.Trace)
	case Facilitating, Depressing:
		set(&s.CurrentGain, raw.CurrentGain)
	case Developmental:
		set(&s.Eligibility, raw.Eligibility)
		if raw.SourceFires != nil {
			s.SourceFires = *raw.SourceFires
		}
		if raw.Coincidences != nil {
			s.Coincidences = *raw.Coincidences
		}
		if raw.Alive != nil {
			s.Alive = *raw.Alive
		}
	}
	if s.SourceFires < 0 || s.Coincidences < 0 || s.SourceFires > math.MaxInt32 || s.Coincidences > math.MaxInt32 {
		return s, fmt.Errorf("state counter outside 0..%d in %s", math.MaxInt32, text)
	}
	return s, nil
}

// AppendState appends the state text that V8 writes for a synapse of the
// given type: only the keys of its type, and elig_post only with LTD.
func AppendState(dst []byte, t SynapseType, hasLTD bool, s SynapseState) []byte {
	key := func(name string) {
		if dst[len(dst)-1] != '{' {
			dst = append(dst, ", "...)
		}
		dst = append(dst, '"')
		dst = append(dst, name...)
		dst = append(dst, `": `...)
	}
	number := func(name string, x float64) {
		key(name)
		dst = append(dst, FormatNumber(x)...)
	}
	dst = append(dst, '{')
	switch t {
	case Plastic:
		number("eligibility", s.Eligibility)
		if hasLTD {
			number("elig_post", s.EligPost)
		}
	case Gated:
		number("eligibility", s.Eligibility)
	case RewardPlastic:
		number("trace", s.Trace)
		number("eligibility", s.Eligibility)
	case Facilitating, Depressing:
		number("current_gain", s.CurrentGain)
	case Developmental:
		number("eligibility", s.Eligibility)
		key("source_fires")
		dst = strconv.AppendInt(dst, s.SourceFires, 10)
		key("coincidences")
		dst = strconv.AppendInt(dst, s.Coincidences, 10)
		key("alive")
		dst = strconv.AppendBool(dst, s.Alive)
	}
	return append(dst, '}')
}

// FormatNumber writes a float64 as Python's json does (its repr): the shortest
// text that reads back equal, always with a point or an exponent.
func FormatNumber(x float64) string {
	format := byte('f')
	if a := math.Abs(x); a != 0 && (a < 1e-4 || a >= 1e16) {
		format = 'e'
	}
	text := strconv.AppendFloat(nil, x, format, -1, 64)
	if format == 'f' && !bytes.ContainsRune(text, '.') {
		text = append(text, ".0"...)
	}
	return string(text)
}
