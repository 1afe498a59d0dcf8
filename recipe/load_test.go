package recipe

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// relay is a circuit file.
const relay = `{
  "name": "relay",
  "nodes": [{"id": 10, "type": "RS", "x": 0, "z": 0}, {"id": 20, "type": "LTS", "x": 1, "z": 2, "params": {"b": 0.3}}],
  "paths": [{"source": 10, "target": 20, "synapse_type": "gap_junction", "weight": 0.1, "delay": 0}],
  "terminals": [{"id": 0, "label": "relay_in", "bind_type": "input", "neuron_ids": [10]}, {"id": 1, "bind_type": "output", "neuron_ids": [20]}]
}`

// folder writes files into a new folder and returns it.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoadFile(t *testing.T) {
	dir := folder(t, map[string]string{
		"brains/mine.json":           `{"seed": -7, "components": [{"path": "circuits/relay.json", "count": 2}, {"path": "../blocks/cpg.json"}, {"path": "a\\b\\novelty_detector.json"}], "projections": [{"from_type": "relay", "to_type": "cpg", "from_terminal": "1"}]}`,
		"brains/circuits/relay.json": relay,
		"blocks/cpg.json":            relay, // outside of the recipe's folder: never read
	})
	r, err := Load(filepath.Join(dir, "brains", "mine.json"))
	if err != nil {
		t.Fatal(err)
	}
	if r.Name != "mine" || r.Seed != -7 || len(r.Warnings) > 0 {
		t.Errorf("name %q, seed %d, warnings %q", r.Name, r.Seed, r.Warnings)
	}
	var names []string
	for _, c := range r.Components {
		names = append(names, string(c.Circuit.Kind)+" "+c.Circuit.Name)
	}
	if got := strings.Join(names, ", "); got != "file relay, component cpg, sub_component novelty_detector" {
		t.Errorf("circuits %s", got)
	}
	b, err := r.Generate(r.Seed)
	if err != nil {
		t.Fatal(err)
	}
	if n := b.Neurons[1]; n.B != 0.3 || n.U != 0.25*-65 || n.X != 1 || n.Z != 2 {
		t.Errorf("the second neuron is %+v", n)
	}
}

// TestLoadPrefersOwnFile takes the recipe's own file before the built-in
// circuit of the same name.
func TestLoadPrefersOwnFile(t *testing.T) {
	dir := folder(t, map[string]string{
		"r.json":   `{"components": [{"path": "cpg.json"}]}`,
		"cpg.json": strings.Replace(relay, `"relay"`, `"cpg"`, 1),
	})
	r, err := Load(filepath.Join(dir, "r.json"))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(r.Components[0].Circuit.Nodes); n != 2 {
		t.Errorf("the circuit has %d nodes, not the file's 2", n)
	}
}

func TestLoadBuiltin(t *testing.T) {
	r, err := Load("kitchen_sink")
	if err != nil || r.Name != "kitchen_sink" {
		t.Errorf("%v, %v", r, err)
	}
}

