package recipe_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/engine-gpu/engine-gpu/recipe"
)

// sharedFile returns one of V8's files. They lie beside the repository, not in
// it: without them the test is skipped, unless ENGINE_GPU_REQUIRE_SHARED=1 says
// that they must be there.
func sharedFile(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join("..", "..", "shared", "v8", name)
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("ENGINE_GPU_REQUIRE_SHARED") == "1" {
			t.Fatalf("ENGINE_GPU_REQUIRE_SHARED=1, but V8's file is not there: %v", err)
		}
		t.Skipf("nothing of V8's to compare with: %v", err)
	}
	return file
}

// TestV8RecipeFiles checks that V8's own recipe files, without this project's
// keys, give the same brains as the embedded ones.
func TestV8RecipeFiles(t *testing.T) {
	for _, name := range recipe.Names() {
		if name == "arena_v2" || name == "arena_v2_dev" {
			continue // ours
		}
		t.Run(name, func(t *testing.T) {
			r, err := recipe.Load(sharedFile(t, filepath.Join("recipes", name+".json")))
			if err != nil {
				t.Fatal(err)
			}
			b, err := r.Generate(r.Seed)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(b, build(t, name, "")) {
				t.Error("the brain differs from the embedded recipe's")
			}
		})
	}
}

// TestDatabases compares every value of every row with the databases that V8
// wrote.
func TestDatabases(t *testing.T) {
	var databases map[string]database
	readJSON(t, "databases.json", &databases)
	for name, d := range databases {
		t.Run(name, func(t *testing.T) {
			file := sharedFile(t, name+".db")
			db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(file)+"?mode=ro&immutable=1")
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()

			b := build(t, d.Recipe, d.SynapseDefaults)
			compareRows(t, "neurons", neuronLines(b),
				queryLines(t, db, "SELECT id, neuron_type, a, b, c, d, pos_x, pos_y, pos_z FROM neurons ORDER BY id"))
			compareRows(t, "neurons' state", neuronStateLines(b),
				queryLines(t, db, "SELECT id, v, u, last_spike FROM neurons ORDER BY id"))
			compareRows(t, "synapses", synapseLines(b),
				queryLines(t, db, "SELECT source, target, weight, delay, synapse_type FROM synapses ORDER BY id"))
			compareRows(t, "params", paramsLines(b), queryLines(t, db, "SELECT id, params FROM synapses ORDER BY id"))
			compareRows(t, "state", stateLines(b), queryLines(t, db, "SELECT id, state FROM synapses ORDER BY id"))
			compareRows(t, "body_map", bodyLines(b),
				queryLines(t, db, "SELECT neuron_id, segment, side, effect FROM body_map ORDER BY rowid"))
			compareRows(t, "sensor_map", sensorLines(b),
				queryLines(t, db, "SELECT neuron_id, modality, location, response_type, side FROM sensor_map ORDER BY rowid"))
		})
	}
}

// queryLines returns a query's rows in the form of the lines of a brain.
func queryLines(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	var all []string
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		line := ""
		for i, v := range values {
			if i > 0 {
				line += "|"
			}
			if x, isFloat := v.(float64); isFloat {
				line += fmt.Sprintf("%.17g", x)
			} else {
				line += fmt.Sprint(v)
			}
		}
		all = append(all, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func compareRows(t *testing.T, what string, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d rows, V8 has %d", what, len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Errorf("%s: row %d is %s, V8's is %s", what, i, got[i], want[i])
			return
		}
	}
}
