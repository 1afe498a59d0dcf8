package engine

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/engine-gpu/engine-gpu/snn"
)

// scripted is a backend in which neuron n fires in tick t when fires says so.
// It writes down what it is told.
type scripted struct {
	fires    func(tick, n int32) bool
	tick     int32
	current  []float64
	seen     [][]float64 // currents of each tick
	noisy    []bool      // of each tick
	noise    []float64
	rewards  []float64
	rewarded []int32 // ticks run before each reward
	advances []int
	fail     error
}

func newScripted(neurons int) *scripted {
	return &scripted{
		current: make([]float64, neurons),
		fires:   func(tick, n int32) bool { return (tick+n)%3 == 0 },
	}
}

func (b *scripted) Device() string                  { return "" }
func (b *scripted) Threads() int                    { return 1 }
func (b *scripted) SetCurrents(c []float64)         { copy(b.current, c) }
func (b *scripted) SetNoise(sd []float64, _ uint64) { b.noise = slices.Clone(sd) }
func (b *scripted) Snapshot(*snn.Snapshot) error    { return nil }
func (b *scripted) Save() (snn.State, error)        { return &snn.Float32State{Tick: b.tick}, nil }
func (b *scripted) Restore(s snn.State) error       { b.tick = s.Ticks(); return nil }
func (b *scripted) Close() error                    { return nil }
func (b *scripted) UpdateCurrents(n []int32, c []float64) {
	for i, neuron := range n {
		b.current[neuron] = c[i]
	}
}

func (b *scripted) Advance(ticks int, out *snn.Spikes) error {
	if b.fail != nil {
		return b.fail
	}
	b.advances = append(b.advances, ticks)
	for range ticks {
		count := int32(0)
		for n := range int32(len(b.current)) {
			if b.fires(b.tick, n) {
				out.Neurons = append(out.Neurons, n)
				count++
			}
		}
		out.Counts = append(out.Counts, count)
		b.seen, b.noisy = append(b.seen, slices.Clone(b.current)), append(b.noisy, b.noise != nil)
		b.tick++
	}
	return nil
}

func (b *scripted) Reward(amount float64) error {
	b.rewards, b.rewarded = append(b.rewards, amount), append(b.rewarded, b.tick)
	return nil
}

