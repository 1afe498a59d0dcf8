package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Config says what a run is.
type Config struct {
	Ticks     int32
	Program   *Program // nil: the tonic current alone
	World     World    // nil: the brain alone
	NoiseSeed uint64
	Stimuli   []Stimulus
	Marks     []int32 // numbers of ticks after which to note spikes and hash
	Recorders []Recorder
	Observers []Observer
	Resume    *State            // a run of this brain and Config to go on with; nil: from the start
	Progress  func(ticks int32) // called now and then with the ticks run so far
}

// World closes the loop from motor neurons to sensors. The arena is one.
type World interface {
	// Neurons lists the neurons whose current the world decides, ascending.
	Neurons() []int32
	// Sense writes the current of each of Neurons for the next tick, the
	// tonic current included.
	Sense(tonic float64, current []float64)
	// Act moves the world on by the tick in which the given neurons fired and
	// returns the rewards to deliver, in order. The slice is valid until the
	// next call.
	Act(tick int32, fired []int32) []float64
}

// Recorder receives every tick of a run, in order. What it is given is valid
// only during the call.
type Recorder interface {
	Record(tick int32, fired []int32) error
}

// RewardRecorder is a Recorder that wants to know of rewards too: how much, and
// after which tick, -1 for before the first. It learns of the spikes of that
// tick first.
type RewardRecorder interface {
	Recorder
	RecordReward(tick int32, amount float64) error
}

// Mark is the state of the certificate after a number of ticks.
type Mark struct {
	Tick   int32  `json:"tick"`
	Spikes int64  `json:"spikes"`
	Hash   string `json:"spike_sha256"`
}

// Result is what a run did.
type Result struct {
	Ticks       int32 // ticks run, those of a State that was resumed included
	FirstTick   int32 // ticks of that State
	Spikes      int64
	SpikeHash   string
	Marks       []Mark
	Rewards     int           // rewards delivered
	NetReward   float64       // their sum
	Wall        time.Duration // since the start or FirstTick
	Interrupted bool          // the context or an observer ended the run before the last tick
}

// Between two looks at the context, and two reports of progress, lie at most so
// many ticks, and fewer where they take so much time: a large brain's 256 would
// take seconds. How many decides nothing but that.
const (
	mostChunk = 256
	chunkTime = 100 * time.Millisecond
)

// nextChunk is the number of ticks to run at most, after ran of the chunk before
// took a time.
func nextChunk(chunk, ran int32, took time.Duration) int32 {
	switch {
	case took < chunkTime/2 && ran == chunk:
		return min(2*chunk, mostChunk)
	case took > 2*chunkTime:
		return max(chunk/2, 1)
	}
	return chunk
}

// Run runs a brain on a backend. It ends early, without error, when ctx does.
func Run(ctx context.Context, brain *snn.Brain, backend Backend, cfg Config) (*Result, error) {
	if cfg.Ticks < 0 || cfg.Ticks > snn.MaxTicks {
		return nil, fmt.Errorf("%d ticks are outside 0..%d", cfg.Ticks, int64(snn.MaxTicks))
	}
	s, err := newSchedule(cfg.Program, brain)
	if err != nil {
		return nil, err
	}
	l := newLoop(brain, backend, cfg, s)
	if cfg.Resume != nil {
		if err := l.resume(cfg.Resume); err != nil {
			return nil, err
		}
	}
	start := time.Now()
	for {
		if err := l.observe(ctx); err != nil {
			return nil, fmt.Errorf("after tick %d: %w", l.tick, err)
		}
		if l.tick == cfg.Ticks {
			break
		}
		if l.stopped || ctx.Err() != nil {
			l.result.Interrupted = true
			break
		}
		if err := l.advance(); err != nil {
			return nil, fmt.Errorf("tick %d: %w", l.tick, err)
		}
		if cfg.Progress != nil {
			cfg.Progress(l.tick)
		}
	}
	if err := l.finish(&Moment{ctx, l}); err != nil {
		return nil, fmt.Errorf("after tick %d: %w", l.tick, err)
	}
	l.result.Wall = time.Since(start)
	l.result.Ticks, l.result.Spikes, l.result.SpikeHash = l.tick, l.hash.Spikes, l.hash.Sum()
	return &l.result, nil
}

// loop is a run in progress.
type loop struct {
	backend         Backend
	cfg             Config
	schedule        *schedule
	tick            int32
	chunk           int32 // ticks of the next call of the backend, at most
	spikes          snn.Spikes
	hash            *snn.SpikeHash
	marks           []int32 // those still to come, ascending
	next            []int32 // per observer: the number of ticks after which it looks
	stopped         bool    // by an observer
	resumed         bool    // and nothing was advanced since
	rewardRecorders []RewardRecorder
	result          Result

	phases, noise []float64 // per neuron: what the schedule's phases add
	current       []float64 // per neuron: external current
	phased        bool      // phases is not all 0
	sensed        []float64 // per neuron of the world
}

