package recipe

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/snn"
)

// defaultSeed seeds a recipe that names no seed.
const defaultSeed = 42

// parse reads a recipe document. Errors begin with source; folder is where
// circuit files may be read from, or nil.
func parse(source string, data []byte, folder *os.Root) (*Recipe, error) {
	if err := library().err; err != nil {
		return nil, err
	}
	doc := &reader{}
	o := doc.document(data)
	r := &Recipe{
		Name:         o.text("name", ""),
		Description:  o.text("description", ""),
		Output:       o.text("output", ""),
		Seed:         o.seed("seed"),
		LayerSpacing: o.finite("layer_spacing", 50),
		circuits:     map[string]*Circuit{},
	}
	r.readDefaults(o.child("synapse_defaults"))
	r.readComponents(o, &finder{folder: folder, read: map[string]*Circuit{}})
	r.readWiring(o)
	for _, p := range o.objects("projections") {
		r.readProjection(p)
	}
	r.readArena(o)
	o.done()
	if doc.err == nil {
		doc.err = r.checkSize()
	}
	if doc.err != nil {
		return nil, fmt.Errorf("%s: %w", source, doc.err)
	}
	r.Warnings = doc.warnings
	return r, nil
}

// seed reads an integer; Python seeds from it digit by digit, so that a float
// would not do.
func (o *object) seed(key string) int64 {
	raw := o.raw(key)
	if raw == nil {
		return defaultSeed
	}
	seed, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		o.r.fail(o.at(key), "must be an integer within 64 bits, not %s", brief(raw))
	}
	return seed
}

func (r *Recipe) readComponents(o *object, find *finder) {
	o.need("components")
	for _, c := range o.objects("components") {
		key, lookUp := "type", find.byType
		if c.has("path") {
			key, lookUp = "path", find.byPath
		}
		if c.has("type") == c.has("path") {
			c.r.fail(c.path, `needs either "type" or "path"`)
		}
		name := c.name(key)
		component := Component{Count: int(c.whole("count", 1, 0, snn.MaxNeurons))}
		if c.has("layer") {
			layer := c.finite("layer", 0)
			if z := layer * r.LayerSpacing; !(z >= -maxPosition && z <= maxPosition) {
				c.r.fail(c.at("layer"), "layer times layer_spacing is outside ±%s", short(maxPosition))
			}
			component.Layer = &layer
		}
		c.done()
		if c.r.err != nil {
			return
		}
		circuit, err := lookUp(name)
		if err != nil {
			c.r.fail(c.at(key), "%v", err)
			return
		}
		if known := r.circuits[circuit.Name]; known != nil && known != circuit {
			c.r.fail(c.at(key), "another component already has a different circuit named %s", circuit.Name)
			return
		}
		r.circuits[circuit.Name] = circuit
		component.Circuit = circuit
		r.Components = append(r.Components, component)
	}
	o.r.warnings = append(o.r.warnings, find.warnings...)
}

func (r *Recipe) readWiring(o *object) {
	key := "wiring"
	if !o.has(key) && o.has("global_params") {
		key = "global_params"
	}
	w := o.child(key)
	r.Wiring = Wiring{
		MaxDistance:         w.number("max_distance", 20, 0, maxPosition),
		Probability:         w.number("probability", 0.3, 0, 1),
		WeightScale:         w.number("weight_scale", 1, -maxWeight, maxWeight),
		InhibitionFraction:  w.number("inhibition_fraction", 0.3, 0, 1),
		AutoTimers:          w.boolean("auto_timers", true),
		TypeAwareInhibition: w.boolean("type_aware_inhibition", false),
		ExcludeInputs:       w.texts("exclude_inputs"),
		ProtectedTriggers:   map[string][]string{},
	}
	for i, label := range r.Wiring.ExcludeInputs {
		if !r.anyTerminal(Input, label) {
			w.r.fail(fmt.Sprintf("%s[%d]", w.at("exclude_inputs"), i), "unknown terminal %s: no circuit has such an input", quoted(label))
		}
	}
	if r.Wiring.ExcludeInputs == nil {
		r.Wiring.ExcludeInputs = excludedByDefault()
	}
	protected := w.child("protected_triggers")
	for _, name := range protected.keys {
		labels := protected.texts(name)
		c := r.circuit(name)
		if c == nil {
			w.r.fail(protected.at(name), "unknown circuit %s", quoted(name))
			return
		}
		for _, label := range labels {
			r.checkTerminal(protected, name, c, Input, label, "nothing is protected")
		}
		r.Wiring.ProtectedTriggers[name] = labels
	}
	w.done()
}

func (r *Recipe) readProjection(o *object) {
	if !o.has("from_type") { // a comment
		if o.has("to_type") {
			o.r.warn(o.path, "has no from_type: taken as a comment")
		}
		return
	}
	o.need("to_type")
	p := Projection{
		From: o.name("from_type"), FromTerminal: o.name("from_terminal"),
		To: o.name("to_type"), ToTerminal: o.name("to_terminal"),
		Type:        o.synapseType(snn.Fixed),
		Weight:      o.number("weight", 8, -maxWeight, maxWeight),
		Probability: o.number("probability", 0.8, 0, 1),
	}
	p.Delay = o.delay(p.Type)
	p.Params = o.params("params", p.Type)
	o.done()
	for _, end := range []struct {
		typeKey, terminalKey, name, label string
		bind                              Bind
	}{
		{"from_type", "from_terminal", p.From, p.FromTerminal, Output},
		{"to_type", "to_terminal", p.To, p.ToTerminal, Input},
	} {
		if o.r.err != nil {
			return
		}
		c := r.circuit(end.name)
		if c == nil {
			o.r.fail(o.at(end.typeKey), "unknown circuit %s", quoted(end.name))
			return
		}
		if r.circuits[end.name] == nil {
			o.r.warn(o.at(end.typeKey), "no component has the circuit %s: nothing is connected", end.name)
		}
		if end.label != "" {
			r.checkTerminal(o, end.terminalKey, c, end.bind, end.label, "nothing is connected")
		}
	}
	r.Projections = append(r.Projections, p)
}

// checkTerminal fails if no circuit at all has such a terminal: a slip of the
// pen. If only this circuit lacks it, V8 connects nothing and goes on, and some
// of V8's recipes count on that; it gives a warning.
func (r *Recipe) checkTerminal(o *object, key string, c *Circuit, bind Bind, label, consequence string) {
	switch {
	case c.terminal(bind, label) != nil:
	case r.anyTerminal(bind, label):
		o.r.warn(o.at(key), "circuit %s has no %s terminal %s: %s", c.Name, bind, quoted(label), consequence)
	default:
		o.r.fail(o.at(key), "unknown terminal %s: circuit %s has the %s terminals %s", quoted(label), c.Name, bind, labels(c.terminals(bind)))
	}
}

// anyTerminal reports whether any circuit, built in or the recipe's, has a
// terminal of the given label and direction.
func (r *Recipe) anyTerminal(bind Bind, label string) bool {
	for _, c := range r.circuits {
		if c.terminal(bind, label) != nil {
			return true
		}
	}
	for _, c := range library().circuits {
		if c.terminal(bind, label) != nil {
			return true
		}
	}
	return false
}

// labels lists the labels of terminals.
func labels(terminals []Terminal) string {
	if len(terminals) == 0 {
		return "(none)"
	}
	var all []string
	for _, t := range terminals {
		all = append(all, t.Label)
	}
	return strings.Join(all, ", ")
}
