package view

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

// trial is a run of the arena brain, or of a brain alone, with a capture.
type trial struct {
	brain   *snn.Brain
	backend *cpu.Backend
	capture *Capture
	cfg     engine.Config
}

func newTrial(t *testing.T, ticks int32, inArena bool, controls *Controls) *trial {
	t.Helper()
	brain := testbrain.Arena(t)
	var err error
	r := &trial{brain: brain}
	if r.backend, err = cpu.NewBackend(brain, snn.Options{Learn: true, Threads: 1}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.backend.Close() })
	var world *engine.Arena
	r.cfg = engine.Config{Ticks: ticks, NoiseSeed: 7}
	if inArena {
		if world, err = engine.NewArena(brain, engine.DefaultArenaConfig()); err != nil {
			t.Fatal(err)
		}
		r.cfg.World = world
	} else if r.cfg.Program, err = engine.ParseProgram([]byte(`{"tonic": 3, "phases": [
		{"duration": 70, "current": 3, "noise": 1.5}, {"duration": 30, "current": 0}], "loop": true,
		"rewards": {"every": 50, "values": [1, -0.5]}}`)); err != nil {
		t.Fatal(err)
	}
	r.capture = NewCapture(Config{Brain: brain, Arena: world, Total: ticks, Controls: controls, Name: "arena_v1"})
	return r
}

func (r *trial) captured() *trial {
	r.cfg.Recorders = append(r.cfg.Recorders, r.capture)
	r.cfg.Observers = append(r.cfg.Observers, r.capture)
	return r
}

func (r *trial) run(t *testing.T, ctx context.Context) *engine.Result { //nolint:revive // the test comes first
	t.Helper()
	result, err := engine.Run(ctx, r.brain, r.backend, r.cfg)
	if err != nil {
		t.Fatal(err)
	}
	r.capture.Finish(result)
	return result
}

// certificate tells runs apart.
type certificate struct {
	spikes        int64
	spike, weight string
	rewards       int
	net           float64
}

func (r *trial) certify(t *testing.T, result *engine.Result) certificate {
	t.Helper()
	end := snn.NewWeightSnapshot(r.brain)
	if err := r.backend.Snapshot(end); err != nil {
		t.Fatal(err)
	}
	return certificate{result.Spikes, result.SpikeHash, snn.WeightHash(r.brain, end.Weight), result.Rewards, result.NetReward}
}

// TestWatchingChangesNothing: neither spikes nor weights know whether somebody
// looks on, looks at the weights between any two ticks, or paces the run.
func TestWatchingChangesNothing(t *testing.T) {
	for _, inArena := range []bool{true, false} {
		ticks := int32(1200)
		if testing.Short() { // with the race detector
			ticks = 200
		}
		plain := newTrial(t, ticks, inArena, nil)
		want := plain.certify(t, plain.run(t, t.Context()))
		if want.spikes < int64(ticks) || want.rewards == 0 {
			t.Fatalf("the run is empty: %+v", want)
		}
		for name, prepare := range map[string]func(*Capture){
			"nobody":       func(*Capture) {},
			"one":          func(c *Capture) { c.Watch() },
			"every tick":   func(c *Capture) { c.Watch(); c.now = (&leapingClock{step: 5 * time.Second}).now },
			"faster paced": func(c *Capture) { c.Watch(); c.controls.SetSpeed(3) },
		} {
			r := newTrial(t, ticks, inArena, nil).captured()
			prepare(r.capture)
			if got := r.certify(t, r.run(t, t.Context())); got != want {
				t.Errorf("arena %v, %s: %+v, without a viewer %+v", inArena, name, got, want)
			}
			if name == "every tick" && r.capture.number < int64(ticks) {
				t.Errorf("only %d frames of %d ticks: the test looks too rarely", r.capture.number, ticks)
			}
		}
	}
}

// leapingClock is a clock on which every look is later than the one before by
// a step.
type leapingClock struct {
	at   time.Time
	step time.Duration
}

func (c *leapingClock) now() time.Time {
	c.at = c.at.Add(c.step)
	return c.at
}

