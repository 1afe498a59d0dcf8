package loader

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// sharedDatabase is a database that V8 wrote, from the reference data that
// stands beside the repository.
func sharedDatabase(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "v8", name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("ENGINE_GPU_REQUIRE_SHARED") == "1" {
			t.Fatalf("V8's databases are required (ENGINE_GPU_REQUIRE_SHARED=1): %v", err)
		}
		t.Skipf("SKIPPED: no databases of V8 beside this checkout: %v", err)
	}
	return path
}

var sharedBrains = []struct {
	name              string
	neurons, synapses int
	body, sensors     int
	params, states    int
	warnings          string
}{
	{"arena_v1_s42.db", 8070, 61875, 620, 680, 13, 6, ""},
	{"arena_v1_s42_documented.db", 8070, 61875, 620, 680, 13, 6, ""},
	{"corners.db", 77, 520, 0, 0, 130, 8, "21 chemical synapses have delay 0: they arrive 31 ticks later, as in V8"},
	{"exp06_pipeline.db", 112, 282, 0, 0, 5, 4, ""},
	{"exp12_hybrid.db", 163, 408, 0, 0, 6, 5, ""},
	{"kitchen_sink.db", 271, 808, 0, 0, 7, 5, ""},
}

func TestV8Databases(t *testing.T) {
	for _, want := range sharedBrains {
		t.Run(want.name, func(t *testing.T) {
			path := sharedDatabase(t, want.name)
			before := folderState(t, path)
			b, warnings, err := Read(path)
			if err != nil {
				t.Fatal(err)
			}
			got := []int{len(b.Neurons), b.Synapses.Len(), len(b.BodyMap), len(b.SensorMap), len(b.ParamSets), len(b.States)}
			if w := []int{want.neurons, want.synapses, want.body, want.sensors, want.params, want.states}; fmt.Sprint(got) != fmt.Sprint(w) {
				t.Errorf("neurons, synapses, body, sensors, params, states %v, want %v", got, w)
			}
			if text := strings.Join(warnings, "; "); text != want.warnings {
				t.Errorf("warnings %q, want %q", text, want.warnings)
			}
			if after := folderState(t, path); after != before {
				t.Error("reading changed the folder")
			}

			// Written again, it is the same database: schema, rows, indexes.
			again := filepath.Join(t.TempDir(), "again.db")
			if err := Write(again, b); err != nil {
				t.Fatal(err)
			}
			copied := filepath.Join(t.TempDir(), "copy.db") // SQLite may need to write beside it
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			write(t, copied, data)
			if everything(t, again) != everything(t, copied) {
				t.Error("what Write wrote differs from what V8 wrote")
			}
			if got := strings.Join(values(t, again, "PRAGMA integrity_check"), ""); got != "string ok" {
				t.Error(got)
			}
		})
	}
}

// The documented release writes plastic rows without ltd_ratio, the later one
// with it.
func TestV8Releases(t *testing.T) {
	for name, want := range map[string]struct {
		ltd   bool
		ratio float64
	}{"arena_v1_s42.db": {true, 0.5}, "arena_v1_s42_documented.db": {false, 0}} {
		b := read(t, sharedDatabase(t, name))
		plastic := 0
		for _, y := range b.Synapses.All() {
			if y.Type != snn.Plastic {
				continue
			}
			plastic++
			if p := b.ParamSets[y.Params]; p.HasLTD != want.ltd || p.LTDRatio != want.ratio {
				t.Fatalf("%s: synapse %d has LTD %v with ratio %v", name, y.ID, p.HasLTD, p.LTDRatio)
			}
		}
		if plastic != 7498 {
			t.Errorf("%s: %d plastic synapses, want 7498", name, plastic)
		}
	}
}

// corners has gaps in its neuron ids: 77 of them from 10 to 238. Its first two
// synapses lead from neuron 199 to 10 and from 115 to 127.
func TestV8Corners(t *testing.T) {
	b := read(t, sharedDatabase(t, "corners.db"))
	if first, last := b.Neurons[0].ID, b.Neurons[76].ID; first != 10 || last != 238 {
		t.Errorf("neuron ids %d..%d, want 10..238", first, last)
	}
	for i, want := range [][2]int64{{199, 10}, {115, 127}} {
		y := b.Synapses.At(i)
		if got := [2]int64{b.Neurons[y.Source].ID, b.Neurons[y.Target].ID}; got != want {
			t.Errorf("synapse %d leads %v, want %v", y.ID, got, want)
		}
	}
	if n := b.RingLength(); n != 31 {
		t.Errorf("ring of %d, want 31", n)
	}
}
