package record

import (
	"fmt"
	"time"
)

// Offsets is how far a recording has come: all that is needed to go on with it
// from there.
type Offsets struct {
	Ticks  int32            `json:"ticks"`         // recorded
	Spikes int64            `json:"spikes"`        // recorded
	Spools map[string]int64 `json:"spools"`        // length of each [bytes]
	Next   map[string]int32 `json:"next"`          // when each sampled field is due again
	Bin    []int64          `json:"bin,omitempty"` // spikes in the bin of rates begun

	SpikeHash string `json:"spike_sha256,omitempty"` // of the spikes so far; empty: an older program did not note it
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
	hashes, err := readHashes(r.cfg.Dir, at.Spools[fieldHash])
	if err != nil {
		return err
	}
	r.hashes = hashes.times()
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
	// Only now that all is in order is anything changed. What a killed process
	// leaves from here on is this run's: nothing is cut off before the commit
	// that does without it.
	draft := r.draft(headers)
	if err := r.work.removeTemporary(draft); err != nil { // first, for they may fill the disk
		return r.explain(err)
	}
	if err := r.work.writeDraft(draft); err != nil {
		return r.explain(err)
	}
	if err := r.commit(at.SpikeHash); err != nil {
		return r.explain(err)
	}
	for _, s := range r.spools {
		if err := s.cut(); err != nil {
			return r.explain(err)
		}
	}
	return nil
}

// Flush puts all that was recorded on disk and returns how far it reaches, for
// a checkpoint: Resume goes on from there. The hash is that of the spikes so far.
func (r *Recorder) Flush(hash string) (Offsets, error) {
	if r.err != nil {
		return Offsets{}, r.err
	}
	o, err := r.flush(hash)
	for _, s := range r.spools {
		if err == nil {
			err = s.file.Sync()
		}
	}
	r.fail(err)
	return o, r.err
}

// flush hands all that was recorded to the system.
func (r *Recorder) flush(hash string) (Offsets, error) {
	o := Offsets{Ticks: r.ticks, Spikes: r.nSpikes, Spools: map[string]int64{}, Next: map[string]int32{}, SpikeHash: hash}
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
	o, err := r.flush(hash)
	if err != nil {
		return err
	}
	c := commit{Offsets: o}
	if err := r.work.writeCommit(&c); err != nil {
		return err
	}
	r.last = c
	r.pace.done(began)
	return nil
}
