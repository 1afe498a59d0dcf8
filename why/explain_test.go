package why_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/why"
)

const ticks = 260

// trace is all that a run of the backend shows, looked at before every tick.
type trace struct {
	v, u  [][]float64 // by tick: before it; one more at the end
	fired [][]int32
}

func (tr *trace) Next(ticks int32) int32 { return ticks + 1 }

func (tr *trace) Observe(m *engine.Moment) error {
	return tr.look(m.Snapshot)
}

func (tr *trace) look(snapshot func(*snn.Snapshot) error) error {
	n := 0
	if len(tr.v) > 0 {
		n = len(tr.v[0])
	}
	s := &snn.Snapshot{V: make([]float64, n), U: make([]float64, n)}
	if err := snapshot(s); err != nil {
		return err
	}
	tr.v, tr.u = append(tr.v, s.V), append(tr.u, s.U)
	return nil
}

func (tr *trace) Record(_ int32, fired []int32) error {
	tr.fired = append(tr.fired, append([]int32(nil), fired...))
	return nil
}

// wave is a stimulus beside the program, as a sound is.
type wave struct{}

func (wave) Next(tick int32) int32 { return tick + 7 - tick%7 }

func (wave) Add(tick int32, current []float64) {
	for i := range current {
		if i%4 == 1 {
			current[i] += float64(tick/7%5) / 3
		}
	}
}

func program(t *testing.T) *engine.Program {
	t.Helper()
	p, err := engine.ParseProgram([]byte(`{"tonic": 3.3, "loop": true,
		"phases": [{"duration": 40, "current": 5.1, "targets": {"stride": 3}}, {"duration": 30, "current": -1, "noise": 6, "targets": {"stride": 2}}],
		"rewards": {"every": 23, "values": [1, -0.5, 2]}}`))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func newRun(t *testing.T, brain *snn.Brain) why.Run {
	t.Helper()
	b, err := cpu.NewBackend(brain, snn.Options{Learn: true, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return why.Run{Brain: brain, Network: b.Network(), Backend: b, Config: engine.Config{
		Ticks: ticks, Program: program(t), NoiseSeed: 5, Stimuli: []engine.Stimulus{wave{}, wave{}},
	}}
}

// play runs the brain once, as anybody would.
func play(t *testing.T, brain *snn.Brain) (*trace, *engine.State) {
	t.Helper()
	run := newRun(t, brain)
	tr := &trace{}
	n := len(brain.Neurons)
	tr.v, tr.u = [][]float64{make([]float64, n)}, [][]float64{make([]float64, n)}
	keep := &keeper{at: 100}
	c := run.Config
	c.Observers, c.Recorders = []engine.Observer{tr, keep}, []engine.Recorder{tr}
	if _, err := engine.Run(context.Background(), brain, run.Backend, c); err != nil {
		t.Fatal(err)
	}
	tr.v, tr.u = tr.v[1:], tr.u[1:]
	return tr, keep.state
}

// keeper keeps a state.
type keeper struct {
	at    int32
	state *engine.State
}

func (k *keeper) Next(ticks int32) int32 {
	if ticks < k.at {
		return k.at
	}
	return engine.Never
}

func (k *keeper) Observe(m *engine.Moment) (err error) {
	if m.Ticks() == k.at {
		k.state, err = m.State()
	}
	return err
}

func shapes() map[string]backendtest.Shape {
	late := backendtest.Lively(40)
	late.Delays = []int32{0, 1, 62, 63, 64, 90}
	odd := backendtest.Lively(40)
	odd.Odd, odd.Restored = true, true
	gated := backendtest.Lively(40, snn.Gated, snn.Gated, snn.Fixed)
	gated.Gates.Thresholds = []float64{0.005, 0.01, 0.02, 0.03}
	return map[string]backendtest.Shape{
		"lively": backendtest.Lively(40), "late": late, "odd": odd, "gated": gated,
	}
}

// TestInputsReproduceTheNeuron asks of every spike of random brains: the inputs
// that are reported, and nothing else, make the neuron's v and u, bit for bit.
func TestInputsReproduceTheNeuron(t *testing.T) {
	for name, shape := range shapes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			brain := shape.Generate(11)
			want, state := play(t, brain)
			run := newRun(t, brain)
			asked, kinds, needed, spare := 0, map[string]int{}, 0, 0
			for tick, fired := range want.fired {
				for _, n := range fired {
					q := why.Question{Neuron: n, Tick: int32(tick), Window: 1 + int32(asked%60)}
					r := run
					if state.Ticks <= why.From(brain, n, q.Tick, q.Window) && asked%2 == 0 {
						r.Config.Resume = state
					} else {
						r = newStart(t, r)
					}
					x, err := why.Explain(context.Background(), r, q)
					if err != nil {
						t.Fatalf("neuron %d, tick %d: %v", n, tick, err)
					}
					compare(t, brain, want, n, x)
					asked++
					for i := range x.Inputs {
						in := &x.Inputs[i]
						kinds[in.Kind]++
						if in.Kind == why.KindSynapse {
							kinds[in.Type]++
						}
						if in.Needed {
							needed++
						} else {
							spare++
						}
					}
				}
			}
			if asked < 20 || needed == 0 || spare == 0 {
				t.Errorf("the case is empty: %d questions, %d inputs needed, %d not", asked, needed, spare)
			}
			for _, kind := range shape.Types {
				if kinds[kind.String()] == 0 {
					t.Errorf("the case is empty: no input of type %v", kind)
				}
			}
			for _, kind := range []string{why.KindTonic, why.KindProgram, why.KindSound, why.KindNoise} {
				if kinds[kind] == 0 {
					t.Errorf("the case is empty: no input of kind %s", kind)
				}
			}
		})
	}
}

