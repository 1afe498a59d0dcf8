package record

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

// Config says what to record, of which run, and where.
type Config struct {
	Dir      string // must exist
	Fields   *Fields
	Format   string   // of tables: FormatParquet or FormatCSV
	Manifest Manifest // without results: those come with Finish
	Brain    *snn.Brain
	Body     *worm.Body  // nil outside of the arena
	Dish     *arena.Dish // nil outside of the arena
	Rewards  bool        // rewards may come

	// KeepSpools leaves the spools of a finished recording in the folder, so
	// that a run can go on from an earlier checkpoint.
	KeepSpools bool
}

// State is a run between two ticks; engine.Moment is one.
type State interface {
	Ticks() int32      // run so far
	Spikes() int64     // so far
	SpikeHash() string // of the spikes so far
	// Snapshot fills in what is not nil in s.
	Snapshot(s *snn.Snapshot) error
}

// Recorder writes a run to files while it runs, in bounded memory: what it is
// given goes into spools at once (see spool), which Finish turns into the
// files of the recording. Writing can fail at any tick, when a disk is full for
// example: the recorder then records nothing more and says so in Err, and what
// it has recorded until then can still be finished.
//
// It is an engine.RewardRecorder; Next and Look make it an engine.Observer.
type Recorder struct {
	cfg      Config
	work     *workFile
	spools   map[string]*spool
	order    []string // of the spools
	spikes   *spool   // nil, as the two that follow: not wanted
	rates    *rates
	rewards  *spool
	samplers []*sampler
	hashes   hashTimes
	frame    snn.Snapshot // room for what samplers want

	ticks   int32 // recorded
	nSpikes int64 // recorded
	pace    pace
	last    commit // what the work file says
	done    bool
	err     error
}

// sampler records a field that is looked at now and then.
type sampler struct {
	field  string
	spool  *spool
	record int64 // size [bytes]
	every  int32
	next   int32
	final  bool              // the state at the end is recorded too
	last   int32             // ticks of the last sample; -1: none
	want   func(r *Recorder) // what it needs of a snapshot
	write  func(r *Recorder, s *sampler, ticks int32) error
}

// Err returns why the recorder records nothing more, or nil.
func (r *Recorder) Err() error { return r.err }

func (r *Recorder) failed() bool { return r.err != nil }

// fail notes the first failure.
func (r *Recorder) fail(err error) {
	if r.err == nil && err != nil {
		r.err = fmt.Errorf("%w; the recording ends after tick %d", r.explain(err), r.last.Ticks)
	}
}

func (r *Recorder) explain(err error) error {
	return fmt.Errorf("%s: cannot record: %w", r.cfg.Dir, withoutPath(err))
}

// Record implements engine.Recorder. It never fails: see Err.
func (r *Recorder) Record(tick int32, fired []int32) error {
	if r.failed() {
		return nil
	}
	if r.spikes != nil && len(fired) > 0 {
		r.fail(r.spikes.addSpikes(tick, fired))
	}
	if r.rates != nil {
		r.fail(r.rates.add(tick, fired))
	}
	r.ticks, r.nSpikes = tick+1, r.nSpikes+int64(len(fired))
	return nil
}

// addSpikes appends the record of a tick.
func (s *spool) addSpikes(tick int32, fired []int32) error {
	if err := s.room(8); err != nil {
		return err
	}
	s.buffer = binary.LittleEndian.AppendUint32(s.buffer, uint32(tick))
	s.buffer = binary.LittleEndian.AppendUint32(s.buffer, uint32(len(fired)))
	for len(fired) > 0 {
		if err := s.room(4); err != nil {
			return err
		}
		n := min(len(fired), (spoolBuffer-len(s.buffer))/4)
		b := s.buffer
		for _, x := range fired[:n] {
			b = binary.LittleEndian.AppendUint32(b, uint32(x))
		}
		s.buffer, fired = b, fired[n:]
	}
	return nil
}

// RecordReward implements engine.RewardRecorder.
func (r *Recorder) RecordReward(tick int32, amount float64) error {
	if r.failed() || r.rewards == nil {
		return nil
	}
	s := r.rewards
	if r.fail(s.room(12)); r.failed() {
		return nil
	}
	s.buffer = binary.LittleEndian.AppendUint32(s.buffer, uint32(tick))
	s.buffer = binary.LittleEndian.AppendUint64(s.buffer, math.Float64bits(amount))
	return nil
}

// Next returns after how many ticks Look is to be called again.
func (r *Recorder) Next(ticks int32) int32 {
	if r.err != nil {
		return ticks + 1
	}
	next := min(r.pace.next(), r.hashes.next(ticks))
	for _, s := range r.samplers {
		next = min(next, s.next)
	}
	return max(next, ticks+1)
}

// Look records what is due. Its error is that of a snapshot; for others see
// Err.
func (r *Recorder) Look(now State) error {
	if r.failed() {
		return nil
	}
	ticks := now.Ticks()
	if err := r.sample(now, func(s *sampler) bool { return s.next <= ticks }); err != nil {
		return err
	}
	if r.hashes.due(ticks) && r.hashes.add(ticks) {
		s := r.spools[fieldHash]
		r.fail(s.room(hashRecord))
		s.buffer = appendHash(s.buffer, Mark{Tick: ticks, Spikes: now.Spikes(), Hash: now.SpikeHash()})
	}
	if r.err == nil && r.pace.look(ticks) {
		r.fail(r.commit(now.SpikeHash()))
	}
	return nil
}

// sample records the fields that are due.
func (r *Recorder) sample(now State, due func(*sampler) bool) error {
	r.frame = snn.Snapshot{}
	any := false
	for _, s := range r.samplers {
		if due(s) && s.want != nil {
			s.want(r)
			any = true
		}
	}
	if any {
		if err := now.Snapshot(&r.frame); err != nil {
			return err
		}
	}
	ticks := now.Ticks()
	for _, s := range r.samplers {
		if due(s) && r.err == nil {
			r.fail(s.write(r, s, ticks))
			s.last, s.next = ticks, following(ticks, s.every)
		}
	}
	return nil
}
