package recipe

import "github.com/engine-gpu/engine-gpu/snn"

// The circuits that the arena's maps know, and how many of their first nodes
// the maps use.
const (
	forwardMotor, forwardMotorNodes     = "forward_motor", 8
	backwardMotor, backwardMotorNodes   = "backward_motor", 10
	sensoryBank, sensoryBankNodes       = "sensory_bank", 2
	mechanosensory, mechanosensoryNodes = "mechanosensory", 6
)

// bodySegments is the number of segments of the body (semantics section 5).
const bodySegments = 24

// readArena decides whether the brain gets maps: the recipe says so, or it has
// copies of all four circuits that the maps know.
func (r *Recipe) readArena(o *object) {
	motors := r.mappable(forwardMotor, forwardMotorNodes) + r.mappable(backwardMotor, backwardMotorNodes)
	sensors := r.mappable(sensoryBank, sensoryBankNodes) + r.mappable(mechanosensory, mechanosensoryNodes)
	muscled, sensing := r.anyNode(func(n *Node) bool { return n.Muscle != nil }), r.anyNode(func(n *Node) bool { return n.Sensor != nil })
	r.Arena = o.boolean("arena", motors+sensors == 4 || muscled && sensing)
	if r.Arena && (motors == 0 && !muscled || sensors == 0 && !sensing) {
		o.r.fail(o.at("arena"), "an arena brain needs %s, %s or a circuit with muscles, and %s, %s or a circuit with sensors", forwardMotor, backwardMotor, sensoryBank, mechanosensory)
	}
}

// anyNode reports whether a node of a circuit that has copies is such a one.
func (r *Recipe) anyNode(such func(*Node) bool) bool {
	for _, c := range r.Components {
		for i := range c.Circuit.Nodes {
			if c.Count > 0 && such(&c.Circuit.Nodes[i]) {
				return true
			}
		}
	}
	return false
}

// mappable returns 1 if there are copies of a circuit, large enough for the
// maps, else 0.
func (r *Recipe) mappable(name string, nodes int) int {
	if r.copies(name) > 0 && len(r.circuits[name].Nodes) >= nodes {
		return 1
	}
	return 0
}

// mapBody ties the motor neurons to muscles: the copies of a motor circuit
// spread over the body, each a run of segments from its start, dorsal and
// ventral neurons in turn.
func (g *generator) mapBody() {
	for _, motor := range []struct {
		name  string
		nodes int
	}{{forwardMotor, forwardMotorNodes}, {backwardMotor, backwardMotorNodes}} {
		copies := g.mapped(motor.name, motor.nodes)
		for k, i := range copies {
			first := g.instances[i].first
			start := int32(k * bodySegments / len(copies))
			for _, side := range []snn.Side{snn.Dorsal, snn.Ventral} {
				for step := range int32(motor.nodes / 2) {
					node := 2 * step
					if side == snn.Ventral {
						node++
					}
					g.brain.BodyMap = append(g.brain.BodyMap, snn.BodyMapRow{
						Neuron:  first + node,
						Segment: min(start+step, bodySegments-1),
						Side:    side,
						Effect:  snn.Excitatory,
					})
				}
			}
		}
	}
}

// mapSensors ties the sensory neurons to what they sense, even copies on the
// left and odd ones on the right.
func (g *generator) mapSensors() {
	add := func(k int, i int32, nodes int, modality snn.Modality, where func(node int32) snn.Location) {
		side := snn.Left
		if k%2 == 1 {
			side = snn.Right
		}
		for node := range int32(nodes) {
			g.brain.SensorMap = append(g.brain.SensorMap, snn.SensorMapRow{
				Neuron:   g.instances[i].first + node,
				Modality: modality,
				Location: where(node),
				Response: snn.Tonic,
				Side:     side,
			})
		}
	}
	for k, i := range g.mapped(sensoryBank, sensoryBankNodes) {
		add(k, i, sensoryBankNodes, snn.Chemical, func(int32) snn.Location { return snn.Head })
	}
	for k, i := range g.mapped(mechanosensory, mechanosensoryNodes) {
		add(k, i, mechanosensoryNodes, snn.Mechanical, func(node int32) snn.Location {
			if node < mechanosensoryNodes/2 {
				return snn.Head
			}
			return snn.Tail
		})
	}
}

// mapNodes ties every neuron whose circuit names a muscle or a sensor to it,
// after the rows that V8's circuits get.
func (g *generator) mapNodes() {
	for _, in := range g.instances {
		for i := range in.circuit.Nodes {
			neuron := in.first + int32(i)
			if m := in.circuit.Nodes[i].Muscle; m != nil {
				g.brain.BodyMap = append(g.brain.BodyMap, snn.BodyMapRow{Neuron: neuron, Segment: m.Segment, Side: m.Side, Effect: m.Effect})
			}
			if s := in.circuit.Nodes[i].Sensor; s != nil {
				g.brain.SensorMap = append(g.brain.SensorMap, snn.SensorMapRow{
					Neuron: neuron, Modality: s.Modality, Location: s.Location, Response: s.Response, Side: s.Side,
				})
			}
		}
	}
}

// mapped returns the copies of a circuit, or none if it is too small for the
// maps: a recipe's own circuit of that name.
func (g *generator) mapped(name string, nodes int) []int32 {
	if g.recipe.mappable(name, nodes) == 0 {
		return nil
	}
	return g.byCircuit[name]
}
