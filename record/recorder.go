package record

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"time"

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

// Offsets is how far a recording has come: all that is needed to go on with it
// from there.
type Offsets struct {
	Ticks  int32            `json:"ticks"`         // recorded
	Spikes int64            `json:"spikes"`        // recorded
	Spools map[string]int64 `json:"spools"`        // length of each [bytes]
	Next   map[string]int32 `json:"next"`          // when each sampled field is due again
	Bin    []int64          `json:"bin,omitempty"` // spikes in the bin of rates begun
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
	hashes   *hashList
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

// NewRecorder begins a recording. If it fails, it leaves nothing behind.
func NewRecorder(cfg Config) (*Recorder, error) {
	r, headers, err := plan(cfg)
	if err != nil {
		return nil, err
	}
	if r.work, err = createWork(cfg.Dir); err != nil {
		return nil, err
	}
	if err := r.begin(headers); err != nil {
		r.discard()
		return nil, err
	}
	return r, nil
}

func (r *Recorder) begin(headers []*spoolHeader) error {
	for _, h := range headers {
		s, err := createSpool(r.cfg.Dir, h)
		if err != nil {
			return fmt.Errorf("%s: cannot begin to record: %w", r.cfg.Dir, withoutPath(err))
		}
		r.attach(h, s)
	}
	if err := r.writeNeurons(); err != nil {
		return r.explain(err)
	}
	if err := r.work.writeDraft(r.draft(headers)); err != nil {
		return r.explain(err)
	}
	if err := r.commit(snn.NewSpikeHash().Sum()); err != nil {
		return r.explain(err)
	}
	return nil
}

// Resume goes on with the recording in cfg.Dir from an earlier point of it;
// cfg is that of NewRecorder.
func Resume(cfg Config, at Offsets) (*Recorder, error) {
	r, headers, err := plan(cfg)
	if err != nil {
		return nil, err
	}
	if r.work, err = openWork(cfg.Dir); err != nil {
		return nil, err
	}
	if err := r.goOn(headers, at); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

func (r *Recorder) goOn(headers []*spoolHeader, at Offsets) error {
	for _, h := range headers {
		end, known := at.Spools[h.File.Field]
		if !known {
			return fmt.Errorf("%s: the checkpoint knows nothing of the field %s: record the same fields", r.cfg.Dir, h.File.Field)
		}
		s, err := reopenSpool(r.cfg.Dir, h, end)
		if err != nil {
			return err
		}
		r.attach(h, s)
	}
	if len(at.Spools) != len(headers) {
		return fmt.Errorf("%s: the checkpoint has %d fields, not %d: record the same ones", r.cfg.Dir, len(at.Spools), len(headers))
	}
	if at.Ticks < 0 || at.Spikes < 0 {
		return fmt.Errorf("%s: the checkpoint says that %d ticks and %d spikes were recorded", r.cfg.Dir, at.Ticks, at.Spikes)
	}
	var err error
	if r.hashes, err = readHashes(r.cfg.Dir, at.Spools[fieldHash]); err != nil {
		return err
	}
	r.ticks, r.nSpikes, r.pace.ticks = at.Ticks, at.Spikes, at.Ticks
	for _, s := range r.samplers {
		s.next = at.Next[s.field]
		if s.next < at.Ticks || s.next > following(at.Ticks, s.every) {
			return fmt.Errorf("%s: the checkpoint says that the field %s is due at tick %d, after %d ticks", r.cfg.Dir, s.field, s.next, at.Ticks)
		}
		// Were the last sample earlier than this, one would be due now.
		s.last = s.next - s.every
	}
	if r.rates != nil {
		if err := r.rates.restore(at); err != nil {
			return fmt.Errorf("%s: %w", r.cfg.Dir, err)
		}
	}
	// Only now that all is in order is anything cut off.
	for _, s := range r.spools {
		if err := s.cut(); err != nil {
			return r.explain(err)
		}
	}
	// What a killed process leaves from here on is this run's; the hash comes
	// with the first look.
	if err := r.work.writeDraft(r.draft(headers)); err != nil {
		return r.explain(err)
	}
	if err := r.commit(""); err != nil {
		return r.explain(err)
	}
	return nil
}

// plan sets up what is to be recorded and the headers of its spools.
func plan(cfg Config) (*Recorder, []*spoolHeader, error) {
	r := &Recorder{cfg: cfg, spools: map[string]*spool{}, hashes: newHashList(), pace: newPace()}
	f, b := cfg.Fields, cfg.Brain
	headers := []*spoolHeader{hashHeader(), neuronsHeader(cfg.Format)}
	if f.Spikes {
		headers = append(headers, spikesHeader(cfg.Format))
	}
	if f.Rates > 0 {
		r.rates = newRates(b, f.Rates)
		headers = append(headers, ratesHeader(cfg.Format, f.Rates, r.rates.types))
	}
	if f.Weights > 0 {
		rows := changing(&b.Synapses)
		headers = append(headers, weightsHeader(b, rows, f.Weights))
		r.samplers = append(r.samplers, weightsSampler(b, rows, f.Weights))
	}
	for _, m := range []struct {
		field string
		set   *NeuronSet
	}{{FieldV, f.V}, {FieldU, f.U}} {
		if m.set == nil {
			continue
		}
		positions, err := m.set.positions(b.Neurons)
		if err != nil {
			return nil, nil, err
		}
		headers = append(headers, membraneHeader(m.field, b.Neurons, positions))
		r.samplers = append(r.samplers, membraneSampler(m.field, len(b.Neurons), positions))
	}
	if cfg.Body == nil || cfg.Dish == nil {
		for field, wanted := range map[string]int32{FieldTrajectory: f.Trajectory, FieldBody: f.Body} {
			if wanted > 0 {
				return nil, nil, fmt.Errorf("--record %s: this run is outside of the arena and has no worm: leave it out", field)
			}
		}
	}
	if f.Trajectory > 0 {
		headers = append(headers, trajectoryHeader(cfg.Format, f.Trajectory))
		r.samplers = append(r.samplers, trajectorySampler(f.Trajectory))
	}
	if f.Body > 0 {
		headers = append(headers, bodyHeader(f.Body))
		r.samplers = append(r.samplers, bodySampler(f.Body))
	}
	if cfg.Rewards {
		headers = append(headers, rewardsHeader(cfg.Format))
	}
	return r, headers, nil
}

// Estimate returns how much the sampled fields write in a run of the given
// ticks, and how much room there is for it, -1 where that is not known [bytes].
// How much the spikes write nobody knows before.
func (r *Recorder) Estimate(ticks int32) (size, free int64) {
	for _, s := range r.samplers {
		size += (int64(ticks)/int64(s.every) + 1) * s.record
	}
	free, known := freeSpace(r.cfg.Dir)
	if !known {
		free = -1
	}
	return size, free
}

// attach hands a spool to whoever fills it.
func (r *Recorder) attach(h *spoolHeader, s *spool) {
	field := h.File.Field
	r.spools[field] = s
	r.order = append(r.order, field)
	switch field {
	case FieldSpikes:
		r.spikes = s
	case FieldRates:
		r.rates.spool = s
	case FieldRewards:
		r.rewards = s
	}
	for _, x := range r.samplers {
		if x.field == field {
			x.spool, x.record = s, h.bytes
		}
	}
}

// draft is the manifest as far as it is known at the start.
func (r *Recorder) draft(headers []*spoolHeader) *Manifest {
	m := r.cfg.Manifest
	m.Format, m.FormatVersion, m.TickMS = ManifestFormat, ManifestVersion, 1
	m.Brain.Neurons, m.Brain.Synapses = len(r.cfg.Brain.Neurons), r.cfg.Brain.Synapses.Len()
	m.NeuronTypes = map[string]int{}
	for i := range r.cfg.Brain.Neurons {
		m.NeuronTypes[r.cfg.Brain.Neurons[i].Type.String()]++
	}
	m.Files = nil
	for _, h := range headers {
		if h.File.Field != fieldHash {
			m.Files = append(m.Files, h.File)
		}
	}
	return &m
}

// writeNeurons writes the neurons' table.
func (r *Recorder) writeNeurons() error {
	s := r.spools[FieldNeurons]
	for i := range r.cfg.Brain.Neurons {
		if err := s.room(64); err != nil {
			return err
		}
		n := &r.cfg.Brain.Neurons[i]
		b := binary.LittleEndian.AppendUint64(s.buffer, uint64(n.ID))
		b = binary.LittleEndian.AppendUint32(b, uint32(i))
		b = append(b, uint8(n.Type))
		for _, x := range [...]float64{n.X, n.Y, n.Z} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
		}
		s.buffer = b
	}
	return s.flush()
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
	if ticks > 0 && ticks%r.hashes.every == 0 && r.hashes.newer(ticks) {
		m := Mark{Tick: ticks, Spikes: now.Spikes(), Hash: now.SpikeHash()}
		s := r.spools[fieldHash]
		if r.hashes.add(m) {
			r.fail(s.room(hashRecord))
			s.buffer = appendHash(s.buffer, m)
		}
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

// Flush puts all that was recorded on disk and returns how far it reaches, for
// a checkpoint: Resume goes on from there.
func (r *Recorder) Flush() (Offsets, error) {
	if r.err != nil {
		return Offsets{}, r.err
	}
	o, err := r.flush()
	for _, s := range r.spools {
		if err == nil {
			err = s.file.Sync()
		}
	}
	r.fail(err)
	return o, r.err
}

// flush hands all that was recorded to the system.
func (r *Recorder) flush() (Offsets, error) {
	o := Offsets{Ticks: r.ticks, Spikes: r.nSpikes, Spools: map[string]int64{}, Next: map[string]int32{}}
	for field, s := range r.spools {
		if err := s.flush(); err != nil {
			return o, err
		}
		o.Spools[field] = s.end
	}
	for _, s := range r.samplers {
		o.Next[s.field] = s.next
	}
	if r.rates != nil {
		o.Bin = r.rates.begun()
	}
	return o, nil
}

// commit makes what was recorded until now what a killed process leaves.
func (r *Recorder) commit(hash string) error {
	began := time.Now()
	o, err := r.flush()
	if err != nil {
		return err
	}
	c := commit{Offsets: o, SpikeHash: hash}
	if err := r.work.writeCommit(&c); err != nil {
		return err
	}
	r.last = c
	r.pace.done(began)
	return nil
}

// End is what a run came to.
type End struct {
	Interrupted   bool
	Marks         []Mark
	WeightHash    string
	RewardsByHand int
}

// Finish records the state at the end and turns what was recorded into the
// files of the recording. It returns their paths. If writing failed before,
// the files cover the run until shortly before that, and the error says so.
func (r *Recorder) Finish(now State, end End) (paths []string, err error) {
	if r.err == nil {
		ticks := now.Ticks()
		if err := r.sample(now, func(s *sampler) bool { return s.final && s.last < ticks }); err != nil {
			r.fail(err)
		}
	}
	if r.err == nil && r.rates != nil {
		r.fail(r.rates.cut())
	}
	if r.err == nil {
		r.fail(r.commit(now.SpikeHash()))
	}
	if r.err != nil {
		return r.Abandon()
	}
	return r.finalize(func(m *Manifest) {
		m.Interrupted, m.Marks, m.WeightHash, m.RewardsByHand = end.Interrupted, end.Marks, end.WeightHash, end.RewardsByHand
	})
}

// Abandon ends the recording of a run that failed: its files cover the run
// until a tenth of a second or less before. It does nothing after Finish.
func (r *Recorder) Abandon() (paths []string, err error) {
	if r.done {
		return nil, nil
	}
	paths, err = r.finalize(func(m *Manifest) { m.Interrupted = true })
	return paths, errors.Join(r.err, err)
}

func (r *Recorder) finalize(complete func(*Manifest)) ([]string, error) {
	r.done = true
	defer r.close()
	return finalize(r.work, &r.last, complete, finishing{keep: r.cfg.KeepSpools})
}

func (r *Recorder) close() {
	for _, s := range r.spools {
		s.file.Close()
	}
	r.work.close()
}

// discard removes what NewRecorder has made.
func (r *Recorder) discard() {
	for _, s := range r.spools {
		s.file.Close()
		os.Remove(s.path)
	}
	r.work.remove()
	r.work.close()
}