// TestFrames compares what frames say with what the run's own counters say.
func TestFrames(t *testing.T) {
	const ticks = 400
	r := newTrial(t, ticks, true, nil)
	clock := &leapingClock{step: time.Second}
	r.capture.now = clock.now
	var all spikeLog
	r.cfg.Recorders = append(r.cfg.Recorders, &all)
	r.captured()
	var frames []*Frame
	r.cfg.Observers = append(r.cfg.Observers, lookAt(func() { frames = append(frames, r.capture.Latest()) }))
	w := r.capture.Watch()
	defer w.Close()
	result := r.run(t, t.Context())
	frames = append(frames, r.capture.Latest())

	scene := r.capture.Scene()
	shown := map[int32]int{}
	for row, at := range scene.Rows {
		shown[at.Neuron] = row
		if r.brain.Neurons[at.Neuron].ID != at.ID || r.brain.Neurons[at.Neuron].Type.String() != scene.Types[at.Type].Name {
			t.Fatalf("row %d is %+v", row, at)
		}
	}
	if len(shown) != MaxRasterRows {
		t.Fatalf("%d rows, want %d different ones", len(shown), MaxRasterRows)
	}
	spikes, from := 0, int32(0)
	for i, f := range frames[1:] {
		if f.Raster.From != from || f.Raster.To != min(f.Ticks, ticks) {
			t.Fatalf("frame %d has the raster of ticks %d to %d, after %d", i, f.Raster.From, f.Raster.To, from)
		}
		from = f.Raster.To
		for k, tick := range f.Raster.Tick {
			if !all.fired(tick, scene.Rows[f.Raster.Row[k]].Neuron) {
				t.Fatalf("the raster shows a spike of row %d in tick %d, which was none", f.Raster.Row[k], tick)
			}
		}
		spikes += len(f.Raster.Tick)
		for g, rate := range f.Rates {
			if want := all.rate(r.brain, scene.Types[g], f.Raster.From, f.Raster.To); rate.Hz != want {
				t.Fatalf("%s fire at %v Hz in ticks %d to %d, want %v", rate.Type, rate.Hz, f.Raster.From, f.Raster.To, want)
			}
		}
	}
	want := 0
	for _, fired := range all {
		for _, n := range fired {
			if _, is := shown[n]; is {
				want++
			}
		}
	}
	if spikes != want || want == 0 {
		t.Errorf("the rasters show %d spikes, there were %d", spikes, want)
	}

	last := frames[len(frames)-1]
	if last.State != Ended || last.Ticks != ticks || last.Spikes != result.Spikes || last.Total != ticks {
		t.Errorf("the last frame is %v after %d of %d ticks with %d spikes", last.State, last.Ticks, last.Total, last.Spikes)
	}
	body := r.cfg.World.(*engine.Arena).Body
	if last.Worm.Segments[0] != (Point{body.X, body.Y}) || last.Worm.Activation != body.Activation {
		t.Error("the last frame shows another worm")
	}
	if got := len(last.Worm.Segments); got != worm.Segments {
		t.Errorf("%d segments", got)
	}
	if trail := r.capture.Trail(); len(trail) != ticks/trailEvery+1 || trail[len(trail)-1] != (TrailPoint{ticks, last.Worm.Segments[0]}) {
		t.Errorf("the trail has %d points and ends at %v", len(trail), trail[len(trail)-1])
	}
	number := map[string]int64{}
	for i := range r.brain.Synapses.Type {
		number[r.brain.Synapses.Type[i].String()]++
	}
	if len(last.Weights) != len(number) {
		t.Errorf("weights of %d types, the brain has %d", len(last.Weights), len(number))
	}
	for _, w := range last.Weights {
		sum := int64(0)
		for _, n := range w.Bins {
			sum += n
		}
		if sum != number[w.Type] || !(w.Low <= w.Mean && w.Mean <= w.High) {
			t.Errorf("%s: %d weights of %d from %v to %v, mean %v", w.Type, sum, number[w.Type], w.Low, w.High, w.Mean)
		}
	}
}

