package backendtest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

func runResume(t *testing.T, factory Factory) {
	for i, c := range parityCases() {
		if strings.HasPrefix(c.name, "size ") && i%4 != 0 {
			continue // they differ in how work is dealt out, not in what is saved
		}
		t.Run(c.name, func(t *testing.T) { c.resume(t, factory, seedOf(c.name)) })
	}
	t.Run("random", func(t *testing.T) {
		rapid.Check(t, func(r *rapid.T) { resumeRandom(r, factory) })
	})
	t.Run("saving changes nothing", func(t *testing.T) { savingChangesNothing(t, factory) })
	t.Run("bears forged states", func(t *testing.T) { bearsForgedStates(t, factory) })
	t.Run("refuses states of others", func(t *testing.T) { refusesStates(t, factory) })
}

// resume plays a case in parts that the oracle and the backend under test take
// in turn.
func (c *parityCase) resume(t *testing.T, factory Factory, seed uint64) {
	brain := c.shape.Generate(seed)
	protocol := c.drive.Protocol(brain, seed)
	if err := resumed(t, factory, brain, c.opt, protocol, seed); err != nil {
		t.Fatal(err)
	}
}

// resumed compares a trial without a stop with one in parts. At every cut the
// state that is handed on must be, byte for byte, that of the oracle without a
// stop.
func resumed(t reporter, factory Factory, brain *snn.Brain, opt snn.Options, p Protocol, seed uint64) error {
	rng := rand.New(rand.NewPCG(seed, 0xc075))
	ticks := cutTicks(p, rng)
	early := make([]bool, len(ticks))
	for i := range early {
		early[i] = rng.IntN(2) == 0
	}

	b, err := oracle(brain, opt)
	if err != nil {
		return err
	}
	defer b.Close()
	want, err := Play(b, brain, p, 0)
	if err != nil {
		return err
	}
	states, err := statesAt(brain, opt, p, ticks, early)
	if err != nil {
		return err
	}

	var cuts []cut
	current, err := oracle(brain, opt)
	if err != nil {
		return err
	}
	defer func() { current.Close() }()
	for i, tick := range ticks {
		cuts = append(cuts, cut{tick, early[i], func(b engine.Backend) (engine.Backend, error) {
			state, err := b.Save()
			if err != nil {
				return nil, err
			}
			if name := differentColumn(states[i], state); name != "" {
				t.Errorf("the state before tick %d (part %d) differs from the oracle's in %s", tick, i, name)
			}
			if name := denormalColumn(state); name != "" {
				t.Errorf("the state before tick %d (part %d) has a denormal, which GL may flush, in %s", tick, i, name)
			}
			if i%4 == 3 { // the same backend, after it went astray
				b.SetCurrents(constant(len(brain.Neurons), 30))
				if err := b.Advance(70, &snn.Spikes{}); err != nil {
					return nil, err
				}
				return b, b.Restore(state)
			}
			current.Close()
			make := factory
			if i%2 == 1 {
				make = oracle
			}
			next, err := make(brain, opt)
			if err != nil {
				return nil, err
			}
			current = next
			return next, next.Restore(state)
		}})
	}
	got, err := playInParts(current, brain, p, 0, cuts)
	if err != nil {
		return err
	}
	sameBits(t, brain, want, got)
	return nil
}

// cutTicks returns the ticks before which a trial is cut: the first, where the
// input changes or a reward was, and any.
func cutTicks(p Protocol, rng *rand.Rand) []int {
	ticks := []int{0, 1, 2 + rng.IntN(p.Ticks/2)}
	for range 2 {
		ticks = append(ticks, p.Events[rng.IntN(len(p.Events))].Tick)
	}
	for len(ticks) < 7 {
		ticks = append(ticks, 1+rng.IntN(p.Ticks))
	}
	slices.Sort(ticks)
	return slices.Compact(ticks)
}

