package recipe

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// minimal is a recipe that generates; the tests put one thing wrong into it.
const minimal = `{"name": "t", "seed": 1, "components": [{"type": "novelty_detector", "count": 2}]}`

// recipeWith is the minimal recipe with further keys.
func recipeWith(more string) string { return strings.TrimSuffix(minimal, "}") + ", " + more + "}" }

// projectionWith is a recipe with one projection with further keys.
func projectionWith(more string) string {
	return recipeWith(`"projections": [{"from_type": "novelty_detector", "to_type": "novelty_detector"` + more + `}]`)
}

// TestBadRecipes gives one clear line for each wrong recipe.
func TestBadRecipes(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", ``, "t.json: malformed JSON in line 1: it ends too early"},
		{"not JSON", "{\n \"seed\": x}", "t.json: malformed JSON in line 2: invalid character 'x'"},
		{"cut off", "{\n\n\"seed\": ", "t.json: malformed JSON in line 3: it ends too early"},
		{"NaN", "{\"components\": [],\n\"layer_spacing\": NaN}", "t.json: malformed JSON in line 2: invalid character 'N'"},
		{"text behind", minimal + "\n]", "t.json: malformed JSON in line 2: text after the end"},
		{"list", `[]`, "t.json: must be a JSON object, not []"},
		{"nested too deep", strings.Repeat("[", 20000) + strings.Repeat("]", 20000), "t.json: malformed JSON"},
		{"doubled key", `{"seed": 1, "seed": 2}`, "t.json: seed: is given twice"},
		{"name", `{"name": 3, "components": []}`, "name: must be text, not 3"},
		{"seed float", `{"seed": 1.5, "components": []}`, "seed: must be an integer within 64 bits, not 1.5"},
		{"seed text", `{"seed": "1", "components": []}`, `seed: must be an integer within 64 bits, not "1"`},
		{"seed huge", `{"seed": 9223372036854775808, "components": []}`, "seed: must be an integer within 64 bits"},
		{"infinite", recipeWith(`"layer_spacing": 1e999`), "layer_spacing: 1e999 is not a finite number"},
		{"null number", recipeWith(`"layer_spacing": null`), "layer_spacing: must be a number, not null"},
		{"arena text", recipeWith(`"arena": "yes"`), `arena: must be true or false, not "yes"`},
		{"arena without a body", recipeWith(`"arena": true`), "arena: an arena brain needs forward_motor, backward_motor or a circuit with muscles, and"},

		{"no components", `{"name": "t"}`, `lacks "components"`},
		{"components object", `{"components": {}}`, "components: must be a list, not {}"},
		{"component text", `{"components": ["cpg"]}`, `components[0]: must be a JSON object, not "cpg"`},
		{"no neurons", `{"components": []}`, "components: the brain would have no neurons"},
		{"count 0 only", `{"components": [{"type": "cpg", "count": 0}]}`, "components: the brain would have no neurons"},
		{"neither type nor path", `{"components": [{"count": 1}]}`, `components[0]: needs either "type" or "path"`},
		{"both type and path", `{"components": [{"type": "cpg", "path": "cpg"}]}`, `components[0]: needs either "type" or "path"`},
		{"unknown type", `{"components": [{"type": "cpgg"}]}`, `components[0].type: unknown circuit "cpgg" (built in: activity_brake,`},
		{"unknown path", `{"components": [{"path": "x/cpgg"}]}`, `components[0].path: unknown circuit "x/cpgg"`},
		{"empty type", `{"components": [{"type": ""}]}`, "components[0].type: must not be empty"},
		{"negative count", `{"components": [{"type": "cpg", "count": -1}]}`, "components[0].count: -1 is outside 0.."},
		{"fractional count", `{"components": [{"type": "cpg", "count": 1.5}]}`, "components[0].count: 1.5 is not a whole number"},
		{"text count", `{"components": [{"type": "cpg", "count": "3"}]}`, `components[0].count: must be a number, not "3"`},
		{"huge count", `{"components": [{"type": "cpg", "count": 1000000000000}]}`, "components[0].count: 1000000000000 is outside 0..67108864"},
		{"too many neurons", `{"components": [{"type": "cpg", "count": 9000000}]}`, "components[0].count: 9000000 copies of cpg make more than 67108864 neurons"},
		{"too many neurons together", `{"components": [{"type": "cpg", "count": 5000000}, {"type": "cpg", "count": 5000000}]}`, "components[1].count: 5000000 copies of cpg"},
		{"layer", `{"components": [{"type": "cpg", "layer": "top"}]}`, `components[0].layer: must be a number, not "top"`},
		{"far layer", `{"components": [{"type": "cpg", "layer": 1e30}]}`, "components[0].layer: layer times layer_spacing is outside"},

		{"unknown from_type", recipeWith(`"projections": [{"from_type": "nobody", "to_type": "cpg"}]`), `projections[0].from_type: unknown circuit "nobody"`},
		{"unknown to_type", recipeWith(`"projections": [{"from_type": "cpg", "to_type": "nobody"}]`), `projections[0].to_type: unknown circuit "nobody"`},
		{"no to_type", recipeWith(`"projections": [{"from_type": "cpg"}]`), `projections[0]: lacks "to_type"`},
		{"unknown from_terminal", projectionWith(`, "from_terminal": "novelty"`), `projections[0].from_terminal: unknown terminal "novelty": circuit novelty_detector has the output terminals novelty_out, familiar_out`},
		{"unknown to_terminal", projectionWith(`, "to_terminal": "stimulus"`), `projections[0].to_terminal: unknown terminal "stimulus": circuit novelty_detector has the input terminals stimulus_in`},
		{"terminal of the wrong direction", projectionWith(`, "to_terminal": "novelty_out"`), `projections[0].to_terminal: unknown terminal "novelty_out"`},
		{"empty terminal", projectionWith(`, "to_terminal": ""`), "projections[0].to_terminal: must not be empty"},
		{"probability above 1", projectionWith(`, "probability": 1.1`), "projections[0].probability: 1.1 is outside 0..1"},
		{"probability below 0", projectionWith(`, "probability": -0.1`), "projections[0].probability: -0.1 is outside 0..1"},
		{"probability null", projectionWith(`, "probability": null`), "projections[0].probability: must be a number, not null"},
		{"weight infinite", projectionWith(`, "weight": -1e400`), "projections[0].weight: -1e400 is not a finite number"},
		{"weight huge", projectionWith(`, "weight": 1e300`), "projections[0].weight: 1e300 is outside -1000000000..1000000000"},
		{"negative delay", projectionWith(`, "delay": -1`), "projections[0].delay: -1 is outside 0..65535"},
		{"huge delay", projectionWith(`, "delay": 65536`), "projections[0].delay: 65536 is outside 0..65535"},
		{"fractional delay", projectionWith(`, "delay": 1.5`), "projections[0].delay: 1.5 is not a whole number"},
		{"delay 0", projectionWith(`, "delay": 0`), "projections[0].delay: 0 is not possible: a spike takes at least one tick (1..65535)"},
		{"unknown synapse type", projectionWith(`, "synapse_type": "magic"`), `projections[0].synapse_type: unknown synapse type "magic"`},
		{"params list", projectionWith(`, "params": [1]`), "projections[0].params: must be a JSON object, not [1]"},
		{"params text", projectionWith(`, "synapse_type": "plastic", "params": {"tau_plus": "x"}`), "projections[0].params: plastic synapse: param tau_plus is not a number"},
		{"params out of range", projectionWith(`, "synapse_type": "plastic", "params": {"tau_plus": 0}`), "projections[0].params: plastic synapse: param tau_plus is 0, must be positive"},
		{"params infinite", projectionWith(`, "synapse_type": "plastic", "params": {"w_max": 1e999}`), "projections[0].params.w_max: 1e999 is not a finite number"},
		{"params doubled", projectionWith(`, "synapse_type": "plastic", "params": {"w_max": 1, "w_max": 2}`), "projections[0].params.w_max: is given twice"},
		{"too many pairs", `{"components": [{"type": "sensory_bank", "count": 1000000}], "projections": [{"from_type": "sensory_bank", "to_type": "sensory_bank", "probability": 0}]}`, "projections[0]: more than 68719476736 pairs"},
		{"too many synapses", `{"components": [{"type": "sensory_bank", "count": 100000}], "projections": [{"from_type": "sensory_bank", "to_type": "sensory_bank", "probability": 1}]}`, "the brain would have more than 2147483647 synapses"},

		{"wiring list", recipeWith(`"wiring": []`), "wiring: must be a JSON object, not []"},
		{"global_params", recipeWith(`"global_params": {"probability": 2}`), "global_params.probability: 2 is outside 0..1"},
		{"negative distance", recipeWith(`"wiring": {"max_distance": -1}`), "wiring.max_distance: -1 is outside 0..1000000000"},
		{"wiring probability", recipeWith(`"wiring": {"probability": 1.5}`), "wiring.probability: 1.5 is outside 0..1"},
		{"inhibition_fraction", recipeWith(`"wiring": {"inhibition_fraction": 7}`), "wiring.inhibition_fraction: 7 is outside 0..1"},
		{"weight_scale", recipeWith(`"wiring": {"weight_scale": true}`), "wiring.weight_scale: must be a number, not true"},
		{"auto_timers", recipeWith(`"wiring": {"auto_timers": 1}`), "wiring.auto_timers: must be true or false, not 1"},
		{"exclude_inputs text", recipeWith(`"wiring": {"exclude_inputs": "kill_in"}`), `wiring.exclude_inputs: must be a list of texts, not "kill_in"`},
		{"exclude_inputs null", recipeWith(`"wiring": {"exclude_inputs": ["kill_in", null]}`), "wiring.exclude_inputs: must be a list of texts"},
		{"exclude_inputs unknown", recipeWith(`"wiring": {"exclude_inputs": ["kill_in", "kil_in"]}`), `wiring.exclude_inputs[1]: unknown terminal "kil_in"`},
		{"protected circuit", recipeWith(`"wiring": {"protected_triggers": {"nobody": []}}`), `wiring.protected_triggers.nobody: unknown circuit "nobody"`},
		{"protected terminal", recipeWith(`"wiring": {"protected_triggers": {"cpg": ["command"]}}`), `wiring.protected_triggers.cpg: unknown terminal "command"`},
		{"protected text", recipeWith(`"wiring": {"protected_triggers": {"cpg": "command_in"}}`), `wiring.protected_triggers.cpg: must be a list of texts`},

		{"defaults type", recipeWith(`"synapse_defaults": {"plasticc": {}}`), `synapse_defaults.plasticc: unknown synapse type "plasticc"`},
		{"defaults value", recipeWith(`"synapse_defaults": {"plastic": {"tau_plus": -1}}`), "synapse_defaults.plastic: plastic synapse: param tau_plus is -1, must be positive"},
		{"defaults text", recipeWith(`"synapse_defaults": {"plastic": 1}`), "synapse_defaults.plastic: must be a JSON object, not 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := parse("t.json", []byte(c.text), nil)
			if err == nil {
				t.Fatalf("no error, but the recipe %+v", r)
			}
			checkLine(t, err, c.want)
		})
	}
}

