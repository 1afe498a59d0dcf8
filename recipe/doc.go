// Package recipe builds brains. A circuit is a small network with named
// terminals; a recipe says how many copies of which circuits a brain has and
// how they are connected. Both are JSON in V8's shape (semantics section 4),
// so that V8's files work here and give V8's brains row for row.
//
// # Circuits
//
// The 35 built-in circuits lie under circuits/. A circuit is
//
//	{
//	  "name": "relay",
//	  "description": "Passes a spike on.",
//	  "nodes": [
//	    {"id": 0, "type": "RS", "x": 0, "z": 0},
//	    {"id": 1, "type": "CH", "x": 2, "z": 0, "params": {"a": 0.0, "c": -65.0, "d": 0.0}}
//	  ],
//	  "paths": [
//	    {"source": 0, "target": 1, "synapse_type": "plastic", "weight": 12, "delay": 1, "params": {"learning_rate": 0.2}}
//	  ],
//	  "terminals": [
//	    {"id": 0, "label": "relay_in", "bind_type": "input", "neuron_ids": [0]},
//	    {"id": 1, "label": "relay_out", "bind_type": "output", "neuron_ids": [1]}
//	  ]
//	}
//
// A node's type is RS, FS, IB, CH or LTS, and its params replace the type's a,
// b, c or d. A path's params are laid over the defaults of its synapse type; the
// delay is in ticks (ms), at least 1 but for gap junctions. A terminal without a
// label goes by its id.
//
// # Recipes
//
// The twelve built-in recipes lie under recipes/. A recipe is
//
//	{
//	  "name": "pair",
//	  "description": "Two kinds of circuits in two layers.",
//	  "output": "brains/pair.db",
//	  "seed": 42,
//	  "arena": false,
//	  "layer_spacing": 50,
//	  "components": [
//	    {"type": "novelty_detector", "count": 4, "layer": 0},
//	    {"path": "circuits/relay.json", "count": 2, "layer": 1}
//	  ],
//	  "projections": [
//	    {"from_type": "novelty_detector", "from_terminal": "novelty_out",
//	     "to_type": "relay", "to_terminal": "relay_in",
//	     "synapse_type": "fixed", "weight": 8, "delay": 1, "probability": 0.8, "params": {}}
//	  ],
//	  "wiring": {
//	    "max_distance": 20, "probability": 0.3, "weight_scale": 1,
//	    "exclude_inputs": ["kill_in"], "inhibition_fraction": 0.3, "type_aware_inhibition": false,
//	    "auto_timers": true, "protected_triggers": {"relay": ["relay_in"]}
//	  },
//	  "synapse_defaults": {"plastic": {"ltd_ratio": 0.5}}
//	}
//
// Only components is needed. The numbers under projections and wiring above are
// their defaults; seed defaults to 42 and layer_spacing to 50.
//
//   - A component names a built-in circuit by type, or by path: a built-in
//     circuit's name, a circuit file in the recipe's folder or below, or any path
//     that ends in a built-in circuit's name, as V8's recipes have it. Projections
//     then know a circuit by the name in its file. Without a layer, copies share
//     one grid.
//   - A projection without from_type is a comment. Without from_terminal it leaves
//     from every output; without to_terminal it reaches every input that is not
//     excluded.
//   - wiring may be called global_params. It rules cross-wiring, which connects
//     copies that stand close to one another; max_distance 0 turns that off.
//     exclude_inputs replaces the default list, [kill_in calm_in error_in
//     dopamine_in tonic_in satisfy_in clear_in].
//   - arena and synapse_defaults are this project's own keys: see [Recipe.Arena]
//     and [Recipe.AddSynapseDefaults].
//
// # Strictness
//
// What would be silently wrong is an error that names the file and the field: an
// unknown type, circuit or terminal, a dangling or doubled id, a doubled key, a
// number outside its range, a chemical synapse of delay 0, a brain too large to
// build. What V8 ignores is a warning: an unknown key (unless it begins with an
// underscore), a parameter that means nothing to its synapse type, and a terminal
// that this circuit lacks but another has, with which V8 connects nothing.
package recipe
