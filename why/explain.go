package why

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Run is a run that can be replayed.
type Run struct {
	Brain   *snn.Brain
	Network *snn.Network   // of the brain
	Backend engine.Backend // of float32, before its first tick
	// Config is the run's, without recorders and observers. It may resume a
	// state of at most From ticks.
	Config engine.Config
}

// Question asks why a neuron fired.
type Question struct {
	Neuron int32 // position
	Tick   int32
	Window int32 // ticks to look at, Tick the last; at least 1
}

// SilentError says that the neuron did not fire in the tick.
type SilentError struct {
	ID            int64
	Tick          int32
	Before, After int64 // nearest spikes [tick]; -1: none
	End           int32 // ticks of the run
}

func (e *SilentError) Error() string {
	text := fmt.Sprintf("neuron %d did not fire in tick %d: ", e.ID, e.Tick)
	switch {
	case e.Before < 0 && e.After < 0:
		return text + fmt.Sprintf("it never does in the %d ticks of the run", e.End)
	case e.After < 0:
		return text + fmt.Sprintf("its last spike before is of tick %d, and it has none after", e.Before)
	case e.Before < 0:
		return text + fmt.Sprintf("its first spike is of tick %d", e.After)
	}
	return text + fmt.Sprintf("its nearest spikes are of ticks %d and %d", e.Before, e.After)
}

// Explain replays a run up to a spike and says what led to it. It fails with a
// [SilentError] where there is none. The certificates of the marks of the
// Config are those of the replay: see [Explanation].
func Explain(ctx context.Context, run Run, q Question) (*Explanation, error) {
	switch {
	case q.Neuron < 0 || int(q.Neuron) >= len(run.Brain.Neurons):
		return nil, fmt.Errorf("position %d is no neuron", q.Neuron)
	case q.Window < 1:
		return nil, fmt.Errorf("a window of %d ticks is none", q.Window)
	case q.Tick < 0 || q.Tick >= run.Config.Ticks:
		return nil, fmt.Errorf("tick %d is beyond the run, which has ticks 0 to %d", q.Tick, run.Config.Ticks-1)
	}
	w := newWiring(run.Brain, q.Neuron)
	from := w.from(q.Tick, q.Window)
	if r := run.Config.Resume; r != nil && r.Ticks > from {
		return nil, fmt.Errorf("the state is of tick %d, after tick %d, whose spikes still matter", r.Ticks, from)
	}
	s := newScout(run.Brain, w, q, from)
	state, marks, err := s.replay(ctx, run)
	if err != nil {
		return nil, err
	}
	x, err := s.listen(ctx, run, state)
	if err != nil {
		return nil, err
	}
	x.Marks = marks
	return x, x.judge()
}

// scout finds, in a first replay, who fires and keeps the state from which a
// second one begins.
type scout struct {
	brain  *snn.Brain
	wiring *wiring
	q      Question
	from   int32

	wanted  []bool            // per neuron: a source, or it counts for a gate
	fired   map[int32][]int32 // tick → wanted neurons that fired, from on
	spikes  []int32           // of the neuron, since the replay began
	state   *engine.State
	stopped bool
}

func newScout(brain *snn.Brain, w *wiring, q Question, from int32) *scout {
	s := &scout{brain: brain, wiring: w, q: q, from: from, wanted: make([]bool, len(brain.Neurons)), fired: map[int32][]int32{}}
	for n := range w.bySource {
		s.wanted[n] = true
	}
	if w.gated {
		for i := range brain.ParamSets {
			for _, n := range brain.ParamSets[i].ModulatorGroup {
				s.wanted[n] = true
			}
		}
	}
	return s
}

// Record implements engine.Recorder.
func (s *scout) Record(tick int32, fired []int32) error {
	for _, n := range fired {
		if n == s.q.Neuron {
			s.spikes = append(s.spikes, tick)
		}
		if s.wanted[n] && tick >= s.from && tick <= s.q.Tick {
			s.fired[tick] = append(s.fired[tick], n)
		}
	}
	return nil
}

