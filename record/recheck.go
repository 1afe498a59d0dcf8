package record

import "github.com/engine-gpu/engine-gpu/snn"

// recheck computes the hash of a recording's spikes anew and compares it with
// those that the run has noted.
type recheck struct {
	hash  *snn.SpikeHash
	ticks int32  // in the hash
	marks []Mark // that are still to come
}

// newRecheck refuses ticks that the marks do not bear out: a run notes one every
// so many ticks, and a damaged number of ticks would keep the check busy for
// minutes. A nil recheck checks nothing.
func newRecheck(marks *hashList, c *commit) (*recheck, error) {
	last := Mark{}
	for _, m := range marks.marks {
		if m.Tick <= last.Tick || m.Tick-last.Tick > 2*marks.every {
			return nil, damaged("the hash after tick %d follows that after tick %d", m.Tick, last.Tick)
		}
		last = m
	}
	if c.Ticks < last.Tick || c.Ticks-last.Tick > 2*marks.every {
		return nil, damaged("%d ticks are said to be recorded, the last hash is that after %d", c.Ticks, last.Tick)
	}
	return &recheck{hash: snn.NewSpikeHash(), marks: marks.marks}, nil
}

// add takes the neurons that fired in a tick, and none in those before it.
func (r *recheck) add(tick int32, fired []int32) error {
	if r == nil {
		return nil
	}
	if err := r.quiet(tick); err != nil {
		return err
	}
	return r.one(tick, fired)
}

// quiet takes ticks in which nothing fired.
func (r *recheck) quiet(until int32) error {
	for r.ticks < until {
		if err := r.one(r.ticks, nil); err != nil {
			return err
		}
	}
	return nil
}

func (r *recheck) one(tick int32, fired []int32) error {
	r.hash.Add(tick, fired)
	r.ticks = tick + 1
	if len(r.marks) == 0 || r.marks[0].Tick != r.ticks {
		return nil
	}
	m := r.marks[0]
	r.marks = r.marks[1:]
	return r.compare(m)
}

// end compares what the run came to; one that an older program resumed, and that
// was killed at once, has not noted its hash.
func (r *recheck) end(c *commit) error {
	if r == nil {
		return nil
	}
	if err := r.quiet(c.Ticks); err != nil || c.SpikeHash == "" {
		return err
	}
	return r.compare(Mark{Tick: c.Ticks, Spikes: c.Spikes, Hash: c.SpikeHash})
}

func (r *recheck) compare(m Mark) error {
	if r.hash.Spikes != m.Spikes || r.hash.Sum() != m.Hash {
		return damaged("the spikes until tick %d are not those of the run: they, or what was noted of them, are damaged", m.Tick)
	}
	return nil
}
