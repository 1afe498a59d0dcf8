package record

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
)

// Neurons are the brain's neurons in columns; the index is the position.
type Neurons struct {
	ID      []int64 // in the database, ascending
	Type    []string
	X, Y, Z []float64
}

// Synapses are the synapses whose weights were recorded: all chemical ones
// that are not fixed, by ascending database id.
type Synapses struct {
	ID             []int64
	Type           []uint8 // index into TypeNames
	TypeNames      []string
	Source, Target []int64 // database ids of neurons
}

// PathPoint is a row of a trajectory.
type PathPoint struct {
	Pose
	Concentration float64 // of the smell at the head
	Distance      float64 // from the head to the nearest food [BL]
}

// Posture is a row of a body's recording.
type Posture struct {
	Pose
	Theta      [23]float32    // joint angles, head to tail [rad]
	Activation [24][2]float32 // of the muscles: by segment, dorsal and ventral
}

// eachBatch reads a table, which must have the wanted types of columns; "..."
// at the end stands for any number of float32.
func (r *Recording) eachBatch(field string, kinds []string, f func(*batch) error) error {
	file, err := r.file(field)
	if err != nil {
		return err
	}
	path, err := r.Path(field)
	if err != nil {
		return err
	}
	if last := len(kinds) - 1; kinds[last] == "..." {
		kinds = slices.Clone(kinds[:last])
		for len(kinds) < len(file.Columns) {
			kinds = append(kinds, typeFloat32)
		}
	}
	if len(file.Columns) != len(kinds) {
		return fmt.Errorf("%s: the manifest names %d columns, not %d", path, len(file.Columns), len(kinds))
	}
	for i, c := range file.Columns {
		if c.Type != kinds[i] {
			return briefError{fmt.Errorf("%s: the manifest says that column %s holds %s, not %s", path, c.Name, c.Type, kinds[i])}
		}
	}
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	var own error // the callback's
	rows := int64(0)
	call := func(b *batch) error {
		rows += int64(b.rows())
		own = f(b)
		return own
	}
	switch file.Format {
	case FormatCSV:
		err = readCSV(in, file.Columns, call)
	case FormatParquet:
		err = readParquet(in, file.Columns, call)
	default:
		err = fmt.Errorf("a table in the unknown format %q", file.Format)
	}
	if err == nil && rows != file.Rows {
		err = wrongRows(rows, file.Rows)
	}
	if err != nil && own == nil {
		return briefError{fmt.Errorf("%s: %w", path, err)}
	}
	return err
}

func wrongRows(rows, want int64) error {
	return fmt.Errorf("it has %d rows, the manifest says %d", rows, want)
}

