package record

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Synapses are the synapses whose weights were recorded: all chemical ones
// that are not fixed, by ascending database id.
type Synapses struct {
	ID             []int64
	Type           []uint8 // index into TypeNames
	TypeNames      []string
	Source, Target []int64 // database ids of neurons
}

// Posture is a row of a body's recording.
type Posture struct {
	Pose
	Theta      [23]float32    // joint angles, head to tail [rad]
	Activation [24][2]float32 // of the muscles: by segment, dorsal and ventral
}

// arrays opens a field's NPZ file for f, whose errors get the file's path.
func (r *Recording) arrays(field string, f func(z *npzFile) error) error {
	file, err := r.file(field)
	if err != nil {
		return err
	}
	path, err := r.Path(field)
	if err != nil {
		return err
	}
	z, err := openNPZ(path)
	if err != nil {
		return briefError{fmt.Errorf("%s: %w", path, withoutPath(err))}
	}
	defer z.close()
	z.rows = file.Rows
	err = f(z)
	var own *callbackError
	switch {
	case errors.As(err, &own):
		return own.error
	case err != nil:
		return briefError{fmt.Errorf("%s: %w", path, err)}
	}
	return nil
}

// callbackError is an error of a callback, to be returned as it is.
type callbackError struct{ error }

func (e *callbackError) Unwrap() error { return e.error }

// list reads a one-dimensional array as a whole.
func list[T int64 | uint8](z *npzFile, name, kind string) ([]T, error) {
	in, rows, _, err := z.array(name, kind, 1)
	if err != nil {
		return nil, err
	}
	var values []T
	part := make([]T, 4096)
	for rows > 0 {
		part = part[:min(rows, int64(len(part)))]
		if err := binary.Read(in.in, binary.LittleEndian, part); err != nil {
			return nil, fmt.Errorf("array %s: %w", name, err)
		}
		values, rows = append(values, part...), rows-int64(len(part))
	}
	return values, nil
}

// Synapses reads which synapses Weights is about.
func (r *Recording) Synapses() (*Synapses, error) {
	s := &Synapses{}
	err := r.arrays(FieldWeights, func(z *npzFile) (err error) {
		for _, column := range []struct {
			name string
			to   *[]int64
		}{{"synapse", &s.ID}, {"source", &s.Source}, {"target", &s.Target}} {
			if *column.to, err = list[int64](z, column.name, typeInt64); err != nil {
				return err
			}
		}
		if s.Type, err = list[uint8](z, "type", typeUint8); err != nil {
			return err
		}
		names, err := z.entry("type_names")
		if err == nil {
			s.TypeNames, err = names.texts()
		}
		if err != nil {
			return fmt.Errorf("array type_names: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// rows calls f for every row of the arrays tick and name.
func (r *Recording) rows(field, name string, f func(tick int32, values []float32) error) error {
	return r.arrays(field, func(z *npzFile) error {
		ticks, k, _, err := z.array("tick", typeInt32, 1)
		if err != nil {
			return err
		}
		in, rows, n, err := z.array(name, typeFloat32, -1)
		if err != nil {
			return err
		}
		if rows != k {
			return fmt.Errorf("%d ticks, %d rows of %s", k, rows, name)
		}
		if rows != z.rows {
			return wrongRows(rows, z.rows)
		}
		var row rowReader
		for range rows {
			tick, err := row.tick(ticks)
			if err != nil {
				return err
			}
			values, err := row.floats(in, int(n))
			if err != nil {
				return err
			}
			if err := f(tick, values); err != nil {
				return &callbackError{err}
			}
		}
		return nil
	})
}

// Weights calls f for every snapshot with the ticks run before it, 0 for the
// state before the first, and the weights in the order of Synapses.
func (r *Recording) Weights(f func(ticks int32, weight []float32) error) error {
	return r.rows(FieldWeights, "weight", f)
}

// VNeurons reads the database ids of the neurons whose v was recorded.
func (r *Recording) VNeurons() ([]int64, error) { return r.recorded(FieldV) }

// V calls f for every tick with the membrane potentials [mV] after it, in the
// order of VNeurons. Ticks count as those of Spikes.
func (r *Recording) V(f func(tick int32, v []float32) error) error { return r.rows(FieldV, "v", f) }

// UNeurons reads the database ids of the neurons whose u was recorded.
func (r *Recording) UNeurons() ([]int64, error) { return r.recorded(FieldU) }

// U calls f for every tick with the recovery variables [mV] after it, as V
// does.
func (r *Recording) U(f func(tick int32, u []float32) error) error { return r.rows(FieldU, "u", f) }

func (r *Recording) recorded(field string) (ids []int64, err error) {
	err = r.arrays(field, func(z *npzFile) error {
		ids, err = list[int64](z, "neuron", typeInt64)
		return err
	})
	return ids, err
}

// Body calls f for every sample of the worm's body, as Trajectory does.
func (r *Recording) Body(f func(p *Posture) error) error {
	return r.arrays(FieldBody, func(z *npzFile) error {
		var in [6]*npyReader
		var rows int64
		for i, a := range []struct {
			name, kind string
			perRow     int64
		}{{"tick", typeInt32, 1}, {"theta", typeFloat32, 23}, {"activation", typeFloat32, 48}, {"x", typeFloat64, 1}, {"y", typeFloat64, 1}, {"heading", typeFloat64, 1}} {
			from, k, _, err := z.array(a.name, a.kind, a.perRow)
			if err != nil {
				return err
			}
			if i > 0 && k != rows {
				return fmt.Errorf("%d ticks, %d rows of %s", rows, k, a.name)
			}
			in[i], rows = from, k
		}
		if rows != z.rows {
			return wrongRows(rows, z.rows)
		}
		var row rowReader
		for range rows {
			p, err := row.posture(&in)
			if err != nil {
				return err
			}
			if err := f(p); err != nil {
				return &callbackError{err}
			}
		}
		return nil
	})
}
