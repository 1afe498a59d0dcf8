package record

import (
	"fmt"
	"os"
	"slices"
)

// Neurons are the brain's neurons in columns; the index is the position.
type Neurons struct {
	ID      []int64 // in the database, ascending
	Type    []string
	X, Y, Z []float64
}

// PathPoint is a row of a trajectory.
type PathPoint struct {
	Pose
	Concentration float64 // of the smell at the head
	Distance      float64 // from the head to the nearest food [BL]
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
