package snn

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// Params are the parameters of a synapse (semantics section 2). A type uses
// only its own fields. Time constants are in ticks (ms).
type Params struct {
	LearningRate float64 // plastic, gated, reward_plastic, developmental
	WMin, WMax   float64 // bounds of the weight, same types
	TauPlus      float64 // decay of the presynaptic trace [ms]; plastic, gated, developmental
	TauMinus     float64 // decay of the postsynaptic trace [ms]; plastic
	LTDRatio     float64 // strength of LTD relative to LTP; plastic; 0 where the row lacks it
	HasLTD       bool    // the row carries ltd_ratio: its state then carries elig_post

	FacilIncrement float64 // gain added per spike; facilitating
	DepressFactor  float64 // gain kept per spike; depressing
	TauRecovery    float64 // recovery of the gain to 1 [ms]; facilitating, depressing

	Conductance float64 // gap_junction

	GateThreshold  float64 // activity from which the gate is open; gated
	ModulatorGroup []int32 // positions of the gate's neurons; gated
	Gates          Gates   // what the gate gates; gated

	TauTrace    float64 // decay of the presynaptic trace [ms]; reward_plastic
	TauEligible float64 // decay of the eligibility [ms]; reward_plastic

	CriticalPeriod   int64   // ticks during which pruning goes on; developmental
	PruningThreshold float64 // coincidences per source spike below which a synapse dies; developmental
	EvalInterval     int64   // ticks between prunings; developmental
	MinSourceFires   int64   // source spikes needed for a verdict; developmental
}

// Gates says what a closed gate of a gated synapse stops.
type Gates uint8

const (
	// GatesLearning is V8's code: always transmit, learn only while open.
	GatesLearning Gates = iota
	// GatesTransmission is V8's README: neither transmit nor learn while closed.
	GatesTransmission
)

// DefaultParams returns a type's parameters where a row names none
// (semantics section 2).
func DefaultParams(t SynapseType) Params {
	learn := Params{LearningRate: 0.01, WMin: 0, WMax: 10, TauPlus: 20}
	switch t {
	case Plastic:
		learn.TauMinus = 20
		return learn
	case Gated:
		learn.GateThreshold = 0.3
		return learn
	case RewardPlastic:
		return Params{LearningRate: 0.01, WMin: 0, WMax: 10, TauTrace: 20, TauEligible: 500}
	case Facilitating:
		return Params{FacilIncrement: 0.2, TauRecovery: 200}
	case Depressing:
		return Params{DepressFactor: 0.5, TauRecovery: 500}
	case Developmental:
		learn.CriticalPeriod, learn.EvalInterval = 10000, 2000
		learn.PruningThreshold, learn.MinSourceFires = 0.02, 20
		return learn
	case GapJunction:
		return Params{Conductance: 0.1}
	}
	return Params{}
}

// ParseParams reads a params text of the database for a synapse of type t.
// Missing keys take the defaults, unknown keys are ignored as V8 ignores them.
// The result is checked by [Params.Validate].
func ParseParams(t SynapseType, text string) (Params, error) {
	p := DefaultParams(t)
	if text == "" {
		text = "{}"
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		return p, fmt.Errorf("malformed params JSON: %w", err)
	}
	if raw == nil {
		return p, errors.New("malformed params JSON: null is not an object")
	}
	for key, value := range raw {
		if err := p.set(t, key, value); err != nil {
			return p, err
		}
	}
	return p, p.Validate(t)
}

// set assigns one key, if a synapse of type t has it.
func (p *Params) set(t SynapseType, key string, value json.RawMessage) error {
	if key == "modulator_group" || key == "gates" {
		if t != Gated {
			return nil
		}
		return p.setGate(key, value)
	}
	if dst := p.integer(t, key); dst != nil {
		var x float64
		if err := json.Unmarshal(value, &x); err != nil || string(value) == "null" || x != math.Trunc(x) || math.Abs(x) > math.MaxInt32 {
			return fmt.Errorf("param %s is not a whole number within 32 bits: %s", key, value)
		}
		*dst = int64(x)
		return nil
	}
	dst := p.float(t, key)
	if dst == nil {
		return nil
	}
	if err := json.Unmarshal(value, dst); err != nil || string(value) == "null" {
		return fmt.Errorf("param %s is not a number: %s", key, value)
	}
	if key == "ltd_ratio" {
		p.HasLTD = true
	}
	return nil
}

