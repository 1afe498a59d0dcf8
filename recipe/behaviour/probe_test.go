// Package behaviour_test runs every built-in circuit alone in a brain and says,
// in spikes, what it does. A circuit is driven by currents into its input
// terminals and read at its output terminals, without noise, on the reference
// backend and on the float32 backend.
//
// Expected values are statements about behaviour, such as silence, order, more
// than or as long as, with margins that both backends and any rounding meet.
// They are not counts taken over from a run.
package behaviour_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// The working points: a current into every neuron for the whole run. A neuron
// with b = 0.2 fires on its own from (5-b)²/0.16 - 140 = 4 on, where its
// resting state vanishes; an LTS neuron, with b = 0.25, from 1.02 on, and a
// neuron of a ring, whose u stays at -13, from 3.25 on.
const (
	atRest = 0.0
	waking = 2.5 // what V8 gives every neuron in the arena: LTS neurons fire, no others do
	alert  = 3.5 // for those that fire on their own at eager
	eager  = 3.6 // a little below the current at which all types fire on their own
)

// nearby are factors of the tonic current: a behaviour must show at all of
// them, so that none hangs on spikes that happen to meet in one tick.
var nearby = []float64{0.98, 1, 1.02}

// settle is when the start state, which is no resting state, is forgotten:
// nothing is driven and nothing is counted before.
const settle = 200

// pulse is a current into a terminal during the ticks from, ..., to-1. A label
// like "command_in[1]" means the second neuron of the terminal alone: a
// projection too ends in one neuron of a terminal.
type pulse struct {
	terminal string
	current  float64
	from, to int
}

// train is count pulses of the given length [ticks], one every period ticks.
func train(terminal string, current float64, from, length, period, count int) []pulse {
	var pulses []pulse
	for i := range count {
		start := from + i*period
		pulses = append(pulses, pulse{terminal, current, start, start + length})
	}
	return pulses
}

// trial is one run of a circuit.
type trial struct {
	tonic  float64 // into every neuron
	ticks  int
	input  []pulse
	frozen bool // learning is off
	timers bool // with the auto-timers that V8's generator adds

	// without lists synapses to take out, as indices of their ends in the
	// circuit: what stays the same without a synapse is not its doing.
	without [][2]int32

	// beside is a second circuit in the brain, whose terminals are called
	// "circuit.label", with a projection to it from the circuit under test.
	beside     string
	projection string
}

// probe runs trials of one circuit on one backend.
type probe struct {
	*testing.T
	circuit string
	open    func(*snn.Brain, snn.Options) (engine.Backend, error)
	built   map[string]built // by the text of its recipe
	tonic   float64          // factor of the tonic current, one of nearby
	differs bool             // the circuit does not do what its name says
}

// built is a generated brain.
type built struct {
	brain     *snn.Brain
	terminals map[string][]int32 // positions, by label
}

func newProbe(circuit string, open func(*snn.Brain, snn.Options) (engine.Backend, error)) *probe {
	return &probe{circuit: circuit, open: open, built: map[string]built{}, tonic: 1}
}

// backends are what every behaviour must show on.
var backends = []struct {
	name string
	open func(*snn.Brain, snn.Options) (engine.Backend, error)
}{
	{"reference", func(b *snn.Brain, o snn.Options) (engine.Backend, error) { return cpu.NewReference(b, o) }},
	{"cpu", func(b *snn.Brain, o snn.Options) (engine.Backend, error) { return cpu.NewBackend(b, o) }},
}

// does checks a behaviour that the circuit's name promises, or one that does
// not contradict it.
func (p *probe) does(what string, check func(*probe)) {
	p.Helper()
	for _, tonic := range nearby {
		p.Run(fmt.Sprintf("%s/tonic×%v", what, tonic), func(t *testing.T) {
			check(&probe{T: t, circuit: p.circuit, open: p.open, built: p.built, tonic: tonic})
		})
	}
}

// butDoes checks a behaviour that is not what the circuit's name promises.
func (p *probe) butDoes(what string, check func(*probe)) {
	p.Helper()
	p.differs = true
	p.does(what, check)
}

// run builds the brain of a trial, runs it and returns its spikes.
func (p *probe) run(x trial) *record {
	p.Helper()
	brain, terminals := p.build(x)
	backend, err := p.open(p.without(brain, x.without), snn.Options{Learn: !x.frozen, Threads: 1})
	if err != nil {
		p.Fatal(err)
	}
	defer backend.Close()
	r := &record{t: p.T, terminals: terminals, spikes: make([][]int, len(brain.Neurons))}
	var spikes snn.Spikes
	for _, stretch := range r.stretches(x, p.tonic*x.tonic) {
		backend.SetCurrents(stretch.current)
		spikes.Reset(int32(stretch.from))
		if err := backend.Advance(stretch.to-stretch.from, &spikes); err != nil {
			p.Fatal(err)
		}
		spikes.Each(func(tick int32, neurons []int32) {
			for _, n := range neurons {
				r.spikes[n] = append(r.spikes[n], int(tick))
			}
		})
	}
	return r
}

// build returns the brain of a trial, generated from a recipe, and which
// neurons each terminal has.
func (p *probe) build(x trial) (*snn.Brain, map[string][]int32) {
	p.Helper()
	components := fmt.Sprintf(`{"type": %q}`, p.circuit)
	if x.beside != "" {
		components += fmt.Sprintf(`, {"type": %q}`, x.beside)
	}
	text := fmt.Sprintf(`{"components": [%s], "projections": [%s], "wiring": {"max_distance": 0, "auto_timers": %v}}`,
		components, x.projection, x.timers)
	if b, known := p.built[text]; known {
		return b.brain, b.terminals
	}
	file := filepath.Join(p.TempDir(), "alone.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		p.Fatal(err)
	}
	r, err := recipe.Load(file)
	if err != nil {
		p.Fatal(err)
	}
	brain, err := r.Generate(r.Seed)
	if err != nil {
		p.Fatal(err)
	}
	b := built{brain, terminalsOf(r)}
	p.built[text] = b
	return b.brain, b.terminals
}

// terminalsOf says which neurons of a recipe's brain each terminal has. Labels
// of all circuits but the first begin with the circuit's name.
func terminalsOf(r *recipe.Recipe) map[string][]int32 {
	terminals := map[string][]int32{}
	var first int32
	for i, component := range r.Components {
		prefix := ""
		if i > 0 {
			prefix = component.Circuit.Name + "."
		}
		for _, terminal := range component.Circuit.Terminals {
			var neurons []int32
			for _, n := range terminal.Nodes {
				neurons = append(neurons, first+n)
			}
			terminals[prefix+terminal.Label] = neurons
		}
		first += int32(len(component.Circuit.Nodes))
	}
	return terminals
}

// without returns the brain without some synapses.
func (p *probe) without(brain *snn.Brain, links [][2]int32) *snn.Brain {
	p.Helper()
	rest := *brain
	for _, link := range links {
		var others snn.Synapses
		for _, y := range rest.Synapses.All() {
			if y.Source != link[0] || y.Target != link[1] {
				others.Append(y)
			}
		}
		if others.Len() == rest.Synapses.Len() {
			p.Fatalf("there is no synapse from %d to %d", link[0], link[1])
		}
		rest.Synapses = others
	}
	return &rest
}

// channels returns the labels of the single neurons of a terminal.
func channels(terminal string, n int) []string {
	var labels []string
	for i := range n {
		labels = append(labels, fmt.Sprintf("%s[%d]", terminal, i))
	}
	return labels
}