// Next implements engine.Observer.
func (s *scout) Next(ticks int32) int32 {
	switch {
	case ticks < s.from:
		return s.from
	case ticks <= s.q.Tick:
		return s.q.Tick + 1
	}
	return ticks + 256
}

// Observe implements engine.Observer: it stops where the spike is found, or the
// next one after a tick without.
func (s *scout) Observe(m *engine.Moment) (err error) {
	if m.Ticks() == s.from {
		s.state, err = m.State()
	}
	if n := len(s.spikes); n > 0 && m.Ticks() > s.q.Tick && s.spikes[n-1] >= s.q.Tick {
		s.stopped = true
		m.Stop()
	}
	return err
}

// replay runs up to the spike and returns the state before tick from.
func (s *scout) replay(ctx context.Context, run Run) (*engine.State, []engine.Mark, error) {
	c := run.Config
	if c.Resume != nil && c.Resume.Ticks == s.from {
		s.state = c.Resume
	}
	c.Recorders, c.Observers = []engine.Recorder{s}, []engine.Observer{s}
	r, err := engine.Run(ctx, run.Brain, run.Backend, c)
	if err != nil {
		return nil, nil, err
	}
	if r.Interrupted && !s.stopped {
		return nil, nil, context.Cause(ctx)
	}
	silent := &SilentError{ID: run.Brain.Neurons[s.q.Neuron].ID, Tick: s.q.Tick, Before: -1, After: -1, End: run.Config.Ticks}
	silent.Before = s.lastBefore(run)
	for _, t := range s.spikes {
		switch {
		case t == s.q.Tick:
			return s.state, r.Marks, nil
		case t < s.q.Tick:
			silent.Before = int64(t)
		case silent.After < 0:
			silent.After = int64(t)
		}
	}
	return nil, nil, silent
}

// lastBefore returns the tick of the neuron's last spike before the state that
// the replay resumes, -1 where the run had none.
func (s *scout) lastBefore(run Run) int64 {
	if run.Config.Resume == nil {
		return -1
	}
	state, ok := run.Config.Resume.Brain.(*snn.Float32State)
	if !ok || len(state.LastSpike) <= int(s.q.Neuron) {
		return -1
	}
	last := int64(state.LastSpike[s.q.Neuron])
	if last < 0 || last == run.Brain.Neurons[s.q.Neuron].LastSpike {
		return -1
	}
	return last
}

// listener records what the neuron receives in the second replay.
type listener struct {
	*scout
	run     Run
	tap     *tap
	senses  *senses // nil without a world
	heard   float64
	tonic   float64
	first   int32     // tick of the window
	windows [][]int32 // per gate group: spikes in the last ticks before from, see snn.Float32State
	full    *snn.Snapshot
	cheap   *snn.Snapshot
	x       *Explanation
}

// listen replays from the state on and records.
func (s *scout) listen(ctx context.Context, run Run, state *engine.State) (*Explanation, error) {
	brain, ok := state.Brain.(*snn.Float32State)
	if !ok {
		return nil, errors.New("the backend computes in float64: a spike is explained on a float32 backend")
	}
	l := &listener{scout: s, run: run, first: first(s.q.Tick, s.q.Window), tonic: engine.TonicCurrent}
	if p := run.Config.Program; p != nil && p.Tonic != nil {
		l.tonic = *p.Tonic
	}
	l.windows = gateWindows(run.Network, brain)
	l.full = &snn.Snapshot{}
	if s.wiring.changing {
		l.full = snn.NewSnapshot(run.Brain)
	}
	n := len(run.Brain.Neurons)
	l.cheap = &snn.Snapshot{V: make([]float64, n), U: make([]float64, n)}
	l.x = newExplanation(run, s.q, l.first)
	l.tap = &tap{Backend: run.Backend, position: s.q.Neuron, before: l.before}

	c := run.Config
	c.Resume, c.Ticks, c.Marks, c.Recorders, c.Observers = state, s.q.Tick+1, nil, nil, nil
	if c.World != nil {
		l.senses = newSenses(c.World.(engine.StatefulWorld), s.q.Neuron) // saved before: it is one
		c.World = l.senses
	}
	c.Stimuli = nil
	for i, x := range run.Config.Stimuli {
		c.Stimuli = append(c.Stimuli, &sound{x, s.q.Neuron, i == 0, &l.heard})
	}
	r, err := engine.Run(ctx, run.Brain, l.tap, c)
	if err != nil {
		return nil, err
	}
	if r.Interrupted {
		return nil, context.Cause(ctx)
	}
	return l.x, l.membraneAfter()
}