// float returns the field of a float parameter of type t, or nil.
func (p *Params) float(t SynapseType, key string) *float64 {
	learns := t.LearnsAtTarget()
	switch {
	case key == "learning_rate" && learns:
		return &p.LearningRate
	case key == "w_min" && learns:
		return &p.WMin
	case key == "w_max" && learns:
		return &p.WMax
	case key == "tau_plus" && learns && t != RewardPlastic:
		return &p.TauPlus
	case key == "tau_minus" && t == Plastic:
		return &p.TauMinus
	case key == "ltd_ratio" && t == Plastic:
		return &p.LTDRatio
	case key == "facil_increment" && t == Facilitating:
		return &p.FacilIncrement
	case key == "depress_factor" && t == Depressing:
		return &p.DepressFactor
	case key == "tau_recovery" && (t == Facilitating || t == Depressing):
		return &p.TauRecovery
	case key == "conductance" && t == GapJunction:
		return &p.Conductance
	case key == "gate_threshold" && t == Gated:
		return &p.GateThreshold
	case key == "tau_trace" && t == RewardPlastic:
		return &p.TauTrace
	case key == "tau_eligible" && t == RewardPlastic:
		return &p.TauEligible
	case key == "pruning_threshold" && t == Developmental:
		return &p.PruningThreshold
	}
	return nil
}

// integer returns the field of an integer parameter of type t, or nil.
func (p *Params) integer(t SynapseType, key string) *int64 {
	if t != Developmental {
		return nil
	}
	switch key {
	case "critical_period":
		return &p.CriticalPeriod
	case "eval_interval":
		return &p.EvalInterval
	case "min_source_fires":
		return &p.MinSourceFires
	}
	return nil
}

// setGate reads modulator_group (a list of positions, or V8's empty text for
// an empty group) or gates.
func (p *Params) setGate(key string, value json.RawMessage) error {
	if key == "gates" {
		switch string(value) {
		case `"learning"`:
			p.Gates = GatesLearning
		case `"transmission"`:
			p.Gates = GatesTransmission
		default:
			return fmt.Errorf(`param gates is neither "learning" nor "transmission": %s`, value)
		}
		return nil
	}
	p.ModulatorGroup = nil
	if string(value) == `""` {
		return nil
	}
	// A null would pass for no list, or for position 0.
	if err := json.Unmarshal(value, &p.ModulatorGroup); err != nil || bytes.Contains(value, []byte("null")) {
		return fmt.Errorf("param modulator_group is not a list of neuron positions: %s", value)
	}
	return nil
}

// Range is w_max - w_min.
func (p *Params) Range() float64 { return p.WMax - p.WMin }

// MinRange is the smallest range in which anything is learned.
const MinRange = 1e-6

// MinHomeostaticSum is the smallest sum of reward weights on a target that
// homeostasis rescales. The semantics page is silent here; the golden
// corners.homeostasis shows that V8 leaves sums that are not positive alone.
const MinHomeostaticSum = 1e-6

// Thresholds of V8's rules (semantics section 2).
const (
	LTDFloor         = 0.01 // postsynaptic trace above which a source spike depresses
	EligibilityFloor = 1e-6 // magnitude from which a reward acts on a synapse
)

// WeightFloor is the magnitude below which a learned weight is cut to exactly
// 0 on the float32 backends. It is far below what a spike can tell and keeps
// denormals, which GL may flush, out of the weights.
const WeightFloor = 0x1p-40

// Learns reports whether the range of the weight is wide enough to learn in.
func (p *Params) Learns() bool { return !(p.Range() < MinRange) }

// Inhibitory reports whether the synapse counts as inhibitory for learning.
func (p *Params) Inhibitory() bool { return p.WMin < 0 && p.WMax <= 0 }

// Validate checks what every backend relies on: finite numbers, positive time
// constants. Bounds in the wrong order are V8's way to switch learning off.
func (p *Params) Validate(t SynapseType) error {
	for _, x := range []float64{
		p.LearningRate, p.WMin, p.WMax, p.TauPlus, p.TauMinus, p.LTDRatio, p.FacilIncrement, p.DepressFactor,
		p.TauRecovery, p.Conductance, p.GateThreshold, p.TauTrace, p.TauEligible, p.PruningThreshold,
	} {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("a %s parameter is not finite", t)
		}
	}
	var err error
	check := func(name string, x float64) {
		if err == nil && !(x > 0) {
			err = fmt.Errorf("param %s is %v, must be positive", name, x)
		}
	}
	switch t {
	case Plastic:
		check("tau_plus", p.TauPlus)
		check("tau_minus", p.TauMinus)
	case Gated:
		check("tau_plus", p.TauPlus)
	case RewardPlastic:
		check("tau_trace", p.TauTrace)
		check("tau_eligible", p.TauEligible)
	case Facilitating, Depressing:
		check("tau_recovery", p.TauRecovery)
	case Developmental:
		check("tau_plus", p.TauPlus)
		check("eval_interval", float64(p.EvalInterval))
	}
	return err
}
