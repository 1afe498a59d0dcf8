package main

import (
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// comparison compares a run with the hashes and, where they were recorded, the
// spikes of another. It is an engine.Recorder and an engine.Observer.
type comparison struct {
	recorded *record.Recording
	brain    *snn.Brain
	marks    []record.Mark // still to come
	equal    int           // hashes found equal
	last     int32         // ticks of the last of them
	differs  *record.Mark  // the first that is not
	stopped  bool

	files  []string // that are not what was recorded
	spikes *spikeReader
	odd    *oddSpike // the first spike that only one of the two has
}

// oddSpike is a spike that either only the recording or only this run has.
type oddSpike struct {
	tick   int32
	neuron int64 // database id
	here   bool
}

func (o *oddSpike) String() string {
	if o.here {
		return fmt.Sprintf("in tick %d neuron %d fires, which the recording lacks", o.tick, o.neuron)
	}
	return fmt.Sprintf("in tick %d neuron %d does not fire, as it does in the recording", o.tick, o.neuron)
}

func newComparison(r *record.Recording, brain *snn.Brain) (*comparison, error) {
	c := &comparison{recorded: r, brain: brain, marks: allMarks(&r.Manifest)}
	for _, f := range r.Manifest.Files {
		path, err := r.Path(f.Field)
		if err != nil {
			return nil, err
		}
		hash, err := fileHash(path)
		if err != nil {
			return nil, err
		}
		if hash != f.SHA256 {
			c.files = append(c.files, fmt.Sprintf("%s is not the file that was recorded: its sha256 is %s, not %s", filepath.Base(path), hash, f.SHA256))
		}
	}
	if r.Has(record.FieldSpikes) {
		c.spikes = newSpikeReader(r)
	}
	return c, nil
}

func (c *comparison) close() {
	if c.spikes != nil {
		c.spikes.stop()
	}
}

// Next implements engine.Observer.
func (c *comparison) Next(int32) int32 {
	if len(c.marks) == 0 || c.stopped {
		return engine.Never
	}
	return c.marks[0].Tick
}

// Observe implements engine.Observer: it compares the hashes that are due, and
// ends the run at the first that differs.
func (c *comparison) Observe(m *engine.Moment) error {
	for len(c.marks) > 0 && c.marks[0].Tick <= m.Ticks() {
		mark := c.marks[0]
		c.marks = c.marks[1:]
		if mark != (record.Mark{Tick: m.Ticks(), Spikes: m.Spikes(), Hash: m.SpikeHash()}) {
			c.differs, c.stopped = &mark, true
			m.Stop()
			return nil
		}
		c.equal, c.last = c.equal+1, mark.Tick
	}
	return nil
}

// Record implements engine.Recorder: it compares the spikes of a tick.
func (c *comparison) Record(tick int32, fired []int32) error {
	if c.odd != nil || !c.spikes.readable() {
		return nil
	}
	there := c.spikes.at(tick)
	if !c.spikes.readable() || slices.Equal(fired, there) {
		return nil
	}
	i := 0
	for i < len(fired) && i < len(there) && fired[i] == there[i] {
		i++
	}
	here := i == len(there) || i < len(fired) && fired[i] < there[i]
	if here {
		there = fired
	}
	c.odd = &oddSpike{tick, c.brain.Neurons[there[i]].ID, here}
	return nil
}

// finish lists what differs.
func (c *comparison) finish(r *engine.Result, weightHash string) ([]string, error) {
	m := &c.recorded.Manifest
	if c.spikes.readable() && c.odd == nil && !c.stopped {
		if tick, more := c.spikes.rest(r.Ticks); more && c.spikes.readable() {
			c.odd = &oddSpike{tick, c.brain.Neurons[c.spikes.fired[0]].ID, false}
		}
	}
	findings := c.files
	switch {
	case c.spikes != nil && c.spikes.err != nil:
		findings = append(findings, "the recorded spikes cannot be read: "+c.spikes.err.Error())
	case c.odd != nil && c.differs == nil:
		findings = append(findings, c.odd.String()+"; but the spikes of this run have the hashes that were noted: the recording was changed")
	}
	if d := c.differs; d != nil {
		what := fmt.Sprintf("the spikes differ first in ticks %d to %d, by their hash", c.last, d.Tick-1)
		switch {
		case c.odd != nil:
			what += ": " + c.odd.String()
		case c.spikes.readable():
			what += "; but no recorded spike does: the hashes were changed"
		case c.spikes == nil:
			what += "; --record spikes would name the neuron"
		}
		return append(findings, what), nil
	}
	if r.Ticks != m.Ticks {
		return nil, errors.New("the run ended early")
	}
	if m.WeightHash != "" && m.WeightHash != weightHash {
		findings = append(findings, fmt.Sprintf("the weights at the end have the hash %s, not %s; no spike differs", weightHash, m.WeightHash))
	}
	return findings, nil
}

// print tells people that all is equal.
func (c *comparison) print(std streams, s *session, r *engine.Result) error {
	m := &c.recorded.Manifest
	t := newTable()
	t.row("brain", "%s (%s, %s)", s.name, plural(int64(m.Brain.Neurons), "neuron"), plural(int64(m.Brain.Synapses), "synapse"))
	t.row("backend", "%s, %s on %s; the run was made by %s", s.backend.Name, plural(int64(s.backend.Threads()), "thread"), s.backend.Device(), madeBy(m))
	t.row("ticks", "%s", grouped(int64(r.Ticks)))
	spikes := fmt.Sprintf("%s, equal by their hash after each of %s", grouped(r.Spikes), plural(int64(c.equal), "noted tick"))
	if c.spikes != nil {
		spikes += " and one by one"
	}
	t.row("spikes", "%s", spikes)
	if m.WeightHash != "" {
		t.row("weights", "equal, sha256 %s", m.WeightHash)
	}
	return t.print(std.out)
}

// madeBy names the backends that made a run.
func madeBy(m *record.Manifest) string {
	text := fmt.Sprintf("%s, %s", m.Backend, plural(int64(m.Threads), "thread"))
	for i, l := range m.Legs {
		how := fmt.Sprintf("%s, %s", l.Backend, plural(int64(l.Threads), "thread"))
		switch {
		case i > 0:
			text += fmt.Sprintf(", then from tick %s on %s", grouped(int64(l.From)), how)
		case l.From > 0: // an older program noted none before
			text = fmt.Sprintf("what is not noted, then from tick %s on %s", grouped(int64(l.From)), how)
		default:
			text = how
		}
	}
	return text
}

// spikeReader reads a recording's spikes beside a run.
type spikeReader struct {
	next  func() (int32, []int32, bool)
	stop  func()
	tick  int32 // of fired; -1 before the first
	fired []int32
	more  bool
	err   error
}

func newSpikeReader(r *record.Recording) *spikeReader {
	s := &spikeReader{tick: -1, more: true}
	enough := errors.New("enough")
	s.next, s.stop = iter.Pull2(func(yield func(int32, []int32) bool) {
		err := r.Spikes(func(tick int32, neurons []int32) error {
			if !yield(tick, neurons) {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) {
			s.err = err
		}
	})
	return s
}

// readable reports whether there are spikes, and none that could not be read.
func (s *spikeReader) readable() bool { return s != nil && s.err == nil }

// at returns who fired in a tick. Ticks ascend.
func (s *spikeReader) at(tick int32) []int32 {
	for s.more && s.tick < tick {
		s.tick, s.fired, s.more = s.next()
	}
	if s.more && s.tick == tick {
		return s.fired
	}
	return nil
}

// rest reports whether there are spikes from a tick on, and in which tick.
func (s *spikeReader) rest(from int32) (tick int32, more bool) {
	for s.more && s.tick < from {
		s.tick, s.fired, s.more = s.next()
	}
	return s.tick, s.more
}