// lookAt calls a function at every tick.
type lookAt func()

func (f lookAt) Next(ticks int32) int32       { return ticks + 1 }
func (f lookAt) Observe(*engine.Moment) error { f(); return nil }

// spikeLog is which neurons fired, by tick.
type spikeLog [][]int32

func (l *spikeLog) Record(_ int32, fired []int32) error {
	*l = append(*l, append([]int32(nil), fired...))
	return nil
}

func (l spikeLog) fired(tick, neuron int32) bool {
	for _, n := range l[tick] {
		if n == neuron {
			return true
		}
	}
	return false
}

func (l spikeLog) rate(b *snn.Brain, g Group, from, to int32) float64 {
	sum := 0
	for _, fired := range l[from:to] {
		for _, n := range fired {
			if b.Neurons[n].Type.String() == g.Name {
				sum++
			}
		}
	}
	return 1000 * float64(sum) / float64(g.Neurons*int(to-from))
}

// inBubble runs a trial beside a script in a bubble of fake time.
func inBubble(t *testing.T, ticks int32, prepare func(*Controls), script func(t *testing.T, r *trial, stop context.CancelFunc)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		controls := new(Controls)
		prepare(controls)
		r := newTrial(t, ticks, true, controls).captured()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		over := make(chan struct{})
		go func() {
			defer close(over)
			result, err := engine.Run(ctx, r.brain, r.backend, r.cfg)
			if err != nil {
				t.Error(err)
				return
			}
			r.capture.Finish(result)
		}()
		synctest.Wait()
		script(t, r, cancel)
		<-over
	})
}

// expect fails unless the latest frame shows the state and ticks.
func (r *trial) expect(t *testing.T, state State, ticks int32) *Frame {
	t.Helper()
	synctest.Wait()
	f := r.capture.Latest()
	if f == nil || f.State != state || f.Ticks != ticks {
		t.Fatalf("the latest frame is %+v, want %v after %d ticks", f, state, ticks)
	}
	return f
}

func TestControls(t *testing.T) {
	inBubble(t, 1000, (*Controls).Pause, func(t *testing.T, r *trial, _ context.CancelFunc) {
		c := r.capture.controls
		r.expect(t, Paused, 0)
		time.Sleep(time.Hour)
		r.expect(t, Paused, 0)

		c.Step(1)
		time.Sleep(time.Second)
		r.expect(t, Paused, 1)
		c.Step(7)
		c.Step(20)
		time.Sleep(time.Second)
		r.expect(t, Paused, 28)

		before := r.capture.Latest()
		c.Reward(2)
		c.Reward(-0.5)
		time.Sleep(time.Second)
		f := r.expect(t, Paused, 28)
		if f.RewardsByHand != 2 || f.Rewards != before.Rewards+2 || f.NetReward != before.NetReward+1.5 {
			t.Errorf("two rewards by hand: %d, all %d, net %v; before %d and %v",
				f.RewardsByHand, f.Rewards, f.NetReward, before.Rewards, before.NetReward)
		}

		c.SetSpeed(0.1) // 100 ticks a second
		c.Resume()
		time.Sleep(time.Second)
		if f := r.capture.Latest(); f.State != Running || f.Ticks < 28+95 || f.Ticks > 28+101 || f.Speed != 0.1 {
			t.Errorf("after a second at a tenth of real time: %v after %d ticks at speed %v", f.State, f.Ticks, f.Speed)
		}
		c.SetSpeed(1)
		time.Sleep(500 * time.Millisecond)
		if f := r.capture.Latest(); f.Ticks < 600 || f.Ticks > 700 || f.TicksPerSecond < 300 {
			t.Errorf("after half a second of real time: %d ticks, %v a second", f.Ticks, f.TicksPerSecond)
		}
		c.SetSpeed(0)
		synctest.Wait()
		r.expect(t, Ended, 1000)
	})
}