// newStart is a run whose backend is at its beginning.
func newStart(t *testing.T, r why.Run) why.Run {
	t.Helper()
	fresh, err := cpu.NewNetworkBackend(r.Network, snn.Options{Learn: true, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	state, err := fresh.Save()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Backend.Restore(state); err != nil {
		t.Fatal(err)
	}
	r.Config.Resume = nil
	return r
}

// compare computes the neuron from the explanation's figures alone.
func compare(t *testing.T, brain *snn.Brain, want *trace, n int32, x *why.Explanation) {
	t.Helper()
	p := &brain.Neurons[n]
	at := func(tick int32) string { return fmt.Sprintf("neuron %d, spike %d, tick %d", n, x.Tick, tick) }
	arriving := map[int32]float64{}
	for i := range x.Inputs {
		if in := &x.Inputs[i]; in.Kind == why.KindSynapse {
			arriving[*in.Arrival] += in.Current
			if *in.Spike+*in.Delay != *in.Arrival {
				t.Errorf("%s: a spike of tick %d with delay %d arrives in tick %d", at(x.Tick), *in.Spike, *in.Delay, *in.Arrival)
			}
		}
	}
	if want.v[x.First][n] != x.StartV || want.u[x.First][n] != x.StartU {
		t.Fatalf("%s: starts at v %v, u %v, the run at %v, %v", at(x.First), x.StartV, x.StartU, want.v[x.First][n], want.u[x.First][n])
	}
	v, u := float32(x.StartV), float32(x.StartU)
	for i := range x.Ticks {
		k := &x.Ticks[i]
		if arriving[k.Tick] != k.Synapses {
			t.Fatalf("%s: inputs add up to %v, the tick has %v", at(k.Tick), arriving[k.Tick], k.Synapses)
		}
		input := float32(k.Synapses+k.Gaps) + float32(k.External)
		input += float32(k.Noise)
		half := func(v float32) float32 {
			return v + float32(0.5*(float32(float32(0.04*v)*v)+float32(5*v)+140-u+input))
		}
		v = half(min(max(half(v), -100), 35))
		a, b := snn.Flush(float32(p.A)), float32(p.B)
		u += float32(a * (float32(b*v) - u))
		if fired := v >= 30; fired != k.Fired {
			t.Fatalf("%s: fired is %v, want %v", at(k.Tick), k.Fired, fired)
		}
		if k.Fired {
			v, u = float32(p.C), u+float32(p.D)
		}
		after := k.Tick + 1
		if int(after) < len(want.v) && (want.v[after][n] != float64(v) || want.u[after][n] != float64(u)) {
			t.Fatalf("%s: the inputs make v %v, u %v, the run has %v, %v", at(k.Tick), v, u, want.v[after][n], want.u[after][n])
		}
	}
	if last := x.Ticks[len(x.Ticks)-1]; !last.Fired || last.Tick != x.Tick {
		t.Errorf("%s: the last tick is %d, fired %v", at(x.Tick), last.Tick, last.Fired)
	}
	sum := 0.0
	for i := range x.Inputs {
		sum += math.Abs(x.Inputs[i].Share)
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("%s: shares add up to %v", at(x.Tick), sum)
	}
}

// TestNeeded: one strong synapse makes its target fire, one weak one does not
// matter.
func TestNeeded(t *testing.T) {
	brain := &snn.Brain{States: []snn.SynapseState{snn.StartState()}}
	for id := range int64(3) {
		n := snn.Neuron{ID: 10 + id, Izhikevich: snn.RS.Parameters(), V: -65, U: -13, LastSpike: -1000}
		brain.Neurons = append(brain.Neurons, n)
	}
	p, err := snn.ParseParams(snn.Fixed, "{}")
	if err != nil {
		t.Fatal(err)
	}
	brain.ParamSets = []snn.ParamSet{{Type: snn.Fixed, Text: "{}", Params: p}}
	brain.Synapses.Append(snn.Synapse{ID: 1, Weight: 60, Source: 0, Target: 2, Delay: 2, Type: snn.Fixed})
	brain.Synapses.Append(snn.Synapse{ID: 2, Weight: 0.01, Source: 1, Target: 2, Delay: 2, Type: snn.Fixed})
	run := newRun(t, brain)
	run.Config.Stimuli = nil
	run.Config.Program, err = engine.ParseProgram([]byte(`{"tonic": 0, "phases": [{"duration": 5, "current": 90, "targets": [10, 11]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	tr := &trace{}
	c := run.Config
	c.Recorders = []engine.Recorder{tr}
	if _, err := engine.Run(context.Background(), brain, run.Backend, c); err != nil {
		t.Fatal(err)
	}
	spike := int32(-1)
	for tick, fired := range tr.fired {
		for _, n := range fired {
			if n == 2 && spike < 0 {
				spike = int32(tick)
			}
		}
	}
	if spike < 0 {
		t.Fatal("the target never fires")
	}
	x, err := why.Explain(context.Background(), newStart(t, run), why.Question{Neuron: 2, Tick: spike, Window: 50})
	if err != nil {
		t.Fatal(err)
	}
	strong := 0
	for _, in := range x.Inputs {
		if in.Kind != why.KindSynapse {
			t.Errorf("an input of kind %s", in.Kind)
		}
		if in.Synapse == 2 && in.Needed {
			t.Error("the weak synapse is said to be needed")
		}
		if in.Synapse == 1 && in.Needed {
			strong++
		}
	}
	if strong == 0 {
		t.Errorf("no spike of the strong synapse is said to be needed: %+v", x.Inputs)
	}

	// A tick without a spike names the nearest ones.
	var silent *why.SilentError
	_, err = why.Explain(context.Background(), newStart(t, run), why.Question{Neuron: 2, Tick: 0, Window: 50})
	if !errors.As(err, &silent) || silent.Before != -1 || silent.After != int64(spike) {
		t.Errorf("tick 0: %v, want the first spike of tick %d", err, spike)
	}
	_, err = why.Explain(context.Background(), newStart(t, run), why.Question{Neuron: 2, Tick: ticks - 1, Window: 50})
	if !errors.As(err, &silent) || silent.Before < int64(spike) || silent.After != -1 {
		t.Errorf("the last tick: %v, want a spike before and none after", err)
	}
	for _, q := range []why.Question{{Neuron: 3, Tick: 1, Window: 1}, {Neuron: 2, Tick: ticks, Window: 1}, {Neuron: 2, Tick: -1, Window: 1}, {Neuron: 2, Tick: 5}} {
		if _, err := why.Explain(context.Background(), run, q); err == nil {
			t.Errorf("%+v is answered", q)
		}
	}
}
