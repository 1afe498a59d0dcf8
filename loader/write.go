package loader

import (
	"cmp"
	"os"
	"strings"

	"github.com/engine-gpu/engine-gpu/loader/columnar"
	"github.com/engine-gpu/engine-gpu/loader/internal/sqlitefile"
	"github.com/engine-gpu/engine-gpu/snn"
)

// ColumnarSuffix ends the names of columnar brains.
const ColumnarSuffix = ".brain"

// Write writes a brain to a new file at path: a columnar one if the name ends
// in [ColumnarSuffix], else a database in V8's schema with rows by ascending
// id, both maps and all indexes. A file that stands there is replaced; it keeps
// its mode, and a link to it stays a link. Equal brains give equal files, byte
// for byte.
//
// The brain is validated first. Whatever fails, what stood at path is
// unchanged and nothing is left beside it; the error is one line that begins
// with path.
//
// Source: semantics section 3.
func Write(path string, b *snn.Brain) error {
	if err := b.Validate(); err != nil {
		return writeError(path, err)
	}
	err := replacer{rename: os.Rename}.replace(path, func(f *os.File) error {
		if strings.HasSuffix(path, ColumnarSuffix) {
			return columnar.Write(f, b)
		}
		return encode(f, b)
	})
	if err != nil {
		return writeError(path, err)
	}
	return nil
}

// encode writes a valid brain as a database into an empty file.
func encode(f *os.File, b *snn.Brain) error {
	w := sqlitefile.New(f)
	e := encoder{w: w, b: b}
	// The order of V8's own schema.
	e.neurons()
	e.synapses()
	e.sequence()
	e.synapseIndexes()
	e.bodyMap()
	e.bodyIndexes()
	e.sensorMap()
	e.sensorIndexes()
	return w.Close()
}

// encoder writes the tables of a brain, one method each.
type encoder struct {
	w      *sqlitefile.Writer
	b      *snn.Brain
	record sqlitefile.Record
}

func (e *encoder) neurons() {
	t := e.w.Table("neurons", createNeurons)
	for i := range e.b.Neurons {
		n := &e.b.Neurons[i]
		r := &e.record
		r.Reset()
		r.Null() // the id is the rowid
		r.Text(n.Type.String())
		for _, x := range [...]float64{n.A, n.B, n.C, n.D, n.V, n.U} {
			r.Real(x)
		}
		r.Int(n.LastSpike)
		r.Real(n.X)
		r.Real(n.Y)
		r.Real(n.Z)
		t.Append(n.ID, r)
	}
	t.Close()
}

func (e *encoder) synapses() {
	t := e.w.Table("synapses", createSynapses)
	states := newStateTexts(e.b)
	for _, y := range e.b.Synapses.All() {
		params := &e.b.ParamSets[y.Params]
		r := &e.record
		r.Reset()
		r.Null()
		r.Int(e.b.Neurons[y.Source].ID)
		r.Int(e.b.Neurons[y.Target].ID)
		r.Real(y.Weight)
		r.Int(int64(y.Delay))
		r.Text(y.Type.String())
		r.Text(cmp.Or(params.Text, defaultJSON))
		r.TextBytes(states.of(&y))
		t.Append(y.ID, r)
	}
	t.Close()
}

// sequence writes the table in which AUTOINCREMENT keeps its last id.
func (e *encoder) sequence() {
	t := e.w.Table("sqlite_sequence", createSequence)
	if n := e.b.Synapses.Len(); n > 0 {
		e.record.Reset()
		e.record.Text("synapses")
		e.record.Int(max(0, e.b.Synapses.IDAt(n-1)))
		t.Append(1, &e.record)
	}
	t.Close()
}

func (e *encoder) bodyMap() {
	t := e.w.Table("body_map", createBodyMap)
	for i, m := range e.b.BodyMap {
		r := &e.record
		r.Reset()
		r.Int(e.b.Neurons[m.Neuron].ID)
		r.Int(int64(m.Segment))
		r.Text(m.Side.String())
		r.Text(m.Effect.String())
		t.Append(int64(i+1), r)
	}
	t.Close()
}

func (e *encoder) sensorMap() {
	t := e.w.Table("sensor_map", createSensorMap)
	for i, m := range e.b.SensorMap {
		r := &e.record
		r.Reset()
		r.Int(e.b.Neurons[m.Neuron].ID)
		r.Text(m.Modality.String())
		r.Text(m.Location.String())
		r.Text(m.Response.String())
		r.Text(m.Side.String())
		t.Append(int64(i+1), r)
	}
	t.Close()
}

// stateTexts gives the state text of a synapse. Neighbours of one type tend to
// share a state: the latest text of each type is kept.
type stateTexts struct {
	b      *snn.Brain
	latest [snn.NumSynapseTypes]struct {
		state  int32
		hasLTD bool
		text   []byte
	}
}

func newStateTexts(b *snn.Brain) *stateTexts { return &stateTexts{b: b} }

// of returns the state text of a synapse; it holds until the next call.
func (s *stateTexts) of(y *snn.Synapse) []byte {
	latest := &s.latest[y.Type]
	hasLTD := s.b.ParamSets[y.Params].HasLTD
	if len(latest.text) == 0 || latest.state != y.State || latest.hasLTD != hasLTD {
		latest.state, latest.hasLTD = y.State, hasLTD
		latest.text = snn.AppendState(latest.text[:0], y.Type, hasLTD, s.b.States[y.State])
	}
	return latest.text
}
