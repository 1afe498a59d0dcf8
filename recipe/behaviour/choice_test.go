package behaviour_test

import (
	"fmt"
	"slices"
)

// choiceTicks is long enough for many periods of a ring: after it the outcome
// does not hang on where in a period it began.
const choiceTicks = 100

// choose is a drive that makes a choice.
func choose(terminal string, from int) pulse {
	return pulse{terminal, 4 * volley, from, from + choiceTicks}
}

// choice has the terminals of a circuit that chooses between two options.
type choice struct {
	inputs, modulators, outputs [2]string
}

var (
	options = choice{
		inputs:     [2]string{"sensory_a_in", "sensory_b_in"},
		modulators: [2]string{"modulator_a_in", "modulator_b_in"},
		outputs:    [2]string{"option_a_out", "option_b_out"},
	}
	commands = choice{
		inputs:     [2]string{"fwd_sensory_in", "bwd_sensory_in"},
		modulators: [2]string{"modulator_fwd_in", "modulator_bwd_in"},
		outputs:    [2]string{"forward_out", "backward_out"},
	}
)

func binaryDecision(p *probe) { options.check(p) }

func commandDecisionV2(p *probe) {
	p.does("keeps a command until the other comes", func(p *probe) { commands.switches(p, false) })
	p.butDoes("fires spike for spike as binary_decision, and weighs its inputs no better", func(p *probe) {
		twin := *p
		twin.circuit = "binary_decision"
		for _, strength := range []float64{10, 20, 40, 60} {
			drive := func(c choice) trial {
				return trial{tonic: waking, ticks: 2500, input: []pulse{
					{c.inputs[0], strength, 500, 550}, {c.inputs[1], 0.6 * strength, 500, 550}, {c.modulators[1], strength, 900, 1000},
				}}
			}
			got, want := p.run(drive(commands)), twin.run(drive(options))
			for i := range got.spikes {
				if !slices.Equal(got.spikes[i], want.spikes[i]) {
					p.Errorf("drive %v: neuron %d fires at other ticks than in binary_decision", strength, i)
				}
			}
		}
	})
}

func (c choice) check(p *probe) {
	for _, frozen := range []bool{false, true} {
		learning := map[bool]string{false: "", true: " without learning"}[frozen]
		p.does("keeps a decision until the other input comes"+learning, func(p *probe) { c.switches(p, frozen) })
	}
	p.does("may give a decision up to a weak input, but never takes both", c.challenged)
	p.does("has no winner on a tie", c.tie)
	p.does("lets a strong modulator decide on its own", c.modulated)
	p.butDoes("does not weigh inputs that come together: the stronger wins more often, not always", c.weighed)
	p.butDoes("gives a weak modulator no say in a tie: either side may win", c.biased)
}

// switches: a decision lasts without input, and the other input reverses it,
// at any moment of the ring's period.
func (c choice) switches(p *probe, frozen bool) {
	for side := range 2 {
		for phase := range 2 * ringPeriod {
			second := 2000 + phase
			r := p.run(trial{tonic: waking, ticks: 3500, frozen: frozen, input: []pulse{
				choose(c.inputs[side], 500), choose(c.inputs[1-side], second),
			}})
			r.silent(c.outputs[side], 0, 500)
			r.silent(c.outputs[1-side], 0, second)
			r.keepsFiring(c.outputs[side], 500+choiceTicks, second, 100, 20)
			r.silent(c.outputs[side], second+choiceTicks, 3500)
			r.keepsFiring(c.outputs[1-side], second+choiceTicks, 3500, 100, 20)
		}
	}
}

// verdict says which options are on at the end of a run of 2500 ticks.
func (c choice) verdict(r *record) string {
	first, second := r.count(c.outputs[0], 2000, 2500) > 0, r.count(c.outputs[1], 2000, 2500) > 0
	switch {
	case first && second:
		return "both"
	case first:
		return "first"
	case second:
		return "second"
	}
	return "none"
}

