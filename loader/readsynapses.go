package loader

import (
	"database/sql/driver"
	"fmt"

	"github.com/engine-gpu/engine-gpu/snn"
)

// synapseColumns are read in this order. Most rows of a large brain hold the
// three common texts; as NULLs they cost no string each.
var synapseColumns = []column{
	{name: "id"}, {name: "source"}, {name: "target"}, {name: "weight"}, {name: "delay"},
	{name: "synapse_type", optional: true, common: "fixed"},
	{name: "params", optional: true, common: defaultJSON},
	{name: "state", optional: true, common: defaultJSON},
}

func readSynapses(c *connection, tables catalog, at positions, b *snn.Brain) error {
	query, err := tables.selectRows("synapses", "id", synapseColumns)
	if err != nil {
		return err
	}
	rows, err := tables.rows(c, "synapses")
	if err != nil {
		return err
	}
	b.Synapses.Grow(int(min(rows, snn.MaxSynapses)))
	r := synapseReader{b: b, at: at, params: newInterner(), states: newInterner()}
	return c.each(query, r.row)
}

// synapseReader turns rows into synapses.
type synapseReader struct {
	b              *snn.Brain
	at             positions
	params, states *interner
}

func (r *synapseReader) row(cells []driver.Value) error {
	id, err := integer(cells[0])
	if err != nil {
		return fmt.Errorf("synapses: an id %w", err)
	}
	y := snn.Synapse{ID: id}
	switch last := r.b.Synapses.Len() - 1; {
	case last >= snn.MaxSynapses-1:
		err = fmt.Errorf("is one more than the limit of %d synapses", snn.MaxSynapses)
	case last >= 0 && id <= r.b.Synapses.IDAt(last):
		err = notAscending(id, r.b.Synapses.IDAt(last))
	default:
		err = r.fill(&y, cells)
	}
	if err != nil {
		return &RowError{"synapses", id, err}
	}
	r.b.Synapses.Append(y)
	return nil
}

// fill reads all columns of a synapse but the id.
func (r *synapseReader) fill(y *snn.Synapse, cells []driver.Value) error {
	var err error
	if y.Source, err = r.at.cell("source", cells[1]); err != nil {
		return err
	}
	if y.Target, err = r.at.cell("target", cells[2]); err != nil {
		return err
	}
	if y.Weight, err = number(cells[3]); err != nil {
		return inColumn("weight", err)
	}
	delay, err := integer(cells[4])
	switch {
	case err != nil:
		return inColumn("delay", err)
	case delay < 0:
		return fmt.Errorf("delay %d is negative", delay)
	case delay > snn.MaxDelay:
		return fmt.Errorf("delay %d is above the limit of %d ticks", delay, snn.MaxDelay)
	}
	y.Delay = int32(delay)
	if name, err := textOr(cells[5], "fixed"); err != nil {
		return inColumn("synapse_type", err)
	} else if y.Type, err = snn.ParseSynapseType(name); err != nil {
		return err
	}
	if y.Params, err = r.paramSet(y.Type, cells[6]); err != nil {
		return err
	}
	y.State, err = r.state(y.Type, cells[7])
	return err
}

// paramSet returns the index of the parameters in a cell.
func (r *synapseReader) paramSet(t snn.SynapseType, cell driver.Value) (int32, error) {
	text, err := textOr(cell, defaultJSON)
	if err != nil {
		return 0, inColumn("params", err)
	}
	if i, ok := r.params.find(t, text); ok {
		return i, nil
	}
	p, err := snn.ParseParams(t, text)
	if err != nil {
		return 0, err
	}
	for _, n := range p.ModulatorGroup {
		if n < 0 || int(n) >= len(r.at.neurons) {
			return 0, fmt.Errorf("modulator_group names position %d, the network has positions 0..%d", n, len(r.at.neurons)-1)
		}
	}
	r.b.ParamSets = append(r.b.ParamSets, snn.ParamSet{Type: t, Text: text, Params: p})
	return r.params.add(t, text), nil
}

// state returns the index of the state in a cell.
func (r *synapseReader) state(t snn.SynapseType, cell driver.Value) (int32, error) {
	text, err := textOr(cell, defaultJSON)
	if err != nil {
		return 0, inColumn("state", err)
	}
	if i, ok := r.states.find(t, text); ok {
		return i, nil
	}
	s, err := snn.ParseState(t, text)
	if err != nil {
		return 0, err
	}
	r.b.States = append(r.b.States, s)
	return r.states.add(t, text), nil
}

// cell returns the position of the neuron whose id a cell holds.
func (p *positions) cell(column string, cell driver.Value) (int32, error) {
	id, err := integer(cell)
	if err != nil {
		return 0, inColumn(column, err)
	}
	position, ok := p.of(id)
	if !ok {
		return 0, fmt.Errorf("%s %d is not a neuron", column, id)
	}
	return position, nil
}