func TestLoadErrors(t *testing.T) {
	dir := folder(t, map[string]string{
		"outside.json":      relay,
		"in/up.json":        `{"components": [{"path": "../outside.json"}]}`,
		"in/absolute.json":  `{"components": [{"path": "ABSOLUTE"}]}`,
		"in/link.json":      `{"components": [{"path": "escape.json"}]}`,
		"in/missing.json":   `{"components": [{"path": "no.json"}]}`,
		"in/folder.json":    `{"components": [{"path": "sub.json"}]}`,
		"in/sub.json/x":     "",
		"in/bad.json":       `{"components": [{"path": "broken.json"}]}`,
		"in/broken.json":    "{\n\"name\": \"b\", \"nodes\": [{\"id\": 1}]}",
		"in/type.json":      `{"components": [{"type": "own.json"}]}`,
		"in/own.json":       relay,
		"in/same.json":      `{"components": [{"path": "own.json"}, {"path": "copy/own.json"}]}`,
		"in/copy/own.json":  relay,
		"in/garbage.json":   "\x00\x01\x02",
		"in/database.json":  "SQLite format 3\x00",
		"in/twonames.json":  `{"components": [{"type": "cpg"}, {"path": "mycpg.json"}]}`,
		"in/mycpg.json":     strings.Replace(relay, `"relay"`, `"cpg"`, 1),
		"in/warned.json":    `{"components": [{"path": "w.json"}]}`,
		"in/w.json":         strings.Replace(relay, `"nodes"`, `"author": 1, "nodes"`, 1),
		"in/smallarena":     `{"arena": true, "components": [{"path": "motor.json"}, {"type": "sensory_bank"}]}`,
		"in/motor.json":     strings.Replace(relay, `"relay"`, `"forward_motor"`, 1),
		"in/plainname.json": `{"components": [{"path": "own"}]}`,
	})
	in := filepath.Join(dir, "in")
	if err := os.Symlink(filepath.Join(dir, "outside.json"), filepath.Join(in, "escape.json")); err != nil {
		t.Fatal(err)
	}
	absolute := strings.ReplaceAll(filepath.Join(in, "own.json"), `\`, `\\`)
	text := `{"components": [{"path": "` + absolute + `"}]}`
	if err := os.WriteFile(filepath.Join(in, "absolute.json"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, want string }{
		{filepath.Join(in, "up.json"), `up.json: components[0].path: unknown circuit "../outside.json"`},
		{filepath.Join(in, "absolute.json"), "absolute.json: components[0].path: unknown circuit"},
		{filepath.Join(in, "link.json"), "link.json: components[0].path: cannot read circuit:"},
		{filepath.Join(in, "missing.json"), `missing.json: components[0].path: unknown circuit "no.json": there is no such file`},
		{filepath.Join(in, "folder.json"), "folder.json: components[0].path: "},
		{filepath.Join(in, "bad.json"), `bad.json: components[0].path: broken.json: nodes[0]: lacks "type"`},
		{filepath.Join(in, "type.json"), `type.json: components[0].type: unknown circuit "own.json"`},
		{filepath.Join(in, "plainname.json"), `plainname.json: components[0].path: unknown circuit "own"`},
		{filepath.Join(in, "same.json"), "same.json: components[1].path: another component already has a different circuit named relay"},
		{filepath.Join(in, "twonames.json"), "twonames.json: components[1].path: another component already has a different circuit named cpg"},
		{filepath.Join(in, "garbage.json"), "garbage.json: malformed JSON in line 1"},
		{filepath.Join(in, "database.json"), "database.json: malformed JSON in line 1"},
		{filepath.Join(in, "smallarena"), "smallarena: arena: an arena brain needs"},
		{in, "cannot read recipe:"},
		{filepath.Join(in, "nowhere.json"), "cannot read recipe:"},
		{"no_such_recipe", `unknown recipe "no_such_recipe": there is no such file, and built in are arena_dev_v1,`},
		{"", "cannot read recipe:"},
	} {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			r, err := Load(c.file)
			if err == nil {
				t.Fatalf("no error, but the recipe %+v", r)
			}
			checkLine(t, err, c.want)
		})
	}
	r, err := Load(filepath.Join(in, "warned.json"))
	if err != nil || len(r.Warnings) != 1 || r.Warnings[0] != "w.json: author: unknown key, ignored" {
		t.Errorf("error %v, warnings %q", err, r.Warnings)
	}
}

// TestSameFileTwice reads one circuit for two components.
func TestSameFileTwice(t *testing.T) {
	dir := folder(t, map[string]string{
		"r.json":     `{"components": [{"path": "relay.json", "layer": 0}, {"path": "relay.json", "layer": 1}]}`,
		"relay.json": relay,
	})
	r, err := Load(filepath.Join(dir, "r.json"))
	if err != nil {
		t.Fatal(err)
	}
	if r.copies("relay") != 2 {
		t.Errorf("%d copies", r.copies("relay"))
	}
}

func TestTooLargeFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "r.json")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, maxFileSize+1); err != nil {
		t.Fatal(err)
	}
	_, err := Load(file)
	if err == nil {
		t.Fatal("no error")
	}
	checkLine(t, err, ": larger than 4 MiB")
}
