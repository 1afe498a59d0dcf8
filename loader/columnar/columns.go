package columnar

import (
	"strings"

	"github.com/engine-gpu/engine-gpu/snn"
)

// content is a brain as the file divides it: the texts of the parameters apart
// from their sets.
type content struct {
	*snn.Brain
	textEnds []int64 // of each parameter set: where its text ends
	text     []byte  // all texts, one after the other
}

// column is a column of the file: its place in a brain, both ways.
type column struct {
	name     string // "table.column"
	kind     kind
	optional bool                    // the file lacks the column where the brain has nil
	encode   func(c *content) []byte // nil where the brain has nil
	decode   func(c *content, data []byte) error
}

// table returns the table of a column. The columns of a table have one length.
func (c *column) table() string {
	table, _, _ := strings.Cut(c.name, ".")
	return table
}

// columns lists the columns of a file in their order.
func columns() []column {
	neurons := func(c *content) *[]snn.Neuron { return &c.Neurons }
	sets := func(c *content) *[]snn.ParamSet { return &c.ParamSets }
	states := func(c *content) *[]snn.SynapseState { return &c.States }
	body := func(c *content) *[]snn.BodyMapRow { return &c.BodyMap }
	sensors := func(c *content) *[]snn.SensorMapRow { return &c.SensorMap }
	return []column{
		scattered("neurons.id", neurons, func(n *snn.Neuron) *int64 { return &n.ID }),
		scattered("neurons.type", neurons, func(n *snn.Neuron) *snn.NeuronType { return &n.Type }),
		scattered("neurons.a", neurons, func(n *snn.Neuron) *float64 { return &n.A }),
		scattered("neurons.b", neurons, func(n *snn.Neuron) *float64 { return &n.B }),
		scattered("neurons.c", neurons, func(n *snn.Neuron) *float64 { return &n.C }),
		scattered("neurons.d", neurons, func(n *snn.Neuron) *float64 { return &n.D }),
		scattered("neurons.v", neurons, func(n *snn.Neuron) *float64 { return &n.V }),
		scattered("neurons.u", neurons, func(n *snn.Neuron) *float64 { return &n.U }),
		scattered("neurons.last_spike", neurons, func(n *snn.Neuron) *int64 { return &n.LastSpike }),
		scattered("neurons.pos_x", neurons, func(n *snn.Neuron) *float64 { return &n.X }),
		scattered("neurons.pos_y", neurons, func(n *snn.Neuron) *float64 { return &n.Y }),
		scattered("neurons.pos_z", neurons, func(n *snn.Neuron) *float64 { return &n.Z }),

		optional(whole("synapses.id", func(c *content) *[]int64 { return &c.Synapses.ID })),
		whole("synapses.weight", func(c *content) *[]float64 { return &c.Synapses.Weight }),
		whole("synapses.source", func(c *content) *[]int32 { return &c.Synapses.Source }),
		whole("synapses.target", func(c *content) *[]int32 { return &c.Synapses.Target }),
		whole("synapses.delay", func(c *content) *[]int32 { return &c.Synapses.Delay }),
		whole("synapses.params", func(c *content) *[]int32 { return &c.Synapses.Params }),
		optional(whole("synapses.state", func(c *content) *[]int32 { return &c.Synapses.State })),
		whole("synapses.type", func(c *content) *[]snn.SynapseType { return &c.Synapses.Type }),

		scattered("params.type", sets, func(p *snn.ParamSet) *snn.SynapseType { return &p.Type }),
		whole("params.text_end", func(c *content) *[]int64 { return &c.textEnds }),
		whole("text.params", func(c *content) *[]byte { return &c.text }),

		scattered("states.eligibility", states, func(s *snn.SynapseState) *float64 { return &s.Eligibility }),
		scattered("states.elig_post", states, func(s *snn.SynapseState) *float64 { return &s.EligPost }),
		scattered("states.trace", states, func(s *snn.SynapseState) *float64 { return &s.Trace }),
		scattered("states.current_gain", states, func(s *snn.SynapseState) *float64 { return &s.CurrentGain }),
		scattered("states.source_fires", states, func(s *snn.SynapseState) *int64 { return &s.SourceFires }),
		scattered("states.coincidences", states, func(s *snn.SynapseState) *int64 { return &s.Coincidences }),
		flags("states.alive", states, func(s *snn.SynapseState) *bool { return &s.Alive }),

		scattered("body_map.neuron", body, func(m *snn.BodyMapRow) *int32 { return &m.Neuron }),
		scattered("body_map.segment", body, func(m *snn.BodyMapRow) *int32 { return &m.Segment }),
		scattered("body_map.side", body, func(m *snn.BodyMapRow) *snn.Side { return &m.Side }),
		scattered("body_map.effect", body, func(m *snn.BodyMapRow) *snn.Effect { return &m.Effect }),

		scattered("sensor_map.neuron", sensors, func(m *snn.SensorMapRow) *int32 { return &m.Neuron }),
		scattered("sensor_map.modality", sensors, func(m *snn.SensorMapRow) *snn.Modality { return &m.Modality }),
		scattered("sensor_map.location", sensors, func(m *snn.SensorMapRow) *snn.Location { return &m.Location }),
		scattered("sensor_map.response", sensors, func(m *snn.SensorMapRow) *snn.Response { return &m.Response }),
		scattered("sensor_map.side", sensors, func(m *snn.SensorMapRow) *snn.Side { return &m.Side }),
	}
}

// whole is a column that a brain holds as one too.
func whole[T element](name string, at func(*content) *[]T) column {
	return column{
		name: name, kind: kindOf[T](),
		encode: func(c *content) []byte { return raw(*at(c)) },
		decode: func(c *content, data []byte) error {
			*at(c) = view[T](data)
			return nil
		},
	}
}

// optional is a column that the file lacks where the brain has nil.
func optional(c column) column {
	c.optional = true
	return c
}

// scattered is a column that a brain holds as a field of its rows.
func scattered[R any, T element](name string, rows func(*content) *[]R, field func(*R) *T) column {
	return column{
		name: name, kind: kindOf[T](),
		encode: func(c *content) []byte {
			rs := *rows(c)
			xs := make([]T, len(rs))
			for i := range rs {
				xs[i] = *field(&rs[i])
			}
			return raw(xs)
		},
		decode: func(c *content, data []byte) error {
			xs := view[T](data)
			rs := rowsFor(rows(c), len(xs))
			for i, x := range xs {
				*field(&rs[i]) = x
			}
			return nil
		},
	}
}

// flags is a column of 0 and 1 that a brain holds as a field of its rows.
func flags[R any](name string, rows func(*content) *[]R, field func(*R) *bool) column {
	return column{
		name: name, kind: kindUint8,
		encode: func(c *content) []byte {
			rs := *rows(c)
			xs := make([]byte, len(rs))
			for i := range rs {
				if *field(&rs[i]) {
					xs[i] = 1
				}
			}
			return xs
		},
		decode: func(c *content, data []byte) error {
			rs := rowsFor(rows(c), len(data))
			for i, x := range data {
				if x > 1 {
					return damaged("row %d of the column %q is %d, neither 0 nor 1", i+1, name, x)
				}
				*field(&rs[i]) = x == 1
			}
			return nil
		},
	}
}

// rowsFor returns the rows of a table, which the first of its columns makes.
func rowsFor[R any](rows *[]R, count int) []R {
	if *rows == nil && count > 0 {
		*rows = make([]R, count)
	}
	return *rows
}
