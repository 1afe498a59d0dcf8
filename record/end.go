package record

import (
	"errors"
	"os"
)

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