func newLoop(brain *snn.Brain, backend Backend, cfg Config, s *schedule) *loop {
	n := len(brain.Neurons)
	l := &loop{
		backend: backend, cfg: cfg, schedule: s, hash: snn.NewSpikeHash(), chunk: 1,
		phases: make([]float64, n), noise: make([]float64, n), current: make([]float64, n),
	}
	l.marks = slices.Clone(cfg.Marks)
	slices.Sort(l.marks)
	l.marks = slices.Compact(l.marks)
	l.next = make([]int32, len(cfg.Observers))
	for _, r := range cfg.Recorders {
		if r, wants := r.(RewardRecorder); wants {
			l.rewardRecorders = append(l.rewardRecorders, r)
		}
	}
	if cfg.World != nil {
		l.sensed = make([]float64, len(cfg.World.Neurons()))
	}
	return l
}

// advance runs ticks up to the next event that input or reward must wait for:
// a single tick with a world.
func (l *loop) advance() error {
	if l.resumed || l.schedule.changesAt(l.tick) || l.stimulusChangesAt(l.tick) {
		l.setCurrents()
		l.resumed = false
	}
	until := min(l.cfg.Ticks, l.tick+1)
	var began time.Time
	if l.cfg.World == nil {
		began = time.Now()
		until = min(l.cfg.Ticks, l.tick+l.chunk)
		until = l.schedule.nextChange(l.tick, until)
		until = l.schedule.nextReward(l.tick, until)
		until = l.nextStimulus(l.tick, until)
		until = l.nextLook(until)
	} else {
		l.sense()
	}
	l.spikes.Reset(l.tick)
	if err := l.backend.Advance(int(until-l.tick), &l.spikes); err != nil {
		return err
	}
	if err := l.account(); err != nil {
		return err
	}
	if l.cfg.World == nil {
		l.chunk = nextChunk(l.chunk, until-l.tick, time.Since(began))
	}
	l.tick = until
	return l.reward(until - 1)
}

// setCurrents gives the backend the schedule's currents from this tick on.
func (l *loop) setCurrents() {
	active, noisy := l.schedule.phaseCurrents(l.tick, l.phases, l.noise)
	for _, s := range l.cfg.Stimuli {
		s.Add(l.tick, l.phases)
	}
	l.phased = active || len(l.cfg.Stimuli) > 0
	for i, x := range l.phases {
		l.current[i] = l.schedule.tonic + x
	}
	l.backend.SetCurrents(l.current)
	if noisy {
		l.backend.SetNoise(l.noise, l.cfg.NoiseSeed)
	} else {
		l.backend.SetNoise(nil, 0)
	}
}

// sense gives the backend the world's currents of this tick.
func (l *loop) sense() {
	neurons := l.cfg.World.Neurons()
	l.cfg.World.Sense(l.schedule.tonic, l.sensed)
	if l.phased {
		for i, n := range neurons {
			l.sensed[i] += l.phases[n]
		}
	}
	l.backend.UpdateCurrents(neurons, l.sensed)
}

// account adds the ticks just run to the certificate, the marks and the
// recording.
func (l *loop) account() error {
	var failure error
	l.spikes.Each(func(tick int32, fired []int32) {
		l.hash.Add(tick, fired)
		for len(l.marks) > 0 && l.marks[0] <= tick+1 {
			if l.marks[0] == tick+1 {
				l.result.Marks = append(l.result.Marks, Mark{tick + 1, l.hash.Spikes, l.hash.Sum()})
			}
			l.marks = l.marks[1:]
		}
		for _, r := range l.cfg.Recorders {
			if failure == nil {
				failure = r.Record(tick, fired)
			}
		}
	})
	return failure
}

// reward moves the world on and delivers what is due after a tick: the
// world's rewards first, then the program's.
func (l *loop) reward(tick int32) error {
	if l.cfg.World != nil {
		for _, amount := range l.cfg.World.Act(tick, l.spikes.Neurons) {
			if err := l.deliver(amount); err != nil {
				return err
			}
		}
	}
	if amount, due := l.schedule.rewardAfter(tick); due {
		return l.deliver(amount)
	}
	return nil
}

func (l *loop) deliver(amount float64) error {
	l.result.Rewards++
	l.result.NetReward += amount
	if err := l.backend.Reward(amount); err != nil {
		return err
	}
	for _, r := range l.rewardRecorders {
		if err := r.RecordReward(l.tick-1, amount); err != nil {
			return err
		}
	}
	return nil
}
