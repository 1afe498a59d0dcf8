package record

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/engine-gpu/engine-gpu/snn"
)

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

// plan sets up what is to be recorded and the headers of its spools.
func plan(cfg Config) (*Recorder, []*spoolHeader, error) {
	r := &Recorder{cfg: cfg, spools: map[string]*spool{}, hashes: newHashList().times(), pace: newPace()}
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