// statesAt returns the states of an oracle that only looks at itself.
func statesAt(brain *snn.Brain, opt snn.Options, p Protocol, ticks []int, early []bool) ([]snn.State, error) {
	b, err := oracle(brain, opt)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	var states []snn.State
	var cuts []cut
	for i, tick := range ticks {
		cuts = append(cuts, cut{tick, early[i], func(b engine.Backend) (engine.Backend, error) {
			s, err := b.Save()
			states = append(states, s)
			return b, err
		}})
	}
	_, err = playInParts(b, brain, p, 0, cuts)
	return states, err
}

// differentColumn names the first column of two states that is not the same to
// the bit, or returns "".
func differentColumn(a, b snn.State) string {
	if a.Kind() != b.Kind() || a.Ticks() != b.Ticks() {
		return "kind or tick"
	}
	others := b.Columns()
	for i, c := range a.Columns() {
		if !bytes.Equal(columnBytes(c), columnBytes(others[i])) {
			return c.Name
		}
	}
	return ""
}

// denormalColumn names the first column of a state that holds a denormal, or
// returns "".
func denormalColumn(s snn.State) string {
	for _, c := range s.Columns() {
		if values, ok := c.Values.(*[]float32); ok && slices.ContainsFunc(*values, func(x float32) bool { return x != 0 && snn.Flush(x) == 0 }) {
			return c.Name
		}
	}
	return ""
}

func columnBytes(c snn.Column) []byte {
	data, err := binary.Append(nil, binary.LittleEndian, c.Values)
	if err != nil {
		panic(fmt.Sprintf("column %s: %v", c.Name, err))
	}
	return data
}

// resumeRandom resumes on brains of which everything is random.
func resumeRandom(r *rapid.T, factory Factory) {
	brain, opt, protocol, seed := drawTrial(r)
	if err := resumed(r, factory, brain, opt, protocol, seed); err != nil {
		r.Fatal(err)
	}
}

// savingChangesNothing: a backend that is saved before every tick runs as one
// that is not.
func savingChangesNothing(t *testing.T, factory Factory) {
	s := Lively(60)
	s.Restored, s.Delays = true, []int32{0, 1, 2, 5, 63, 100}
	brain := s.Generate(11)
	opt, p := snn.Options{Learn: true, RewardHomeostasis: true}, moderate(200).Protocol(brain, 11)
	want := play(t, factory, brain, opt, p)
	var cuts []cut
	for tick := range p.Ticks {
		cuts = append(cuts, cut{tick, tick%2 == 0, func(b engine.Backend) (engine.Backend, error) {
			_, err := b.Save()
			return b, err
		}})
	}
	got, err := playInParts(open(t, factory, brain, opt), brain, p, 0, cuts)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, brain, want, got)
}

