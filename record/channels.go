package record

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

// What the columns of several files say.
const (
	ticksRun    = "ticks run so far; 0 is the state before the first tick"
	tickItself  = "the tick, from 0 on"
	afterTick   = "the tick, from 0 on; the values are those after it"
	isPlace     = "place of the head"
	isHeading   = "direction of the head, not wrapped"
	unitTick    = "tick"
	unitBody    = "BL"
	unitRadians = "rad"
)

func poseColumns() []Column {
	return []Column{
		{Name: "x", Type: typeFloat64, Unit: unitBody, Description: isPlace},
		{Name: "y", Type: typeFloat64, Unit: unitBody, Description: isPlace},
		{Name: "heading", Type: typeFloat64, Unit: unitRadians, Description: isHeading},
	}
}

// table returns the header of a table's spool.
func table(field, format string, columns ...Column) *spoolHeader {
	return &spoolHeader{File: File{Name: field + "." + format, Field: field, Format: format, Columns: columns}}
}

func spikesHeader(format string) *spoolHeader {
	return table(FieldSpikes, format,
		Column{Name: "tick", Type: typeInt32, Unit: unitTick, Description: tickItself},
		Column{Name: "neuron", Type: typeInt64, Description: "database id of the neuron that fired; ascending within a tick"},
	)
}

func neuronsHeader(format string) *spoolHeader {
	h := table(FieldNeurons, format,
		Column{Name: "neuron", Type: typeInt64, Description: "database id"},
		Column{Name: "position", Type: typeInt32, Description: "index in order of the ids"},
		Column{Name: "type", Type: typeString, Description: "Izhikevich type"},
		Column{Name: "x", Type: typeFloat64, Description: "position in space, as the database has it"},
		Column{Name: "y", Type: typeFloat64, Description: "position in space, as the database has it"},
		Column{Name: "z", Type: typeFloat64, Description: "position in space, as the database has it"},
	)
	for t := range snn.NumNeuronTypes {
		h.Names = append(h.Names, t.String())
	}
	return h
}

// allNeurons names the rate of all neurons.
const allNeurons = "all"

func ratesHeader(format string, bin int32, types []snn.NeuronType) *spoolHeader {
	columns := []Column{{Name: "tick", Type: typeInt32, Unit: unitTick, Description: fmt.Sprintf("first tick of the bin of %d; the last bin may be shorter", bin)}}
	for _, t := range types {
		columns = append(columns, Column{Name: t.String(), Type: typeFloat32, Unit: "Hz", Description: "mean rate of the neurons of this type"})
	}
	columns = append(columns, Column{Name: allNeurons, Type: typeFloat32, Unit: "Hz", Description: "mean rate of all neurons"})
	h := table(FieldRates, format, columns...)
	h.File.Every = bin
	return h
}

func rewardsHeader(format string) *spoolHeader {
	return table(FieldRewards, format,
		Column{Name: "tick", Type: typeInt32, Unit: unitTick, Description: "the tick after which it was delivered; -1 is before the first"},
		Column{Name: "amount", Type: typeFloat64, Description: "of the reward"},
	)
}

func trajectoryHeader(format string, every int32) *spoolHeader {
	columns := append([]Column{{Name: "tick", Type: typeInt32, Unit: unitTick, Description: ticksRun}}, poseColumns()...)
	h := table(FieldTrajectory, format, append(columns,
		Column{Name: "concentration", Type: typeFloat64, Description: "of the smell at the head"},
		Column{Name: "distance", Type: typeFloat64, Unit: unitBody, Description: "from the head to the nearest food"})...)
	h.File.Every = every
	return h
}

func arrays(field string, every int32, columns ...Column) *spoolHeader {
	return &spoolHeader{File: File{Name: field + "." + FormatNPZ, Field: field, Format: FormatNPZ, Every: every, Columns: columns}}
}

func bodyHeader(every int32) *spoolHeader {
	columns := []Column{
		{Name: "tick", Type: typeInt32, Shape: shaped(), Unit: unitTick, Description: ticksRun},
		{Name: "theta", Type: typeFloat32, Shape: shaped(worm.Joints), Unit: unitRadians, Description: "joint angles, head to tail"},
		{Name: "activation", Type: typeFloat32, Shape: shaped(worm.Segments, 2), Description: "of the muscles: by segment, head to tail, dorsal and ventral"},
	}
	for _, c := range poseColumns() {
		c.Shape = shaped()
		columns = append(columns, c)
	}
	return arrays(FieldBody, every, columns...)
}

// fixed returns the column of a static array.
func fixed(name, kind string, n int, description string) Column {
	return Column{Name: name, Type: kind, Shape: fmt.Sprintf("[%d]", n), Description: description}
}

// membraneHeader is that of v and u.
func membraneHeader(field string, neurons []snn.Neuron, positions []int32) *spoolHeader {
	ids := make([]int64, len(positions))
	for i, n := range positions {
		ids[i] = neurons[n].ID
	}
	what := map[string]string{FieldV: "membrane potential", FieldU: "recovery variable"}[field]
	h := arrays(field, 1,
		Column{Name: "tick", Type: typeInt32, Shape: shaped(), Unit: unitTick, Description: afterTick},
		fixed("neuron", typeInt64, len(ids), "database ids of the neurons recorded"),
		Column{Name: field, Type: typeFloat32, Shape: shaped(len(ids)), Unit: "mV", Description: what + " of each neuron after each tick"},
	)
	h.Statics = []static{{Name: "neuron", npy: npyArray(typeInt64, ids)}}
	return h
}

// changing lists the synapses whose weights are recorded, by row.
func changing(s *snn.Synapses) []int32 {
	var rows []int32
	for i, t := range s.Type {
		if t.Chemical() && t != snn.Fixed {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

func weightsHeader(b *snn.Brain, rows []int32, every int32) *spoolHeader {
	n := len(rows)
	ids, sources, targets, types := make([]int64, n), make([]int64, n), make([]int64, n), make([]uint8, n)
	for i, row := range rows {
		ids[i], types[i] = b.Synapses.IDAt(int(row)), uint8(b.Synapses.Type[row])
		sources[i], targets[i] = b.Neurons[b.Synapses.Source[row]].ID, b.Neurons[b.Synapses.Target[row]].ID
	}
	var names []string
	for t := range snn.NumSynapseTypes {
		names = append(names, t.String())
	}
	h := arrays(FieldWeights, every,
		Column{Name: "tick", Type: typeInt32, Shape: shaped(), Unit: unitTick, Description: ticksRun},
		fixed("synapse", typeInt64, n, "database ids of the synapses: all chemical ones that are not fixed"),
		fixed("type", typeUint8, n, "index into type_names"),
		fixed("type_names", typeString, len(names), "the types of synapses"),
		fixed("source", typeInt64, n, "database ids of the presynaptic neurons"),
		fixed("target", typeInt64, n, "database ids of the postsynaptic neurons"),
		Column{Name: "weight", Type: typeFloat32, Shape: shaped(n), Description: "of each synapse"},
	)
	h.Statics = []static{
		{Name: "synapse", npy: npyArray(typeInt64, ids)},
		{Name: "type", npy: npyArray(typeUint8, types)},
		{Name: "type_names", npy: npyTexts(names)},
		{Name: "source", npy: npyArray(typeInt64, sources)},
		{Name: "target", npy: npyArray(typeInt64, targets)},
	}
	return h
}
