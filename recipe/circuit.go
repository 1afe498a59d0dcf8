package recipe

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Kind says where a circuit comes from.
type Kind string

// The kinds of circuits. Components sense, decide and move; sub-components are
// the smaller blocks between them.
const (
	KindComponent    Kind = "component"
	KindSubComponent Kind = "sub_component"
	KindFile         Kind = "file" // brought by a recipe
)

// Circuit is a small network with named ends. Built-in circuits are shared:
// read them only.
type Circuit struct {
	Name        string
	Kind        Kind
	Description string
	Nodes       []Node
	Paths       []Path
	Terminals   []Terminal
}

// Node is a neuron of a circuit.
type Node struct {
	Type           snn.NeuronType
	snn.Izhikevich         // the type's, or what the circuit puts in their place
	X, Z           float64 // position in the circuit

	Muscle *Muscle // that a motor neuron pulls; nil for others
	Sensor *Sensor // what a sensor neuron senses; nil for others
}

// Muscle ties a motor neuron to a muscle: a row of body_map.
type Muscle struct {
	Segment int32    // 0..23, head to tail
	Side    snn.Side // Dorsal or Ventral
	Effect  snn.Effect
}

// Sensor ties a neuron to what it senses: a row of sensor_map.
type Sensor struct {
	Modality snn.Modality
	Location snn.Location
	Response snn.Response
	Side     snn.Side // Left, Right or Bilateral
}

// Path is a synapse inside a circuit.
type Path struct {
	Source, Target int32 // indices into Nodes
	Type           snn.SynapseType
	Weight         float64
	Delay          int32  // [ticks]
	Params         Params // laid over the type's defaults
}

// Terminal is a named group of neurons to which projections and cross-wiring
// connect.
type Terminal struct {
	Label string
	Bind  Bind
	Nodes []int32 // indices into Nodes, never empty
}

// Bind is the direction of a terminal.
type Bind string

// The two directions of a terminal.
const (
	Input  Bind = "input"
	Output Bind = "output"
)

const (
	maxPosition = 1e9 // bounds positions, so that distances stay exact
	maxWeight   = 1e9 // bounds weights and their scale, so that products stay finite in float32
)

// terminals returns the terminals of one direction, in order.
func (c *Circuit) terminals(bind Bind) []Terminal {
	var found []Terminal
	for _, t := range c.Terminals {
		if t.Bind == bind {
			found = append(found, t)
		}
	}
	return found
}

// terminal returns the terminal of the given label and direction, or nil.
func (c *Circuit) terminal(bind Bind, label string) *Terminal {
	for i := range c.Terminals {
		if t := &c.Terminals[i]; t.Bind == bind && t.Label == label {
			return t
		}
	}
	return nil
}

// parseCircuit reads a circuit document. Errors begin with source.
func parseCircuit(source string, kind Kind, data []byte) (*Circuit, []string, error) {
	r := &reader{}
	o := r.document(data)
	c := &Circuit{Kind: kind, Name: o.name("name"), Description: o.text("description", "")}
	o.need("name", "nodes")
	index := c.readNodes(o)
	c.readPaths(o, index)
	c.readTerminals(o, index)
	o.done()
	if r.err != nil {
		return nil, nil, fmt.Errorf("%s: %w", source, r.err)
	}
	for i, w := range r.warnings {
		r.warnings[i] = source + ": " + w
	}
	return c, r.warnings, nil
}

// readNodes returns where each node id stands.
func (c *Circuit) readNodes(o *object) map[int64]int32 {
	index := map[int64]int32{}
	for _, n := range o.objects("nodes") {
		n.need("id", "type", "x", "z")
		id := n.whole("id", 0, -math.MaxInt32, math.MaxInt32)
		if _, twice := index[id]; twice {
			n.r.fail(n.at("id"), "%d is given twice", id)
		}
		node := Node{
			X: n.number("x", 0, -maxPosition, maxPosition),
			Z: n.number("z", 0, -maxPosition, maxPosition),
		}
		var err error
		if node.Type, err = snn.ParseNeuronType(n.text("type", "")); err != nil {
			n.r.fail(n.at("type"), "%v", err)
			return index
		}
		node.Izhikevich = n.neuronParams(node.Type)
		node.Muscle, node.Sensor = n.muscle("muscle"), n.sensor("sensor")
		n.done()
		index[id] = int32(len(c.Nodes))
		c.Nodes = append(c.Nodes, node)
	}
	if len(c.Nodes) == 0 {
		o.r.fail(o.at("nodes"), "a circuit needs at least one node")
	}
	return index
}