// refusesStates: what cannot be a state of this brain is refused, and nothing of
// it taken.
func refusesStates(t *testing.T, factory Factory) {
	s := Lively(60)
	s.Delays = []int32{1, 2, 5, 63, 100}
	brain := s.Generate(12)
	opt := snn.Options{Learn: true}
	b := open(t, factory, brain, opt)
	b.SetCurrents(constant(60, 20))
	advance(t, b, 150)
	good := func() *snn.Float32State {
		state, err := b.Save()
		if err != nil {
			t.Fatal(err)
		}
		return state.(*snn.Float32State)
	}
	before := good()
	if len(before.LateTick) == 0 || len(before.PendingTarget) == 0 {
		t.Fatal("the case is empty: nothing is on its way")
	}
	for name, spoil := range map[string]func(*snn.Float32State){
		"negative tick":       func(s *snn.Float32State) { s.Tick = -1 },
		"missing neuron":      func(s *snn.Float32State) { s.V = s.V[1:] },
		"noise of few":        func(s *snn.Float32State) { s.Noise = []float32{1} },
		"trace of the future": func(s *snn.Float32State) { s.TraceTick[3] = s.Tick + 1 },
		"trace of the past":   func(s *snn.Float32State) { s.TraceTick[3] = -1 },
		"gain of the future":  func(s *snn.Float32State) { s.Sets[snn.Depressing].GainTick[0] = s.Tick + 1 },
		"no weights":          func(s *snn.Float32State) { s.Sets[snn.Plastic].Weight = nil },
		"weights of no type": func(s *snn.Float32State) {
			s.Sets[snn.RewardPlastic].Trace = append(s.Sets[snn.RewardPlastic].Trace, 1)
		},
		"target outside":       func(s *snn.Float32State) { s.PendingTarget[0] = 60 },
		"targets out of order": func(s *snn.Float32State) { s.PendingTarget[1] = s.PendingTarget[0] },
		"too many pending":     func(s *snn.Float32State) { s.PendingCount[0]++ },
		"too few pending":      func(s *snn.Float32State) { s.PendingCount[0]-- },
		"pending too long":     func(s *snn.Float32State) { s.PendingCount = append(s.PendingCount, make([]int32, 200)...) },
		"late of the future":   func(s *snn.Float32State) { s.LateTick[0] = s.Tick },
		"late of long ago":     func(s *snn.Float32State) { s.LateTick[0] = s.Tick - 101 },
		"late of nobody":       func(s *snn.Float32State) { s.LateNeuron[0] = 60 },
		"late out of order":    func(s *snn.Float32State) { s.LateTick[0], s.LateNeuron[0] = s.LateTick[1], s.LateNeuron[1] },
		"window of too many":   func(s *snn.Float32State) { s.GateWindow[0] = 1000 },
		"window of fewer":      func(s *snn.Float32State) { s.GateWindow[0] = -1 },
	} {
		bad := good()
		spoil(bad)
		if err := b.Restore(bad); err == nil {
			t.Errorf("%s: restored", name)
		}
		if column := differentColumn(before, good()); column != "" {
			t.Fatalf("%s: refused, but %s changed", name, column)
		}
	}
	if err := b.Restore(&snn.Float64State{}); err == nil {
		t.Error("a state of the reference was restored")
	}
}

// bearsForgedStates: whatever figures a state has, it is refused or the ticks
// after it end. What comes of them does not count.
func bearsForgedStates(t *testing.T, factory Factory) {
	s := Lively(60)
	s.Delays, s.Restored = []int32{1, 2, 5, 63, 100}, true
	brain := s.Generate(13)
	b := open(t, factory, brain, snn.Options{Learn: true, RewardHomeostasis: true})
	b.SetCurrents(constant(60, 15))
	advance(t, b, 150)
	good, err := b.Save()
	if err != nil {
		t.Fatal(err)
	}
	restored := 0
	rng := rand.New(rand.NewPCG(13, 14))
	for range 300 {
		if err := b.Restore(good); err != nil {
			t.Fatal(err)
		}
		bad, err := b.Save()
		if err != nil {
			t.Fatal(err)
		}
		for range 1 + rng.IntN(3) {
			forge(choose(rng, bad.Columns()), rng)
		}
		if b.Restore(bad) != nil {
			continue
		}
		restored++
		if bad.Ticks() < snn.MaxTicks-100 {
			advance(t, b, 20)
		}
		if err := b.Reward(1); err != nil {
			t.Fatal(err)
		}
	}
	if restored < 50 || restored > 250 {
		t.Errorf("the case is empty: %d of 300 states were restored", restored)
	}
}

// forge changes a value of a column at random.
func forge(c snn.Column, rng *rand.Rand) {
	number := func() int32 {
		return choose(rng, []int32{-1, 0, 1, 59, 60, 148, 149, 150, 151, rng.Int32(), -rng.Int32(), math.MinInt32, math.MaxInt32})
	}
	switch p := c.Values.(type) {
	case *int32:
		*p = number()
	case *uint64:
		*p = rng.Uint64()
	case *[]int32:
		if len(*p) > 0 {
			(*p)[rng.IntN(len(*p))] = number()
		}
	case *[]float32:
		if len(*p) > 0 {
			(*p)[rng.IntN(len(*p))] = math.Float32frombits(rng.Uint32())
		}
	case *[]bool:
		if len(*p) > 0 {
			(*p)[rng.IntN(len(*p))] = rng.IntN(2) == 0
		}
	}
}