// tie: equal inputs from equal states give equal spikes; a volley ends in
// nothing.
func (c choice) tie(p *probe) {
	for _, strength := range []float64{5, 10, 15, 20, 30, 60} {
		for _, ticks := range []int{2, volleyTicks, 50, 200} {
			r := p.run(trial{tonic: waking, ticks: 2500, input: []pulse{
				{c.inputs[0], strength, 500, 500 + ticks}, {c.inputs[1], strength, 500, 500 + ticks},
			}})
			first, second := r.count(c.outputs[0], 0, 2500), r.count(c.outputs[1], 0, 2500)
			if first != second {
				p.Errorf("two inputs of %v for %d ticks: %d spikes against %d, want as many", strength, ticks, first, second)
			}
			if ticks <= volleyTicks && c.verdict(r) != "none" {
				p.Errorf("two inputs of %v for %d ticks: %s on, want none", strength, ticks, c.verdict(r))
			}
		}
	}
}

// weighed: twice the input wins mostly, a quarter more is no better than less.
func (c choice) weighed(p *probe) {
	for _, ratio := range []float64{1.25, 2} {
		verdicts, trials := map[string]int{}, 0
		for _, strength := range []float64{10, 20, 30, 40, 60, 80} {
			for _, ticks := range []int{10, 30, 50, 100, 200} {
				r := p.run(trial{tonic: waking, ticks: 2500, input: []pulse{
					{c.inputs[0], strength, 500, 500 + ticks}, {c.inputs[1], strength / ratio, 500, 500 + ticks},
				}})
				verdicts[c.verdict(r)]++
				trials++
			}
		}
		if verdicts["both"] != 0 || verdicts["first"] > trials*9/10 ||
			ratio == 2 && verdicts["first"] <= verdicts["second"] || ratio < 2 && verdicts["second"] < trials/10 {
			p.Errorf("the first input %v times the second: %v", ratio, verdicts)
		}
	}
}

func (c choice) modulated(p *probe) {
	for side := range 2 {
		for _, strength := range []float64{40, 60} {
			r := p.run(trial{tonic: waking, ticks: 2500, input: []pulse{{c.modulators[side], strength, 500, 650}}})
			r.keepsFiring(c.outputs[side], 700, 2500, 100, 20)
			r.silent(c.outputs[1-side], 0, 2500)
		}
		for _, strength := range []float64{5, 10, 20} { // too weak for a decision
			r := p.run(trial{tonic: waking, ticks: 2500, input: []pulse{{c.modulators[side], strength, 500, 650}}})
			r.silent(c.outputs[0], 700, 2500)
			r.silent(c.outputs[1], 700, 2500)
		}
	}
}

func (c choice) biased(p *probe) {
	verdicts := map[string]int{}
	for _, strength := range []float64{5, 10, 15, 20, 25} {
		for offset := range 2 * ringPeriod {
			r := p.run(trial{tonic: waking, ticks: 2500, input: []pulse{
				{c.modulators[0], strength, 450 + offset, 600 + offset}, choose(c.inputs[0], 500), choose(c.inputs[1], 500),
			}})
			verdicts[c.verdict(r)]++
		}
	}
	if verdicts["both"] != 0 || verdicts["first"] < 3 || verdicts["second"] < 3 {
		p.Errorf("ties with a modulator for the first option: %v, want both options among the winners, never at once", verdicts)
	}
}

// challenged: a single spike of the other input leads to one of three ends.
func (c choice) challenged(p *probe) {
	ends := map[string]int{}
	for phase := range 6 * ringPeriod {
		from := 1000 + phase
		r := p.run(trial{tonic: waking, ticks: 2000, input: []pulse{
			choose(c.inputs[0], 500), {c.inputs[1], 10, from, from + 5},
		}})
		first, second := r.count(c.outputs[0], 1500, 2000) > 0, r.count(c.outputs[1], 1500, 2000) > 0
		if first && second {
			p.Errorf("challenged at tick %d, both options are on", from)
		}
		ends[fmt.Sprint(first, second)]++
	}
	if ends["true false"] == 0 || ends["false true"] == 0 {
		p.Errorf("a challenge at %d moments ended in %v, want both keeping and switching among it", 6*ringPeriod, ends)
	}
}