// neuronParams reads what a node puts in the place of its type's parameters.
func (o *object) neuronParams(t snn.NeuronType) snn.Izhikevich {
	p := t.Parameters()
	over := o.child("params")
	p.A, p.B = over.finite("a", p.A), over.finite("b", p.B)
	p.C, p.D = over.finite("c", p.C), over.finite("d", p.D)
	over.done()
	return p
}

func (c *Circuit) readPaths(o *object, index map[int64]int32) {
	for _, p := range o.objects("paths") {
		p.need("source", "target", "synapse_type", "weight", "delay")
		path := Path{
			Source: p.node("source", index),
			Target: p.node("target", index),
			Type:   p.synapseType(snn.Fixed),
			Weight: p.number("weight", 0, -maxWeight, maxWeight),
		}
		path.Delay = p.delay(path.Type)
		path.Params = p.params("params", path.Type)
		p.done()
		if p.r.err != nil {
			return
		}
		c.Paths = append(c.Paths, path)
	}
}

func (c *Circuit) readTerminals(o *object, index map[int64]int32) {
	ids, labels := map[int64]bool{}, map[string]bool{}
	for _, t := range o.objects("terminals") {
		t.need("id", "bind_type", "neuron_ids")
		id := t.whole("id", 0, -math.MaxInt32, math.MaxInt32)
		terminal := Terminal{Label: t.name("label"), Bind: Bind(t.text("bind_type", ""))}
		if !t.has("label") {
			terminal.Label = strconv.FormatInt(id, 10)
		}
		switch {
		case ids[id]:
			t.r.fail(t.at("id"), "%d is given twice", id)
		case labels[terminal.Label]:
			t.r.fail(t.at("label"), "%s is given twice", quoted(terminal.Label))
		case terminal.Bind != Input && terminal.Bind != Output:
			t.r.fail(t.at("bind_type"), "unknown terminal type %s (known: input, output)", quoted(string(terminal.Bind)))
		}
		ids[id], labels[terminal.Label] = true, true
		for i, raw := range t.list("neuron_ids") {
			terminal.Nodes = append(terminal.Nodes, t.lookup(fmt.Sprintf("neuron_ids[%d]", i), raw, index))
		}
		if len(terminal.Nodes) == 0 {
			t.r.fail(t.at("neuron_ids"), "a terminal needs at least one neuron")
		}
		t.done()
		if t.r.err != nil {
			return
		}
		c.Terminals = append(c.Terminals, terminal)
	}
}

// node reads the id of a node and returns where it stands.
func (o *object) node(key string, index map[int64]int32) int32 {
	return o.lookup(key, o.raw(key), index)
}

func (o *object) lookup(key string, raw json.RawMessage, index map[int64]int32) int32 {
	if o.r.err != nil {
		return 0
	}
	value, err := parseNumber(raw)
	if err != nil {
		o.r.fail(o.at(key), "%v", err)
		return 0
	}
	i, ok := index[int64(value)]
	if !ok || value != math.Trunc(value) {
		o.r.fail(o.at(key), "there is no node %s", brief(raw))
	}
	return i
}

// synapseType reads synapse_type.
func (o *object) synapseType(missing snn.SynapseType) snn.SynapseType {
	const key = "synapse_type"
	if !o.has(key) {
		return missing
	}
	t, err := snn.ParseSynapseType(o.text(key, ""))
	if err != nil {
		o.r.fail(o.at(key), "%v", err)
	}
	return t
}

// delay reads a delay [ticks], 1 where there is none. V8 lets a chemical
// synapse of delay 0 wrap around its delay ring and arrive last of all; recipes
// refuse it.
func (o *object) delay(t snn.SynapseType) int32 {
	const key = "delay"
	delay := o.whole(key, 1, 0, snn.MaxDelay)
	if delay == 0 && t.Chemical() && o.has(key) {
		o.r.fail(o.at(key), "0 is not possible: a spike takes at least one tick (1..%d)", snn.MaxDelay)
	}
	return int32(delay)
}