func run(t *testing.T, b *scripted, cfg Config) *Result {
	t.Helper()
	ids := make([]int64, len(b.current))
	for i := range ids {
		ids[i] = int64(i + 1)
	}
	r, err := Run(context.Background(), row(ids...), b, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func parse(t *testing.T, text string) *Program {
	t.Helper()
	p, err := ParseProgram([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestRunWithoutProgramIsTonic(t *testing.T) {
	b := newScripted(2)
	run(t, b, Config{Ticks: 3})
	for tick, c := range b.seen {
		if !slices.Equal(c, []float64{TonicCurrent, TonicCurrent}) {
			t.Errorf("tick %d: currents %v", tick, c)
		}
	}
}

// Currents reach the backend in the tick the program says, and rewards come
// after it, however the ticks are grouped.
func TestRunFollowsTheProgram(t *testing.T) {
	b := newScripted(2)
	r := run(t, b, Config{Ticks: 2000, Program: parse(t, `{"tonic": 1, "phases": [
		{"duration": 700, "current": 2, "targets": {"stride": 2}}, {"duration": 5, "noise": 1}],
		"loop": true, "rewards": {"every": 300, "values": [1, -0.5]}}`)})
	for tick, c := range b.seen {
		driven := tick%705 < 700
		want := 1.0
		if driven {
			want = 3
		}
		if c[0] != want || c[1] != 1 || b.noisy[tick] == driven {
			t.Fatalf("tick %d: currents %v, noise %v", tick, c, b.noisy[tick])
		}
	}
	if !slices.Equal(b.rewarded, []int32{300, 600, 900, 1200, 1500, 1800}) ||
		!slices.Equal(b.rewards, []float64{1, -0.5, 1, -0.5, 1, -0.5}) {
		t.Errorf("rewards %v after %v ticks", b.rewards, b.rewarded)
	}
	if r.Rewards != 6 || r.NetReward != 1.5 || r.Ticks != 2000 || len(b.seen) != 2000 {
		t.Errorf("result %+v after %d ticks", r, len(b.seen))
	}
}

// A mark is the certificate of the ticks before it (semantics section 7).
func TestRunMarks(t *testing.T) {
	r := run(t, newScripted(5), Config{Ticks: 1000, Marks: []int32{700, 10, 10, 1000, 2000}})
	want := snn.NewSpikeHash()
	marks := slices.Clone(r.Marks)
	for tick := range int32(1000) {
		var fired []int32
		for n := range int32(5) {
			if (tick+n)%3 == 0 {
				fired = append(fired, n)
			}
		}
		want.Add(tick, fired)
		if len(marks) > 0 && marks[0].Tick == tick+1 {
			if marks[0].Hash != want.Sum() || marks[0].Spikes != want.Spikes {
				t.Errorf("mark %+v, want %s", marks[0], want.Sum())
			}
			marks = marks[1:]
		}
	}
	if len(r.Marks) != 3 || len(marks) != 0 || r.SpikeHash != want.Sum() {
		t.Errorf("marks %+v, hash %s, want %s", r.Marks, r.SpikeHash, want.Sum())
	}
}

// echo is a world whose input in a tick is the tick before's first spike.
type echo struct {
	acted []int32
	last  float64
}

func (e *echo) Neurons() []int32                 { return []int32{1} }
func (e *echo) Sense(tonic float64, c []float64) { c[0] = tonic + e.last }
func (e *echo) Act(tick int32, fired []int32) []float64 {
	e.acted = append(e.acted, tick)
	e.last = float64(fired[0])
	if tick == 2 {
		return []float64{1, -0.5}
	}
	return nil
}

// With a world every tick's input depends on the spikes of the tick before.
func TestRunClosesTheLoop(t *testing.T) {
	b, w := newScripted(4), &echo{}
	run(t, b, Config{Ticks: 6, World: w, Program: parse(t,
		`{"phases":[{"tick_start": 3, "tick_end": 5, "current": 10}], "rewards": {"every": 3, "values": [7]}}`)})
	first := []float64{0, 2, 1} // first spike of ticks 0, 1, 2, ...
	for tick, c := range b.seen {
		want := TonicCurrent
		if tick > 0 {
			want += first[(tick-1)%3]
		}
		phase := 0.0
		if tick == 3 || tick == 4 {
			phase = 10
		}
		if c[1] != want+phase || c[0] != TonicCurrent+phase {
			t.Errorf("tick %d: currents %v, want %v for neuron 1", tick, c, want+phase)
		}
	}
	if !slices.Equal(w.acted, []int32{0, 1, 2, 3, 4, 5}) {
		t.Errorf("world acted in ticks %v", w.acted)
	}
	if !slices.Equal(b.rewards, []float64{1, -0.5, 7, 7}) || !slices.Equal(b.rewarded, []int32{3, 3, 3, 6}) {
		t.Errorf("rewards %v after %v ticks", b.rewards, b.rewarded)
	}
}

// stopper ends a run from inside.
type stopper struct {
	at     int32
	cancel context.CancelFunc
	err    error
}

func (s *stopper) Record(tick int32, _ []int32) error {
	if tick == s.at {
		s.cancel()
		return s.err
	}
	return nil
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	r, err := Run(ctx, row(1, 2), newScripted(2), Config{Ticks: 1 << 20, Recorders: []Recorder{&stopper{at: 1000, cancel: cancel}}})
	if err != nil || !r.Interrupted || r.Ticks < 1001 || r.Ticks > 1001+mostChunk {
		t.Errorf("result %+v, error %v", r, err)
	}
}

// TestRunEndsAtOnce: a backend whose first tick takes long is not given hundreds.
func TestRunEndsAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r, err := Run(ctx, row(1, 2), newScripted(2), Config{Ticks: 1 << 20, Recorders: []Recorder{&stopper{at: 0, cancel: cancel}}})
	if err != nil || !r.Interrupted || r.Ticks != 1 {
		t.Errorf("result %+v, error %v", r, err)
	}
}

func TestNextChunk(t *testing.T) {
	for _, test := range []struct {
		chunk, ran int32
		took       time.Duration
		want       int32
	}{
		{1, 1, 0, 2},
		{128, 128, time.Millisecond, 256},
		{256, 256, time.Millisecond, 256},
		{16, 3, time.Millisecond, 16}, // an event came first: nothing is known of 16
		{16, 16, 100 * time.Millisecond, 16},
		{256, 256, time.Second, 128},
		{256, 2, time.Second, 128},
		{1, 1, time.Hour, 1},
	} {
		if got := nextChunk(test.chunk, test.ran, test.took); got != test.want {
			t.Errorf("after %d ticks of %d in %v: %d, want %d", test.ran, test.chunk, test.took, got, test.want)
		}
	}
}

func TestRunReportsFailures(t *testing.T) {
	broken := errors.New("broken")
	b := newScripted(2)
	b.fail = broken
	if _, err := Run(context.Background(), row(1, 2), b, Config{Ticks: 5}); !errors.Is(err, broken) {
		t.Errorf("backend's error became %v", err)
	}
	s := &stopper{at: 3, cancel: func() {}, err: broken}
	if _, err := Run(context.Background(), row(1, 2), newScripted(2), Config{Ticks: 5, Recorders: []Recorder{s}}); !errors.Is(err, broken) {
		t.Errorf("recorder's error became %v", err)
	}
	for _, ticks := range []int32{-1, snn.MaxTicks + 1} {
		if _, err := Run(context.Background(), row(1), newScripted(1), Config{Ticks: ticks}); err == nil {
			t.Errorf("%d ticks were accepted", ticks)
		}
	}
}

// looker notes when it is called.
type looker struct {
	every  int32
	seen   []int32
	spikes []int64
	stopAt int32
}

func (l *looker) Next(ticks int32) int32 { return (ticks/l.every + 1) * l.every }
func (l *looker) Observe(m *Moment) error {
	l.seen, l.spikes = append(l.seen, m.Ticks()), append(l.spikes, m.Spikes())
	if m.Ticks() == 300 {
		if err := m.Reward(3); err != nil {
			return err
		}
	}
	if l.stopAt > 0 && m.Ticks() >= l.stopAt {
		m.Stop()
	}
	return nil
}

// Observers look before the first tick, where they asked to, and after the
// last tick if they asked for that.
func TestObserversLookBetweenTicks(t *testing.T) {
	for name, world := range map[string]World{"alone": nil, "world": &echo{}} {
		b := newScripted(3) // one neuron fires in every tick
		o := &looker{every: 150}
		r := run(t, b, Config{Ticks: 600, World: world, Observers: []Observer{o}})
		if !slices.Equal(o.seen, []int32{0, 150, 300, 450, 600}) || !slices.Equal(o.spikes, []int64{0, 150, 300, 450, 600}) {
			t.Errorf("%s: observed after %v ticks with %v spikes", name, o.seen, o.spikes)
		}
		if !slices.Contains(b.rewarded, 300) || r.Interrupted {
			t.Errorf("%s: rewards after %v ticks, result %+v", name, b.rewarded, r)
		}
	}
	o := &looker{every: 50, stopAt: 200}
	if r := run(t, newScripted(3), Config{Ticks: 600, Observers: []Observer{o}}); r.Ticks != 200 || !r.Interrupted {
		t.Errorf("stopped after 200 ticks: %+v", r)
	}
}

// diary is a recorder of spikes and rewards, and notes hashes as an observer.
type diary struct {
	ticks   []int32
	rewards map[int32]float64
	hashes  map[int32]string
}

func (d *diary) Record(tick int32, _ []int32) error {
	d.ticks = append(d.ticks, tick)
	return nil
}

func (d *diary) RecordReward(tick int32, amount float64) error {
	if n := len(d.ticks); n > 0 && d.ticks[n-1] != tick || n == 0 && tick != -1 {
		return errors.New("the tick's spikes were not recorded before its reward")
	}
	d.rewards[tick] += amount
	return nil
}

func (d *diary) Next(ticks int32) int32 { return ticks + 100 }

func (d *diary) Observe(m *Moment) error {
	d.hashes[m.Ticks()] = m.SpikeHash()
	if m.Ticks() == 0 {
		return m.Reward(7)
	}
	return nil
}

// A RewardRecorder learns of rewards of the program, of the world and of an
// observer, each with its tick; a moment's hash is the mark's.
func TestRewardsAreRecorded(t *testing.T) {
	d := &diary{rewards: map[int32]float64{}, hashes: map[int32]string{}}
	r := run(t, newScripted(3), Config{
		Ticks: 300, Marks: []int32{100, 200, 300}, Recorders: []Recorder{d}, Observers: []Observer{d},
		Program: parse(t, `{"rewards": {"every": 120, "values": [0.5, -2]}}`),
	})
	if want := map[int32]float64{-1: 7, 119: 0.5, 239: -2}; !maps.Equal(d.rewards, want) {
		t.Errorf("rewards %v, want %v", d.rewards, want)
	}
	for _, m := range r.Marks {
		if d.hashes[m.Tick] != m.Hash {
			t.Errorf("after %d ticks the moment's hash is %s, the mark's %s", m.Tick, d.hashes[m.Tick], m.Hash)
		}
	}
	if d.hashes[0] != snn.NewSpikeHash().Sum() || len(r.Marks) != 3 {
		t.Errorf("hashes %v, marks %v", d.hashes, r.Marks)
	}
}

// tone is a stimulus of neuron 1 that grows every 7 ticks.
type tone struct{}

func (tone) Next(tick int32) int32       { return (tick + 7) / 7 * 7 }
func (tone) Add(tick int32, c []float64) { c[1] += float64(tick / 7) }

func TestStimuliAddUp(t *testing.T) {
	first := []float64{0, 2, 1} // spike of ticks 0, 1, 2, ..., which echo adds a tick later
	for name, world := range map[string]World{"alone": nil, "world": &echo{}} {
		b := newScripted(4)
		run(t, b, Config{Ticks: 100, World: world, Stimuli: []Stimulus{tone{}, tone{}},
			Program: parse(t, `{"tonic": 0.5, "phases": [{"duration": 50, "current": 2}]}`)})
		for tick, c := range b.seen {
			base := 0.5
			if tick < 50 {
				base += 2
			}
			heard := base + 2*float64(tick/7)
			if world != nil && tick > 0 {
				heard += first[(tick-1)%3]
			}
			if c[0] != base || c[1] != heard {
				t.Fatalf("%s: tick %d: currents %v, want %v and %v", name, tick, c, base, heard)
			}
		}
	}
}
