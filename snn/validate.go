package snn

import (
	"errors"
	"fmt"
	"math"
)

// Validate checks what every backend relies on and names the first row, by its
// database id, that breaks it: finite values, ascending ids, positions inside
// the network, delays within 0..MaxDelay, gates whose neurons exist.
func (b *Brain) Validate() error {
	if len(b.Neurons) == 0 {
		return errors.New("the brain has no neurons")
	}
	if len(b.Neurons) > MaxNeurons {
		return fmt.Errorf("%d neurons are more than the limit of %d", len(b.Neurons), MaxNeurons)
	}
	if n := b.Synapses.Len(); n > MaxSynapses {
		return fmt.Errorf("%d synapses are more than the limit of %d", n, MaxSynapses)
	}
	if err := b.Synapses.validateLengths(); err != nil {
		return err
	}
	if err := b.validateNeurons(); err != nil {
		return err
	}
	if err := b.validateParamSets(); err != nil {
		return err
	}
	if err := b.validateSynapses(); err != nil {
		return err
	}
	return b.validateMaps()
}

func finite(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

func (b *Brain) validateNeurons() error {
	for i := range b.Neurons {
		n := &b.Neurons[i]
		if i > 0 && n.ID <= b.Neurons[i-1].ID {
			return fmt.Errorf("neurons row %d: ids do not ascend (%d stands before it)", n.ID, b.Neurons[i-1].ID)
		}
		if n.Type >= NumNeuronTypes {
			return fmt.Errorf("neurons row %d: unknown neuron type %v", n.ID, n.Type)
		}
		if !finite(n.A, n.B, n.C, n.D, n.V, n.U, n.X, n.Y, n.Z) {
			return fmt.Errorf("neurons row %d: a value is not finite", n.ID)
		}
		if n.LastSpike < math.MinInt32 || n.LastSpike > math.MaxInt32 {
			return fmt.Errorf("neurons row %d: last_spike %d is outside 32 bits", n.ID, n.LastSpike)
		}
	}
	return nil
}

func (b *Brain) validateParamSets() error {
	for i := range b.ParamSets {
		p := &b.ParamSets[i]
		if err := p.Validate(p.Type); err != nil {
			return fmt.Errorf("params %s: %w", p.Text, err)
		}
		for _, n := range p.ModulatorGroup {
			if n < 0 || int(n) >= len(b.Neurons) {
				return fmt.Errorf("params %s: modulator_group names position %d, the brain has positions 0..%d",
					p.Text, n, len(b.Neurons)-1)
			}
		}
	}
	return nil
}

// validateSynapses looks for the first bad row column by column, which is
// far faster than making up the rows.
func (b *Brain) validateSynapses() error {
	kinds := make([]SynapseType, len(b.ParamSets))
	for i := range kinds {
		kinds[i] = b.ParamSets[i].Type
	}
	sound := make([]bool, len(b.States))
	for i := range sound {
		s := &b.States[i]
		sound[i] = finite(s.Eligibility, s.EligPost, s.Trace, s.CurrentGain)
	}
	ys, neurons := &b.Synapses, uint32(len(b.Neurons))
	for i, t := range ys.Type {
		params, state := uint(ys.Params[i]), uint(ys.StateAt(i))
		if t < NumSynapseTypes && uint32(ys.Source[i]) < neurons && uint32(ys.Target[i]) < neurons &&
			uint32(ys.Delay[i]) <= MaxDelay && ys.Weight[i]-ys.Weight[i] == 0 && // false for NaN and infinities
			params < uint(len(kinds)) && kinds[params] == t && state < uint(len(sound)) && sound[state] &&
			(ys.ID == nil || i == 0 || ys.ID[i] > ys.ID[i-1]) {
			continue
		}
		return b.synapseError(i)
	}
	return nil
}

// synapseError says what is wrong with a row.
func (b *Brain) synapseError(i int) error {
	y := b.Synapses.At(i)
	outside := func(position int32) bool { return position < 0 || int(position) >= len(b.Neurons) }
	fail := func(format string, args ...any) error {
		return fmt.Errorf("synapses row %d: %s", y.ID, fmt.Sprintf(format, args...))
	}
	switch {
	case i > 0 && y.ID <= b.Synapses.IDAt(i-1):
		return fail("ids do not ascend (%d stands before it)", b.Synapses.IDAt(i-1))
	case y.Type >= NumSynapseTypes:
		return fail("unknown synapse type %v", y.Type)
	case outside(y.Source):
		return fail("source position %d is not a neuron", y.Source)
	case outside(y.Target):
		return fail("target position %d is not a neuron", y.Target)
	case !finite(y.Weight):
		return fail("weight is not finite")
	case y.Delay < 0:
		return fail("delay %d is negative", y.Delay)
	case y.Delay > MaxDelay:
		return fail("delay %d is longer than the limit of %d ticks", y.Delay, MaxDelay)
	case y.Params < 0 || int(y.Params) >= len(b.ParamSets) || b.ParamSets[y.Params].Type != y.Type:
		return fail("has no params of its type")
	case y.State < 0 || int(y.State) >= len(b.States):
		return fail("has no state")
	}
	return fail("a state value is not finite")
}

func (b *Brain) validateMaps() error {
	for i, m := range b.BodyMap {
		if m.Neuron < 0 || int(m.Neuron) >= len(b.Neurons) || m.Segment < 0 || m.Segment > 23 {
			return fmt.Errorf("body_map row %d: neuron position %d or segment %d is outside the network or the body", i+1, m.Neuron, m.Segment)
		}
	}
	for i, m := range b.SensorMap {
		if m.Neuron < 0 || int(m.Neuron) >= len(b.Neurons) {
			return fmt.Errorf("sensor_map row %d: position %d is not a neuron", i+1, m.Neuron)
		}
	}
	return nil
}
