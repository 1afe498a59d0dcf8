package loader

import (
	"slices"

	"github.com/engine-gpu/engine-gpu/loader/internal/sqlitefile"
	"github.com/engine-gpu/engine-gpu/snn"
)

// indexed is a column to be indexed. Every row has a key in 0..keys-1, and the
// keys ascend as the column's values do.
type indexed struct {
	rows, keys int
	row        func(row int) (key int32, rowid int64) // rowids ascend with the rows
	value      func(r *sqlitefile.Record, key int32)  // appends the value that a key stands for
}

// index writes an index of a column: rows by value, then by rowid.
func (e *encoder) index(name, table, sql string, c indexed) {
	// A counting sort: the keys are small numbers, and the rows in order.
	end := make([]int32, c.keys)
	for row := range c.rows {
		key, _ := c.row(row)
		end[key]++
	}
	var sum int32
	for key, n := range end {
		end[key] = sum
		sum += n
	}
	rowids := make([]int64, c.rows)
	for row := range c.rows {
		key, rowid := c.row(row)
		rowids[end[key]] = rowid
		end[key]++
	}

	x := e.w.Index(name, table, sql)
	var begin int32
	for key, end := range end {
		for _, rowid := range rowids[begin:end] {
			e.record.Reset()
			c.value(&e.record, int32(key))
			e.record.Int(rowid)
			x.Append(&e.record)
		}
		begin = end
	}
	x.Close()
}

func (e *encoder) synapseIndexes() {
	ys := &e.b.Synapses
	// Positions ascend as ids do.
	e.index("idx_syn_source", "synapses", indexSource, indexed{
		rows: ys.Len(), keys: len(e.b.Neurons), value: e.neuronID,
		row: func(row int) (int32, int64) { return ys.Source[row], ys.IDAt(row) },
	})
	e.index("idx_syn_target", "synapses", indexTarget, indexed{
		rows: ys.Len(), keys: len(e.b.Neurons), value: e.neuronID,
		row: func(row int) (int32, int64) { return ys.Target[row], ys.IDAt(row) },
	})
	names, rank := sortedNames(snn.NumSynapseTypes)
	e.index("idx_syn_type", "synapses", indexType, indexed{
		rows: ys.Len(), keys: len(names),
		value: func(r *sqlitefile.Record, key int32) { r.Text(names[key]) },
		row:   func(row int) (int32, int64) { return rank[ys.Type[row]], ys.IDAt(row) },
	})
}

func (e *encoder) bodyIndexes() {
	m := e.b.BodyMap
	e.index("idx_body_map_seg", "body_map", indexSegment, indexed{
		rows: len(m), keys: segments,
		value: func(r *sqlitefile.Record, key int32) { r.Int(int64(key)) },
		row:   func(row int) (int32, int64) { return m[row].Segment, int64(row + 1) },
	})
	e.index("idx_body_map_neuron", "body_map", indexMotor, indexed{
		rows: len(m), keys: len(e.b.Neurons), value: e.neuronID,
		row: func(row int) (int32, int64) { return m[row].Neuron, int64(row + 1) },
	})
}

func (e *encoder) sensorIndexes() {
	m := e.b.SensorMap
	names, rank := sortedNames(snn.Thermal + 1)
	e.index("idx_sensor_map_modality", "sensor_map", indexModality, indexed{
		rows: len(m), keys: len(names),
		value: func(r *sqlitefile.Record, key int32) { r.Text(names[key]) },
		row:   func(row int) (int32, int64) { return rank[m[row].Modality], int64(row + 1) },
	})
	e.index("idx_sensor_map_neuron", "sensor_map", indexSensor, indexed{
		rows: len(m), keys: len(e.b.Neurons), value: e.neuronID,
		row: func(row int) (int32, int64) { return m[row].Neuron, int64(row + 1) },
	})
}

func (e *encoder) neuronID(r *sqlitefile.Record, position int32) { r.Int(e.b.Neurons[position].ID) }

// sortedNames returns the names of the values 0..n-1 in order, and the place of
// each value's name among them.
func sortedNames[T interface {
	~uint8
	String() string
}](n T) (names []string, rank []int32) {
	rank = make([]int32, n)
	for v := range n {
		names = append(names, v.String())
	}
	slices.Sort(names)
	for v := range n {
		rank[v] = int32(slices.Index(names, v.String()))
	}
	return names, rank
}
