package recipe

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// figures are hashes of V8's circuits and recipes without their prose.
type figures struct{ Circuits, Recipes map[string]string }

func readFigures(t *testing.T) figures {
	t.Helper()
	data, err := os.ReadFile("testdata/figures.json")
	if err != nil {
		t.Fatal(err)
	}
	var f figures
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	if len(f.Circuits) != 33 || len(f.Recipes) != 10 {
		t.Fatalf("testdata has %d circuits and %d recipes, not 33 and 10", len(f.Circuits), len(f.Recipes))
	}
	return f
}

func hashText(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// ours lists the embedded circuits and recipes that V8 has not.
func ours() (circuits, recipes []string) {
	return []string{"amphid", "ventral_cord"}, []string{"arena_v2", "arena_v2_dev"}
}

// TestCircuitFigures compares every figure of the embedded circuits with V8's.
func TestCircuitFigures(t *testing.T) {
	want := readFigures(t).Circuits
	own, _ := ours()
	for _, c := range Circuits() {
		if slices.Contains(own, c.Name) {
			continue
		}
		folder := map[Kind]string{KindComponent: "components", KindSubComponent: "sub_components"}[c.Kind]
		data, err := files.ReadFile("circuits/" + folder + "/" + c.Name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var raw struct {
			Nodes     []struct{ ID, Type, X, Z, Params json.RawMessage }
			Paths     []map[string]json.RawMessage
			Terminals []map[string]json.RawMessage
		}
		if err := json.Unmarshal(data, &raw); err != nil {
			t.Fatal(err)
		}
		var nodes, paths, terminals []string
		for _, n := range raw.Nodes {
			nodes = append(nodes, python(t, n.ID, n.Type, n.X, n.Z, n.Params))
		}
		for _, p := range raw.Paths {
			paths = append(paths, python(t, p["source"], p["target"], p["synapse_type"], p["weight"], p["delay"], p["params"]))
		}
		for _, m := range raw.Terminals {
			label := m["label"]
			if label == nil {
				label = json.RawMessage("null")
			}
			terminals = append(terminals, python(t, m["id"], label, m["bind_type"], m["neuron_ids"]))
		}
		text := string(c.Kind) + "\n"
		for _, table := range [][]string{nodes, paths, terminals} {
			text += "[" + strings.Join(table, ", ") + "]\n"
		}
		if got := hashText(text); got != want[c.Name] {
			t.Errorf("circuit %s: hash %s of its figures, V8's have %q", c.Name, got, want[c.Name])
		}
	}
}

// python writes the values that are there as a list in Python's notation.
func python(t *testing.T, values ...json.RawMessage) string {
	t.Helper()
	var texts []string
	for _, v := range values {
		if v == nil {
			continue
		}
		text, err := pythonJSON(v)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// TestRecipeFigures compares every figure of the embedded recipes with V8's.
func TestRecipeFigures(t *testing.T) {
	for name, want := range readFigures(t).Recipes {
		all := recipeFile(t, name)
		kept := map[string]any{}
		for _, key := range []string{"seed", "layer_spacing", "components", "projections", "wiring"} {
			if value, ok := all[key]; ok {
				kept[key] = value
			}
		}
		sorted, err := json.Marshal(kept)
		if err != nil {
			t.Fatal(err)
		}
		text, err := pythonJSON(sorted)
		if err != nil {
			t.Fatal(err)
		}
		if got := hashText(text); got != want {
			t.Errorf("recipe %s: hash %s of its figures, V8's have %s", name, got, want)
		}
	}
}

// recipeFile returns an embedded recipe with its numbers as they are written.
func recipeFile(t *testing.T, name string) map[string]any {
	t.Helper()
	data, err := files.ReadFile("recipes/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var all map[string]any
	if err := decoder.Decode(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestCircuits(t *testing.T) {
	own, _ := ours()
	want := slices.Sorted(slices.Values(append(own, slices.Collect(maps.Keys(readFigures(t).Circuits))...)))
	var names []string
	kinds := map[Kind]int{}
	for _, c := range Circuits() {
		names = append(names, c.Name)
		kinds[c.Kind]++
		if len(c.Description) < 40 || !strings.HasSuffix(c.Description, ".") {
			t.Errorf("circuit %s is described as %q", c.Name, c.Description)
		}
		if len(c.terminals(Input)) == 0 || len(c.terminals(Output)) == 0 {
			t.Errorf("circuit %s lacks an input or an output", c.Name)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, want) {
		t.Errorf("circuits %v, want %v", names, want)
	}
	if kinds[KindComponent] != 13 || kinds[KindSubComponent] != 22 {
		t.Errorf("%v circuits, want 13 components and 22 sub-components", kinds)
	}
	if err := library().err; err != nil {
		t.Error(err)
	}
}

func TestRecipes(t *testing.T) {
	_, own := ours()
	want := slices.Sorted(slices.Values(append(own, slices.Collect(maps.Keys(readFigures(t).Recipes))...)))
	if got := Names(); !slices.Equal(got, want) {
		t.Errorf("recipes %v, want %v", got, want)
	}
	for _, name := range Names() {
		r, err := Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		if r.Name != name || r.Output != "brains/"+name+".db" {
			t.Errorf("recipe %s is named %s and goes to %s", name, r.Name, r.Output)
		}
		if len(r.Description) < 40 || !strings.HasSuffix(r.Description, ".") {
			t.Errorf("recipe %s is described as %q", name, r.Description)
		}
		var warnings []string
		if name == "exp12_hybrid_creature" {
			// The recipe was written for command_decision, which has this terminal.
			warnings = []string{`projections[4].to_terminal: circuit command_decision_v2 has no input terminal "modulator_in": nothing is connected`}
		}
		if !slices.Equal(r.Warnings, warnings) {
			t.Errorf("recipe %s warns %q, want %q", name, r.Warnings, warnings)
		}
	}
	if _, err := Builtin("nobody"); err == nil || !strings.Contains(err.Error(), `unknown recipe "nobody" (built in: arena_dev_v1,`) {
		t.Errorf("error %v", err)
	}
}

// TestArenaRule checks that a recipe without the key arena gets maps as V8's
// recipes did: those of the dish and no others.
func TestArenaRule(t *testing.T) {
	for _, name := range Names() {
		want := strings.HasPrefix(name, "arena_")
		r, err := Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		if r.Arena != want {
			t.Errorf("recipe %s: arena is %v", name, r.Arena)
		}
		file := recipeFile(t, name)
		if _, has := file["arena"]; has != want {
			t.Errorf("recipe %s: the key arena is there: %v", name, has)
		}
		delete(file, "arena")
		text, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err = parse(name, text, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Arena != want {
			t.Errorf("recipe %s without the key: arena is %v", name, r.Arena)
		}
	}
}

func TestArenaKey(t *testing.T) {
	maps := func(text string) (body, sensors int) {
		r, err := parse("t.json", []byte(text), nil)
		if err != nil {
			t.Fatal(err)
		}
		b, err := r.Generate(1)
		if err != nil {
			t.Fatal(err)
		}
		return len(b.BodyMap), len(b.SensorMap)
	}
	const two = `"components": [{"type": "backward_motor", "count": 2}, {"type": "mechanosensory", "count": 3}]`
	if body, sensors := maps(`{"arena": true, ` + two + `}`); body != 20 || sensors != 18 {
		t.Errorf("maps of %d and %d rows, want 20 and 18", body, sensors)
	}
	if body, sensors := maps(`{` + two + `}`); body != 0 || sensors != 0 {
		t.Errorf("maps of %d and %d rows without the key, want none", body, sensors)
	}
	const four = `"components": [{"type": "forward_motor"}, {"type": "backward_motor"}, {"type": "mechanosensory"}, {"type": "sensory_bank"}]`
	if body, sensors := maps(`{` + four + `}`); body != 18 || sensors != 8 {
		t.Errorf("maps of %d and %d rows, want 18 and 8", body, sensors)
	}
	if body, sensors := maps(`{"arena": false, ` + four + `}`); body != 0 || sensors != 0 {
		t.Errorf("maps of %d and %d rows with arena false, want none", body, sensors)
	}
}

// TestBodyMapSpread checks the segments where they do not divide evenly.
func TestBodyMapSpread(t *testing.T) {
	b := generate(t, `{"arena": true, "components": [{"type": "backward_motor", "count": 7}, {"type": "sensory_bank"}]}`)
	var starts []int32
	for i := 0; i < len(b.BodyMap); i += 10 {
		starts = append(starts, b.BodyMap[i].Segment)
	}
	if want := []int32{0, 3, 6, 10, 13, 17, 20}; !slices.Equal(starts, want) {
		t.Errorf("copies start at segments %v, want %v", starts, want)
	}
	if last := b.BodyMap[len(b.BodyMap)-1]; last.Segment != 23 {
		t.Errorf("the last muscle is in segment %d, want 23", last.Segment)
	}
}