// TestFramesAreFew: at most MaxFramesPerSecond, whatever is asked for.
func TestFramesAreFew(t *testing.T) {
	inBubble(t, 2000, func(c *Controls) { c.SetSpeed(1) }, func(t *testing.T, r *trial, _ context.CancelFunc) {
		c := r.capture.controls
		before := r.capture.Latest().Number
		for i := range 1000 { // a second of restless fingers
			switch i % 4 {
			case 0:
				c.Pause()
			case 1:
				c.Reward(1)
			case 2:
				c.Step(1)
			default:
				c.Resume()
			}
			time.Sleep(time.Millisecond)
			synctest.Wait()
		}
		if n := r.capture.Latest().Number - before; n > MaxFramesPerSecond+1 || n < MaxFramesPerSecond/2 {
			t.Errorf("%d frames in a second", n)
		}
		c.SetSpeed(0)
		c.Resume()
	})
}

// TestEndings: a run ends while it is held, by its context and by Stop.
func TestEndings(t *testing.T) {
	for name, end := range map[string]func(*Controls, context.CancelFunc){
		"context": func(_ *Controls, cancel context.CancelFunc) { cancel() },
		"stop":    func(c *Controls, _ context.CancelFunc) { c.Stop() },
		"reset":   func(c *Controls, _ context.CancelFunc) { c.Reset() },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, 1000, (*Controls).Pause, func(t *testing.T, r *trial, cancel context.CancelFunc) {
				r.capture.controls.Step(5)
				time.Sleep(time.Second)
				end(r.capture.controls, cancel)
				r.expect(t, Interrupted, 5)
				if got := r.capture.controls.TakeReset(); got != (name == "reset") || r.capture.controls.TakeReset() {
					t.Errorf("a reset was asked for: %v", got)
				}
			})
		})
	}
}

// TestSlowWatcher: a watcher that never fetches a frame holds nobody up, and
// then gets the latest.
func TestSlowWatcher(t *testing.T) {
	r := newTrial(t, 300, true, nil).captured()
	r.capture.now = (&leapingClock{step: time.Second}).now
	dead := r.capture.Watch()
	gone := r.capture.Watch()
	gone.Close()
	gone.Close()
	r.run(t, t.Context())
	if f := <-dead.Frames(); f.State != Ended || f.Number < 300 {
		t.Errorf("frame %d, %v", f.Number, f.State)
	}
	select {
	case f := <-gone.Frames():
		t.Errorf("a closed watcher got frame %d", f.Number)
	default:
	}
	late := r.capture.Watch()
	if f := <-late.Frames(); f.State != Ended {
		t.Errorf("who comes late gets %v", f.State)
	}
}

func TestControlsRefuse(t *testing.T) {
	c := new(Controls)
	nan, inf := math.NaN(), math.Inf(1)
	for _, x := range []float64{nan, inf, -inf, 0, 1e-9, 101, -1e300} {
		if c.Reward(x) == nil {
			t.Errorf("a reward of %v", x)
		}
	}
	for _, x := range []float64{nan, inf, -1, 1e-9, 1e7} {
		if c.SetSpeed(x) == nil {
			t.Errorf("a speed of %v", x)
		}
	}
	for _, n := range []int{0, -1, 1e6 + 1} {
		if c.Step(n) == nil {
			t.Errorf("a step of %d", n)
		}
	}
	for i := range maxWaiting {
		if err := c.Reward(1); err != nil {
			t.Fatalf("reward %d: %v", i, err)
		}
	}
	if c.Reward(1) == nil {
		t.Error("rewards wait without end")
	}
}

// TestTrailIsBounded: however long the run, and evenly spaced.
func TestTrailIsBounded(t *testing.T) {
	tr := &trail{every: trailEvery}
	for tick := range int32(1_000_000) {
		if tick >= tr.due {
			tr.add(tick, Point{X: float64(tick)})
		}
	}
	points := tr.all()
	if len(points) > maxTrail || len(points) < maxTrail/2 {
		t.Fatalf("%d points", len(points))
	}
	for i, p := range points {
		if want := float64(i) * float64(tr.every); p.X != want || float64(p.Tick) != want {
			t.Fatalf("point %d is of tick %v, want %v", i, p.X, want)
		}
	}
}