// TestBadCircuits gives one clear line for each wrong circuit.
func TestBadCircuits(t *testing.T) {
	const good = `"name": "c", "nodes": [{"id": 0, "type": "RS", "x": 0, "z": 0}]`
	node := func(text string) string { return `{"name": "c", "nodes": [` + text + `]}` }
	path := func(more string) string {
		return `{` + good + `, "paths": [{"source": 0, "target": 0, "synapse_type": "fixed", "weight": 1, "delay": 1` + more + `}]}`
	}
	terminal := func(text string) string { return `{` + good + `, "terminals": [` + text + `]}` }
	for _, c := range []struct{ name, text, want string }{
		{"not an object", `3`, "c.json: must be a JSON object, not 3"},
		{"no name", `{"nodes": [{"id": 0, "type": "RS", "x": 0, "z": 0}]}`, `c.json: lacks "name"`},
		{"no nodes", `{"name": "c"}`, `c.json: lacks "nodes"`},
		{"empty nodes", `{"name": "c", "nodes": []}`, "nodes: a circuit needs at least one node"},
		{"unknown neuron type", node(`{"id": 0, "type": "XX", "x": 0, "z": 0}`), `nodes[0].type: unknown neuron type "XX"`},
		{"doubled node", node(`{"id": 0, "type": "RS", "x": 0, "z": 0}, {"id": 0, "type": "RS", "x": 0, "z": 0}`), "nodes[1].id: 0 is given twice"},
		{"node without x", node(`{"id": 0, "type": "RS", "z": 0}`), `nodes[0]: lacks "x"`},
		{"fractional id", node(`{"id": 0.5, "type": "RS", "x": 0, "z": 0}`), "nodes[0].id: 0.5 is not a whole number"},
		{"far node", node(`{"id": 0, "type": "RS", "x": 1e20, "z": 0}`), "nodes[0].x: 1e20 is outside -1000000000..1000000000"},
		{"infinite parameter", node(`{"id": 0, "type": "RS", "x": 0, "z": 0, "params": {"a": 1e999}}`), "nodes[0].params.a: 1e999 is not a finite number"},
		{"path without weight", `{` + good + `, "paths": [{"source": 0, "target": 0, "synapse_type": "fixed", "delay": 1}]}`, `paths[0]: lacks "weight"`},
		{"dangling source", strings.Replace(path(""), `"source": 0`, `"source": 7`, 1), "paths[0].source: there is no node 7"},
		{"dangling target", strings.Replace(path(""), `"target": 0`, `"target": -1`, 1), "paths[0].target: there is no node -1"},
		{"fractional target", strings.Replace(path(""), `"target": 0`, `"target": 0.5`, 1), "paths[0].target: there is no node 0.5"},
		{"text target", strings.Replace(path(""), `"target": 0`, `"target": "0"`, 1), `paths[0].target: must be a number, not "0"`},
		{"huge target", strings.Replace(path(""), `"target": 0`, `"target": 1e300`, 1), "paths[0].target: there is no node 1e300"},
		{"unknown synapse type", strings.Replace(path(""), "fixed", "fixd", 1), `paths[0].synapse_type: unknown synapse type "fixd"`},
		{"delay 0", strings.Replace(path(""), `"delay": 1`, `"delay": 0`, 1), "paths[0].delay: 0 is not possible"},
		{"infinite weight", strings.Replace(path(""), `"weight": 1`, `"weight": 1e999`, 1), "paths[0].weight: 1e999 is not a finite number"},
		{"params", path(`, "params": 1`), "paths[0].params: must be a JSON object, not 1"},
		{"doubled terminal", terminal(`{"id": 0, "bind_type": "input", "neuron_ids": [0]}, {"id": 0, "bind_type": "input", "neuron_ids": [0]}`), "terminals[1].id: 0 is given twice"},
		{"doubled label", terminal(`{"id": 0, "label": "1", "bind_type": "input", "neuron_ids": [0]}, {"id": 1, "bind_type": "input", "neuron_ids": [0]}`), `terminals[1].label: "1" is given twice`},
		{"unknown bind type", terminal(`{"id": 0, "bind_type": "both", "neuron_ids": [0]}`), `terminals[0].bind_type: unknown terminal type "both"`},
		{"dangling neuron", terminal(`{"id": 0, "bind_type": "input", "neuron_ids": [0, 3]}`), "terminals[0].neuron_ids[1]: there is no node 3"},
		{"null neuron", terminal(`{"id": 0, "bind_type": "input", "neuron_ids": [null]}`), "terminals[0].neuron_ids[0]: must be a number, not null"},
		{"empty terminal", terminal(`{"id": 0, "bind_type": "input", "neuron_ids": []}`), "terminals[0].neuron_ids: a terminal needs at least one neuron"},
	} {
		t.Run(c.name, func(t *testing.T) {
			circuit, _, err := parseCircuit("c.json", KindFile, []byte(c.text))
			if err == nil {
				t.Fatalf("no error, but the circuit %+v", circuit)
			}
			checkLine(t, err, c.want)
		})
	}
	if _, warnings, err := parseCircuit("c.json", KindFile, []byte(path(""))); err != nil || len(warnings) > 0 {
		t.Errorf("the circuit that the cases spoil is itself wrong: %v %v", err, warnings)
	}
}

