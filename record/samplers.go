package record

import (
	"encoding/binary"
	"math"

	"github.com/engine-gpu/engine-gpu/snn"
)

func appendFloat32(b []byte, x float32) []byte {
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
}

func appendFloat64(b []byte, x float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
}

// addRow appends a record: the tick, and the values at the given indices.
func (s *spool) addRow(tick int32, from []float64, at []int32) error {
	if err := s.room(4); err != nil {
		return err
	}
	s.buffer = binary.LittleEndian.AppendUint32(s.buffer, uint32(tick))
	for len(at) > 0 {
		if err := s.room(4); err != nil {
			return err
		}
		n := min(len(at), (spoolBuffer-len(s.buffer))/4)
		b := s.buffer
		for _, i := range at[:n] {
			b = appendFloat32(b, float32(from[i]))
		}
		s.buffer, at = b, at[n:]
	}
	return nil
}

func weightsSampler(b *snn.Brain, rows []int32, every int32) *sampler {
	var weight []float64 // what no backend fills in are weights that never change
	return &sampler{
		field: FieldWeights, every: every, final: true, last: -1,
		want: func(r *Recorder) {
			if weight == nil {
				weight = snn.NewWeightSnapshot(b).Weight
			}
			r.frame.Weight = weight
		},
		write: func(_ *Recorder, s *sampler, ticks int32) error { return s.spool.addRow(ticks, weight, rows) },
	}
}

// membraneSampler is that of v and u: every neuron's are looked at, and the
// wanted ones recorded.
func membraneSampler(field string, neurons int, positions []int32) *sampler {
	all := make([]float64, neurons)
	return &sampler{
		field: field, every: 1, next: 1, last: -1,
		want: func(r *Recorder) {
			if field == FieldV {
				r.frame.V = all
			} else {
				r.frame.U = all
			}
		},
		write: func(_ *Recorder, s *sampler, ticks int32) error { return s.spool.addRow(ticks-1, all, positions) },
	}
}

func trajectorySampler(every int32) *sampler {
	return &sampler{
		field: FieldTrajectory, every: every, final: true, last: -1,
		write: func(r *Recorder, s *sampler, ticks int32) error {
			if err := s.spool.room(64); err != nil {
				return err
			}
			body, dish := r.cfg.Body, r.cfg.Dish
			b := binary.LittleEndian.AppendUint32(s.spool.buffer, uint32(ticks))
			for _, x := range [...]float64{
				body.X, body.Y, body.Heading, dish.Concentration(body.X, body.Y), dish.FoodDistance(body.X, body.Y),
			} {
				b = appendFloat64(b, x)
			}
			s.spool.buffer = b
			return nil
		},
	}
}

func bodySampler(every int32) *sampler {
	return &sampler{
		field: FieldBody, every: every, final: true, last: -1,
		write: func(r *Recorder, s *sampler, ticks int32) error {
			if err := s.spool.room(1024); err != nil {
				return err
			}
			body := r.cfg.Body
			b := binary.LittleEndian.AppendUint32(s.spool.buffer, uint32(ticks))
			for _, angle := range body.Theta {
				b = appendFloat32(b, float32(angle))
			}
			for _, segment := range body.Activation {
				b = appendFloat32(b, float32(segment[0]))
				b = appendFloat32(b, float32(segment[1]))
			}
			for _, x := range [...]float64{body.X, body.Y, body.Heading} {
				b = appendFloat64(b, x)
			}
			s.spool.buffer = b
			return nil
		},
	}
}
