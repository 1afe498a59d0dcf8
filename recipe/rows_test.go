package recipe_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// The text lines of a brain's rows, as the golden hashes define them: numbers
// as C's %.17g, values separated by bars.

func neuronLines(b *snn.Brain) []string {
	return lines(b.Neurons, func(n *snn.Neuron) string {
		return fmt.Sprintf("%d|%s|%.17g|%.17g|%.17g|%.17g|%.17g|%.17g|%.17g", n.ID, n.Type, n.A, n.B, n.C, n.D, n.X, n.Y, n.Z)
	})
}

func neuronStateLines(b *snn.Brain) []string {
	return lines(b.Neurons, func(n *snn.Neuron) string {
		return fmt.Sprintf("%d|%.17g|%.17g|%d", n.ID, n.V, n.U, n.LastSpike)
	})
}

func synapseLines(b *snn.Brain) []string {
	return lines(synapseRows(b), func(s *snn.Synapse) string {
		return fmt.Sprintf("%d|%d|%.17g|%d|%s", b.Neurons[s.Source].ID, b.Neurons[s.Target].ID, s.Weight, s.Delay, s.Type)
	})
}

func paramsLines(b *snn.Brain) []string {
	return lines(synapseRows(b), func(s *snn.Synapse) string {
		return fmt.Sprintf("%d|%s", s.ID, b.ParamSets[s.Params].Text)
	})
}

func stateLines(b *snn.Brain) []string {
	return lines(synapseRows(b), func(s *snn.Synapse) string {
		state := snn.AppendState(nil, s.Type, b.ParamSets[s.Params].HasLTD, b.States[s.State])
		return fmt.Sprintf("%d|%s", s.ID, state)
	})
}

func synapseRows(b *snn.Brain) []snn.Synapse {
	rows := make([]snn.Synapse, 0, b.Synapses.Len())
	for _, y := range b.Synapses.All() {
		rows = append(rows, y)
	}
	return rows
}

func bodyLines(b *snn.Brain) []string {
	return lines(b.BodyMap, func(m *snn.BodyMapRow) string {
		return fmt.Sprintf("%d|%d|%s|%s", b.Neurons[m.Neuron].ID, m.Segment, m.Side, m.Effect)
	})
}

func sensorLines(b *snn.Brain) []string {
	return lines(b.SensorMap, func(m *snn.SensorMapRow) string {
		return fmt.Sprintf("%d|%s|%s|%s|%s", b.Neurons[m.Neuron].ID, m.Modality, m.Location, m.Response, m.Side)
	})
}

func lines[T any](rows []T, line func(*T) string) []string {
	all := make([]string, len(rows))
	for i := range rows {
		all[i] = line(&rows[i])
	}
	return all
}

func hashOf(lines []string) string {
	h := sha256.New()
	for _, l := range lines {
		fmt.Fprintln(h, l)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// readJSON reads a file of testdata.
func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// build generates a built-in recipe's brain with its own seed.
func build(t *testing.T, name, synapseDefaults string) *snn.Brain {
	t.Helper()
	r, err := recipe.Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	if synapseDefaults != "" {
		if err := r.AddSynapseDefaults(synapseDefaults); err != nil {
			t.Fatal(err)
		}
	}
	b, err := r.Generate(r.Seed)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestRows compares the rows of all ten recipes with the hashes of V8's.
func TestRows(t *testing.T) {
	var golden map[string]struct {
		Neurons        int
		Synapses       int
		NeuronsSHA256  string `json:"neurons_sha256"`
		SynapsesSHA256 string `json:"synapses_sha256"`
	}
	readJSON(t, "rows.json", &golden)
	if len(golden) != 10 {
		t.Fatalf("testdata has %d recipes, not 10", len(golden))
	}
	for name, want := range golden {
		t.Run(name, func(t *testing.T) {
			b := build(t, name, "")
			if len(b.Neurons) != want.Neurons || b.Synapses.Len() != want.Synapses {
				t.Errorf("%d neurons and %d synapses, V8 has %d and %d", len(b.Neurons), b.Synapses.Len(), want.Neurons, want.Synapses)
			}
			if got := hashOf(neuronLines(b)); got != want.NeuronsSHA256 {
				t.Errorf("neurons hash to %s, V8's to %s", got, want.NeuronsSHA256)
			}
			if got := hashOf(synapseLines(b)); got != want.SynapsesSHA256 {
				t.Errorf("synapses hash to %s, V8's to %s", got, want.SynapsesSHA256)
			}
			for i, y := range b.Synapses.All() {
				if y.ID != int64(i)+1 {
					t.Fatalf("synapse %d has the id %d", i, y.ID)
				}
			}
		})
	}
}

// database is what testdata says of one of V8's databases.
type database struct {
	Recipe            string
	SynapseDefaults   string `json:"synapse_defaults"`
	BodyMap           int    `json:"body_map"`
	BodyMapSHA256     string `json:"body_map_sha256"`
	SensorMap         int    `json:"sensor_map"`
	SensorMapSHA256   string `json:"sensor_map_sha256"`
	ParamsSHA256      string `json:"params_sha256"`
	StateSHA256       string `json:"state_sha256"`
	NeuronStateSHA256 string `json:"neuron_state_sha256"`
}

// TestDatabaseHashes compares everything that TestRows leaves out with hashes
// of the databases that V8 wrote.
func TestDatabaseHashes(t *testing.T) {
	var databases map[string]database
	readJSON(t, "databases.json", &databases)
	if len(databases) != 5 {
		t.Fatalf("testdata has %d databases, not 5", len(databases))
	}
	for name, want := range databases {
		t.Run(name, func(t *testing.T) {
			b := build(t, want.Recipe, want.SynapseDefaults)
			if len(b.BodyMap) != want.BodyMap || len(b.SensorMap) != want.SensorMap {
				t.Errorf("maps of %d and %d rows, V8's have %d and %d", len(b.BodyMap), len(b.SensorMap), want.BodyMap, want.SensorMap)
			}
			for _, c := range []struct {
				what  string
				lines []string
				want  string
			}{
				{"body_map", bodyLines(b), want.BodyMapSHA256},
				{"sensor_map", sensorLines(b), want.SensorMapSHA256},
				{"params", paramsLines(b), want.ParamsSHA256},
				{"state", stateLines(b), want.StateSHA256},
				{"v, u and last_spike", neuronStateLines(b), want.NeuronStateSHA256},
			} {
				if got := hashOf(c.lines); got != c.want {
					t.Errorf("%s: hash %s, V8's is %s", c.what, got, c.want)
				}
			}
		})
	}
}

func BenchmarkGenerate(b *testing.B) {
	for _, name := range []string{"arena_v1", "big_layered_v1"} {
		b.Run(name, func(b *testing.B) {
			r, err := recipe.Builtin(name)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := r.Generate(r.Seed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