// checkLine checks that an error is one line that contains want.
func checkLine(t *testing.T, err error, want string) {
	t.Helper()
	text := err.Error()
	if !strings.Contains(text, want) {
		t.Errorf("error %q does not contain %q", text, want)
	}
	if strings.ContainsAny(text, "\n\r") || len(text) > 1000 {
		t.Errorf("error is not one readable line: %q", text)
	}
}

func TestMinimalRecipe(t *testing.T) {
	for _, text := range []string{minimal, projectionWith(""), recipeWith(`"wiring": {}`), recipeWith(`"_note": "a comment"`)} {
		r, err := parse("t.json", []byte(text), nil)
		if err != nil || len(r.Warnings) > 0 {
			t.Fatalf("%s: error %v, warnings %v", text, err, r.Warnings)
		}
	}
}

// TestDefaults checks what a recipe that says nothing means.
func TestDefaults(t *testing.T) {
	r, err := parse("t.json", []byte(`{"components": [{"type": "cpg"}], "projections": [{"from_type": "cpg", "to_type": "cpg"}]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%+v %+v %v %v %v %v", r.Projections[0], r.Wiring, r.Seed, r.LayerSpacing, r.Components[0].Count, r.Arena)
	want := "{From:cpg To:cpg FromTerminal: ToTerminal: Type:fixed Weight:8 Delay:1 Probability:0.8 Params:[]} " +
		"{MaxDistance:20 Probability:0.3 WeightScale:1 InhibitionFraction:0.3 " +
		"ExcludeInputs:[kill_in calm_in error_in dopamine_in tonic_in satisfy_in clear_in] " +
		"AutoTimers:true TypeAwareInhibition:false ProtectedTriggers:map[]} 42 50 1 false"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestWarnings checks that what V8 ignores is not silent.
func TestWarnings(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"top key", recipeWith(`"author": "me"`), "author: unknown key, ignored"},
		{"component key", `{"components": [{"type": "cpg", "cuont": 3}]}`, "components[0].cuont: unknown key, ignored"},
		{"projection key", projectionWith(`, "wieght": 3`), "projections[0].wieght: unknown key, ignored"},
		{"key in other letters", projectionWith(`, "Weight": 3`), "projections[0].Weight: unknown key, ignored"},
		{"wiring key", recipeWith(`"wiring": {"radius": 3}`), "wiring.radius: unknown key, ignored"},
		{"both wirings", recipeWith(`"wiring": {}, "global_params": {}`), "global_params: unknown key, ignored"},
		{"param key", projectionWith(`, "synapse_type": "plastic", "params": {"tau": 3}`), "projections[0].params.tau: means nothing to a plastic synapse"},
		{"comment that is none", recipeWith(`"projections": [{"to_type": "cpg"}]`), "projections[0]: has no from_type: taken as a comment"},
		{"circuit without copies", recipeWith(`"projections": [{"from_type": "cpg", "to_type": "novelty_detector"}]`), "projections[0].from_type: no component has the circuit cpg: nothing is connected"},
		{"another circuit's terminal", projectionWith(`, "to_terminal": "trigger_in"`), `projections[0].to_terminal: circuit novelty_detector has no input terminal "trigger_in": nothing is connected`},
		{"another circuit's trigger", recipeWith(`"wiring": {"protected_triggers": {"cpg": ["trigger_in"]}}`), `wiring.protected_triggers.cpg: circuit cpg has no input terminal "trigger_in": nothing is protected`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := parse("t.json", []byte(c.text), nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Warnings) != 1 || r.Warnings[0] != c.want {
				t.Errorf("warnings %q, want %q", r.Warnings, c.want)
			}
			if _, err := r.Generate(r.Seed); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCommentsAmongProjections(t *testing.T) {
	r, err := parse("t.json", []byte(recipeWith(`"projections": [{"comment": "senses"}, {"from_type": "novelty_detector", "to_type": "novelty_detector"}]`)), nil)
	if err != nil || len(r.Warnings) > 0 || len(r.Projections) != 1 {
		t.Errorf("error %v, warnings %v, %d projections", err, r.Warnings, len(r.Projections))
	}
}

// TestMissingTerminalDraws checks that a projection to a terminal that the
// circuit lacks connects nothing but uses up the random numbers of its pairs.
func TestMissingTerminalDraws(t *testing.T) {
	count := func(more string) (int, string) {
		r, err := parse("t.json", []byte(recipeWith(`"projections": [`+more+`{"from_type": "novelty_detector", "to_type": "novelty_detector", "probability": 0.5}]`)), nil)
		if err != nil {
			t.Fatal(err)
		}
		b, err := r.Generate(3)
		if err != nil {
			t.Fatal(err)
		}
		return b.Synapses.Len(), fmt.Sprint(b.Synapses)
	}
	const nothing = `{"from_type": "novelty_detector", "to_type": "novelty_detector", "probability": 1, "to_terminal": "trigger_in"}, `
	_, without := count("")
	_, with := count(nothing)
	if with == without {
		t.Error("the pairs of the projection to nothing drew no random numbers")
	}
}

func TestAddSynapseDefaults(t *testing.T) {
	r, err := parse("t.json", []byte(recipeWith(`"synapse_defaults": {"facilitating": {"tau_recovery": 50}}, "projections": [{"from_type": "novelty_detector", "to_type": "novelty_detector", "synapse_type": "plastic", "params": {"w_max": 3, "w_min": -1}}]`)), nil)
	if err != nil {
		t.Fatal(err)
	}
	before := fmt.Sprint(r.defaults)
	for _, bad := range []struct{ text, want string }{
		{`{`, "synapse defaults: malformed JSON in line 1"},
		{`{"plastik": {}}`, `synapse defaults: plastik: unknown synapse type "plastik"`},
		{`{"facilitating": {"tau_recovery": 99}, "plastik": {}}`, `synapse defaults: plastik: unknown synapse type "plastik"`},
		{`{"plastic": {"tau_minus": 0}}`, "synapse defaults: plastic: plastic synapse: param tau_minus is 0"},
	} {
		err := r.AddSynapseDefaults(bad.text)
		if err == nil {
			t.Fatalf("no error for %s", bad.text)
		}
		checkLine(t, err, bad.want)
		if got := fmt.Sprint(r.defaults); got != before {
			t.Errorf("%s changed the defaults from %s to %s", bad.text, before, got)
		}
	}
	if err := r.AddSynapseDefaults(`{"plastic": {"ltd_ratio": 0.5, "w_max": 7}, "facilitating": {"tau_facil": 1}}`); err != nil {
		t.Fatal(err)
	}
	b, err := r.Generate(1)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]bool{}
	for _, set := range b.ParamSets {
		texts[set.Text] = true
	}
	for _, want := range []string{
		// the projection wins over the defaults, and keys keep their places
		`{"learning_rate": 0.01, "w_min": -1, "w_max": 3, "tau_plus": 20.0, "tau_minus": 20.0, "ltd_ratio": 0.5}`,
		// the circuit wins over the recipe's defaults, the added ones count too
		`{"tau_facil": 1, "tau_recovery": 200.0, "facil_increment": 0.3}`,
	} {
		if !texts[want] {
			t.Errorf("no synapse has the params %s among %v", want, texts)
		}
	}
}

// TestModulatorGroup refuses a gate whose modulators do not exist.
func TestModulatorGroup(t *testing.T) {
	gated := func(group string) error {
		r, err := parse("t.json", []byte(projectionWith(`, "synapse_type": "gated", "probability": 1, "params": {"modulator_group": `+group+`, "gates": "transmission"}`)), nil)
		if err != nil {
			return err
		}
		_, err = r.Generate(1)
		return err
	}
	if err := gated("[0, 5]"); err != nil {
		t.Error(err)
	}
	for group, want := range map[string]string{
		"[0, 6]": "modulator_group names position 6, the brain has positions 0..5",
		"[-1]":   "modulator_group names position -1, the brain has positions 0..5",
		"[0.5]":  "projections[0].params: gated synapse: param modulator_group is not a list of neuron positions",
	} {
		err := gated(group)
		if err == nil {
			t.Fatalf("no error for the group %s", group)
		}
		checkLine(t, err, want)
	}
}

// TestCrossWiringTooLarge refuses it before it draws.
func TestCrossWiringTooLarge(t *testing.T) {
	r, err := parse("t.json", []byte(`{"components": [{"type": "sensory_bank", "count": 300000}], "wiring": {"max_distance": 1e8}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Generate(1)
	if err == nil {
		t.Fatal("no error")
	}
	checkLine(t, err, "wiring.max_distance: more than 68719476736 pairs")
	checkLine(t, manyTerminals(t), "wiring.max_distance: more than 68719476736 pairs")
	r, err = parse("t.json", []byte(`{"components": [{"type": "binary_decision", "count": 40000}], "wiring": {"max_distance": 1e8, "probability": 1}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = r.Generate(1); err == nil {
		t.Fatal("no error")
	}
	checkLine(t, err, "wiring: the brain could have more than 2147483647 synapses")
}

// manyTerminals is the error of a few copies with so many terminals that all
// pairs of them would take weeks.
func manyTerminals(t *testing.T) error {
	var circuit strings.Builder
	circuit.WriteString(`{"name": "many", "nodes": [{"id": 0, "type": "RS", "x": 0, "z": 0}], "terminals": [`)
	for i := range 20_000 {
		fmt.Fprintf(&circuit, `{"id": %d, "bind_type": "output", "neuron_ids": [0]}, {"id": %d, "bind_type": "input", "neuron_ids": [0]},`, 2*i, 2*i+1)
	}
	circuit.WriteString(`{"id": -1, "bind_type": "input", "neuron_ids": [0]}]}`)
	folder := t.TempDir()
	for name, text := range map[string]string{
		"many.json":   circuit.String(),
		"recipe.json": `{"components": [{"path": "many.json", "count": 50}], "wiring": {"max_distance": 1e8, "probability": 0}}`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Load(filepath.Join(folder, "recipe.json"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Generate(1)
	return err
}