// Neurons reads the neurons' table.
func (r *Recording) Neurons() (*Neurons, error) {
	n := &Neurons{}
	kinds := []string{typeInt64, typeInt32, typeString, typeFloat64, typeFloat64, typeFloat64}
	err := r.eachBatch(FieldNeurons, kinds, func(b *batch) (err error) {
		if n.ID, err = appendIDs(n.ID, b); err != nil {
			return fmt.Errorf("%s: %w", r.dir, err)
		}
		n.Type = append(n.Type, b.columns[2].texts...)
		n.X, n.Y, n.Z = append(n.X, b.columns[3].floats...), append(n.Y, b.columns[4].floats...), append(n.Z, b.columns[5].floats...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return n, nil
}

// appendIDs appends the ids of rows of the neurons' table, which have to ascend
// beside their positions.
func appendIDs(ids []int64, b *batch) ([]int64, error) {
	for i, id := range b.columns[0].ints {
		n := len(ids)
		if b.columns[1].ints[i] != int64(n) || n > 0 && id <= ids[n-1] {
			return nil, fmt.Errorf("the neurons are not in order of their ids and positions: row %d", n)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// Spikes calls f for every tick in which neurons fired, with their positions,
// ascending.
func (r *Recording) Spikes(f func(tick int32, neurons []int32) error) error {
	if _, err := r.file(FieldSpikes); err != nil {
		return err
	}
	neurons, err := r.Neurons()
	if err != nil {
		return err
	}
	tick, fired := int32(-1), []int32{}
	err = r.eachBatch(FieldSpikes, []string{typeInt32, typeInt64}, func(b *batch) error {
		for i, id := range b.columns[1].ints {
			if t := int32(b.columns[0].ints[i]); t != tick {
				if len(fired) > 0 {
					if err := f(tick, fired); err != nil {
						return err
					}
				}
				tick, fired = t, fired[:0]
			}
			n, known := neurons.position(id)
			if !known {
				return fmt.Errorf("%s: tick %d: there is no neuron %d", r.dir, tick, id)
			}
			fired = append(fired, n)
		}
		return nil
	})
	if err != nil || len(fired) == 0 {
		return err
	}
	return f(tick, fired)
}

// position returns where the neuron of an id stands.
func (n *Neurons) position(id int64) (int32, bool) {
	// Most brains count their neurons from some number on.
	if len(n.ID) > 0 {
		if i := id - n.ID[0]; i >= 0 && i < int64(len(n.ID)) && n.ID[i] == id {
			return int32(i), true
		}
	}
	i, found := slices.BinarySearch(n.ID, id)
	return int32(i), found
}

// RateNames returns the names of the columns that Rates reads: the neuron
// types present, in the order of snn.NeuronType, and "all".
func (r *Recording) RateNames() ([]string, error) {
	file, err := r.file(FieldRates)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, c := range file.Columns[min(1, len(file.Columns)):] {
		names = append(names, c.Name)
	}
	return names, nil
}

// Rates calls f for every bin with its first tick and the mean rates [Hz] in
// the order of RateNames. A bin's length is the file's Every; the last one may
// be cut short by the run's end, and its rates are over the ticks it has.
func (r *Recording) Rates(f func(tick int32, hz []float32) error) error {
	var hz []float32
	return r.eachBatch(FieldRates, []string{typeInt32, "..."}, func(b *batch) error {
		for i, tick := range b.columns[0].ints {
			hz = hz[:0]
			for c := range b.columns[1:] {
				hz = append(hz, float32(b.columns[1+c].floats[i]))
			}
			if err := f(int32(tick), hz); err != nil {
				return err
			}
		}
		return nil
	})
}

// Trajectory calls f for every sample of the worm's path: the start, every
// file's Every ticks, and the end.
func (r *Recording) Trajectory(f func(p PathPoint) error) error {
	kinds := []string{typeInt32, typeFloat64, typeFloat64, typeFloat64, typeFloat64, typeFloat64}
	return r.eachBatch(FieldTrajectory, kinds, func(b *batch) error {
		for i, tick := range b.columns[0].ints {
			at := func(c int) float64 { return b.columns[c].floats[i] }
			p := PathPoint{Pose: Pose{Tick: int32(tick), X: at(1), Y: at(2), Heading: at(3)}, Concentration: at(4), Distance: at(5)}
			if err := f(p); err != nil {
				return err
			}
		}
		return nil
	})
}

// Rewards calls f for every reward with the tick after which it came, as
// Spikes counts them; -1 stands for before the first.
func (r *Recording) Rewards(f func(tick int32, amount float64) error) error {
	return r.eachBatch(FieldRewards, []string{typeInt32, typeFloat64}, func(b *batch) error {
		for i, tick := range b.columns[0].ints {
			if err := f(int32(tick), b.columns[1].floats[i]); err != nil {
				return err
			}
		}
		return nil
	})
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

// rowReader reads rows into its own memory.
type rowReader struct {
	raw    []byte
	values []float32
}

func (r *rowReader) bytes(in *npyReader, n int) ([]byte, error) {
	r.raw = slices.Grow(r.raw[:0], n)[:n]
	if _, err := io.ReadFull(in.in, r.raw); err != nil {
		return nil, fmt.Errorf("it is cut short: %w", err)
	}
	return r.raw, nil
}

func (r *rowReader) tick(in *npyReader) (int32, error) {
	raw, err := r.bytes(in, 4)
	if err != nil {
		return 0, err
	}
	return int32(binary.LittleEndian.Uint32(raw)), nil
}

func (r *rowReader) float64(in *npyReader) (float64, error) {
	raw, err := r.bytes(in, 8)
	if err != nil {
		return 0, err
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(raw)), nil
}

func (r *rowReader) floats(in *npyReader, n int) ([]float32, error) {
	raw, err := r.bytes(in, 4*n)
	if err != nil {
		return nil, err
	}
	r.values = slices.Grow(r.values[:0], n)[:n]
	for i := range r.values {
		r.values[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return r.values, nil
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

// posture reads a row of a body's arrays: tick, theta, activation, x, y and
// heading.
func (r *rowReader) posture(in *[6]*npyReader) (*Posture, error) {
	p := &Posture{}
	var err error
	if p.Tick, err = r.tick(in[0]); err != nil {
		return nil, err
	}
	theta, err := r.floats(in[1], len(p.Theta))
	if err != nil {
		return nil, err
	}
	copy(p.Theta[:], theta)
	muscles, err := r.floats(in[2], 2*len(p.Activation))
	if err != nil {
		return nil, err
	}
	for i := range p.Activation {
		copy(p.Activation[i][:], muscles[2*i:])
	}
	for i, to := range []*float64{&p.X, &p.Y, &p.Heading} {
		if *to, err = r.float64(in[3+i]); err != nil {
			return nil, err
		}
	}
	return p, nil
}