// membraneAfter notes v and u after the last tick.
func (l *listener) membraneAfter() error {
	if err := l.tap.Snapshot(l.cheap); err != nil {
		return err
	}
	l.x.end = l.own()
	return nil
}

func (l *listener) own() membrane {
	return membrane{float32(l.cheap.V[l.q.Neuron]), float32(l.cheap.U[l.q.Neuron])}
}

// before looks at the brain before a tick.
func (l *listener) before(tick int32) error {
	if err := l.spikesOf(tick); err != nil {
		return err
	}
	if tick < l.first {
		return nil
	}
	if err := l.tap.Snapshot(l.cheap); err != nil {
		return err
	}
	moment := moment{tick: tick, start: l.own(), total: l.tap.external, tonic: l.tonic, sound: l.heard}
	if l.senses != nil && l.senses.index >= 0 {
		moment.senses = l.senses.own
	}
	if l.tap.sd != 0 {
		moment.sd = l.tap.sd
		scale := snn.Flush(float32(l.tap.sd * snn.NoiseScale))
		if scale != 0 {
			moment.noisy = true
			moment.noise = float32(float32(snn.NoiseInteger(l.tap.seed, tick, l.q.Neuron)) * scale)
		}
	}
	for i := range l.wiring.gaps {
		moment.partners = append(moment.partners, float32(l.cheap.V[l.wiring.gaps[i].partner]))
	}
	l.x.moments = append(l.x.moments, moment)
	return nil
}

// spikesOf notes what the spikes of a tick send to the neuron. It is called
// before the tick: the spikes are known from the first replay, the weights are
// those of now.
func (l *listener) spikesOf(tick int32) error {
	looked := false
	for _, source := range l.fired[tick] {
		for i := range l.wiring.bySource[source] {
			y := &l.wiring.bySource[source][i]
			arrival := int64(tick) + int64(y.delay)
			if arrival < int64(l.first) || arrival > int64(l.q.Tick) {
				continue
			}
			if y.kind != snn.Fixed && !looked {
				if err := l.tap.Snapshot(l.full); err != nil {
					return err
				}
				looked = true
			}
			d := y.deliver(l.run.Brain, l.full, func(gate int32) bool { return l.open(gate, tick) }, l.x.neuron.scale)
			if d.sent {
				l.x.arrive(l.run.Brain, y, d, tick)
			}
		}
	}
	return nil
}

// gateWindows returns, per group, its spikes in the ticks before a state.
func gateWindows(net *snn.Network, s *snn.Float32State) [][]int32 {
	windows := make([][]int32, net.GateGroups())
	for g := range windows {
		window := s.GateWindow[g*snn.GateWindow : (g+1)*snn.GateWindow]
		for tick := max(s.Tick-snn.GateWindow, 0); tick < s.Tick; tick++ {
			windows[g] = append(windows[g], window[tick%snn.GateWindow])
		}
	}
	return windows
}

// open reports whether a gate is open in a tick (semantics section 1, step 6).
func (l *listener) open(gate, tick int32) bool {
	g := &l.run.Network.Gates.Gates[gate]
	members := map[int32]int32{}
	for _, n := range l.run.Network.Gates.Groups[g.Group] {
		members[n]++
	}
	var total int32
	for t := max(tick-snn.GateWindow+1, 0); t <= tick; t++ {
		if t < l.from {
			window := l.windows[g.Group] // its last element is of tick from-1
			total += window[int32(len(window))-(l.from-t)]
			continue
		}
		for _, n := range l.fired[t] {
			total += members[n]
		}
	}
	return total >= g.Need
}

// round takes rounding errors of a difference to 0.
func round(x float64) float64 {
	if math.Abs(x) < 1e-9 {
		return 0
	}
	return x
}
