package loader

import (
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/engine-gpu/engine-gpu/snn"
)

// neuronColumns are read in this order.
var neuronColumns = []column{
	{name: "id"}, {name: "neuron_type"},
	{name: "a"}, {name: "b"}, {name: "c"}, {name: "d"},
	{name: "v", optional: true}, {name: "u", optional: true}, {name: "last_spike", optional: true},
	{name: "pos_x", optional: true}, {name: "pos_y", optional: true}, {name: "pos_z", optional: true},
}

func readNeurons(c *connection, tables catalog, b *snn.Brain) error {
	query, err := tables.selectRows("neurons", "id", neuronColumns)
	if err != nil {
		return err
	}
	if _, err := tables.rows(c, "neurons"); err != nil {
		return err
	}
	err = c.each(query, func(cells []driver.Value) error {
		id, err := integer(cells[0])
		if err != nil {
			return fmt.Errorf("neurons: an id %w", err)
		}
		n := snn.Neuron{ID: id}
		switch last := len(b.Neurons) - 1; {
		case last >= snn.MaxNeurons-1:
			err = fmt.Errorf("is one more than the limit of %d neurons", snn.MaxNeurons)
		case last >= 0 && id <= b.Neurons[last].ID:
			err = notAscending(id, b.Neurons[last].ID)
		default:
			err = fillNeuron(&n, cells)
		}
		if err != nil {
			return &RowError{"neurons", id, err}
		}
		b.Neurons = append(b.Neurons, n)
		return nil
	})
	if err == nil && len(b.Neurons) == 0 {
		err = fmt.Errorf("%w, its table neurons is empty: generate it again", ErrNotBrain)
	}
	return err
}

// notAscending says why an id cannot follow another in a query ordered by id.
func notAscending(id, previous int64) error {
	if id == previous {
		return errors.New("the id stands twice in the table")
	}
	return fmt.Errorf("%w: the row comes after row %d", ErrDamaged, previous)
}

// fillNeuron reads all columns of a neuron but the id.
func fillNeuron(n *snn.Neuron, cells []driver.Value) error {
	name, err := text(cells[1])
	if err != nil {
		return inColumn("neuron_type", err)
	}
	if n.Type, err = snn.ParseNeuronType(name); err != nil {
		return err
	}
	n.V = defaultV
	for i, dst := range []*float64{2: &n.A, &n.B, &n.C, &n.D, &n.V, 9: &n.X, &n.Y, &n.Z} {
		if dst == nil || cells[i] == nil && neuronColumns[i].optional {
			continue
		}
		if *dst, err = number(cells[i]); err != nil {
			return inColumn(neuronColumns[i].name, err)
		}
	}
	n.U = n.Type.Parameters().B * n.V
	if cells[7] != nil {
		if n.U, err = number(cells[7]); err != nil {
			return inColumn("u", err)
		}
	}
	n.LastSpike = defaultLastSpike
	if cells[8] != nil {
		if n.LastSpike, err = integer(cells[8]); err != nil {
			return inColumn("last_spike", err)
		}
	}
	return nil
}
