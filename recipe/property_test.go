package recipe

import (
	"encoding/json"
	"maps"
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/snn"
)

// values are what TestParseNeverPanics puts into a document in place of what
// was there.
func values() []any {
	return []any{
		nil, true, "", "x", "cpg", "fixed", "plastic", "gated", "\x00\n", -1, 0, 1, 2.5, -1e300, 1e300,
		json.Number("1e999"), json.Number("-0"), math.MaxInt64,
		[]any{}, []any{nil}, []any{0, 1}, map[string]any{}, map[string]any{"type": "cpg"}, map[string]any{"a": nil},
	}
}

// mutate puts a random value somewhere into a document, or takes a key away.
func mutate(t *rapid.T, v any) any {
	stop := rapid.IntRange(0, 5).Draw(t, "stop") == 0
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 || stop {
			break
		}
		key := rapid.SampledFrom(slices.Sorted(maps.Keys(v))).Draw(t, "key")
		switch rapid.IntRange(0, 6).Draw(t, "what") {
		case 0:
			delete(v, key)
		case 1:
			v[key+"_"] = v[key]
		default:
			v[key] = mutate(t, v[key])
		}
		return v
	case []any:
		if len(v) == 0 || stop {
			break
		}
		i := rapid.IntRange(0, len(v)-1).Draw(t, "index")
		v[i] = mutate(t, v[i])
		return v
	}
	return rapid.SampledFrom(values()).Draw(t, "value")
}

// document is a text spoilt in up to four places, or cut short.
func document(t *rapid.T, text []byte) []byte {
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(1, 4).Draw(t, "changes") {
		v = mutate(t, v)
	}
	spoilt, err := json.Marshal(v)
	if err != nil { // 1e999 is no number to Go
		return []byte(`{"layer_spacing": 1e999}`)
	}
	if rapid.IntRange(0, 9).Draw(t, "cut") == 0 {
		spoilt = spoilt[:rapid.IntRange(0, len(spoilt)).Draw(t, "length")]
	}
	return spoilt
}

// TestParseNeverPanics spoils the built-in documents. What still parses must
// also generate, or say why not, and everything in the brain must be in range.
func TestParseNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"exp12_hybrid_creature", "exp06_structured_pipeline", "kitchen_sink"}).Draw(t, "recipe")
		text, err := files.ReadFile("recipes/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		r, err := parse("t.json", document(t, text), nil)
		if err != nil {
			oneLine(t, err)
			return
		}
		if r.expectedSynapses() > 1e5 || len(r.place()) > 1000 {
			return
		}
		b, err := r.Generate(1)
		if err != nil {
			oneLine(t, err)
			return
		}
		checkBrain(t, b)
	})
}

func TestParseCircuitNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"components/cpg", "sub_components/burst_rebound", "sub_components/basal_ganglia"}).Draw(t, "circuit")
		text, err := files.ReadFile("circuits/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := parseCircuit("c.json", KindFile, document(t, text)); err != nil {
			oneLine(t, err)
		}
	})
}

// TestParseBytesNeverPanic feeds bytes that are no document.
func TestParseBytesNeverPanic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.OneOf(rapid.SliceOf(rapid.Byte()), rapid.Map(rapid.String(), func(s string) []byte { return []byte(s) })).Draw(t, "data")
		if _, err := parse("t.json", data, nil); err == nil {
			t.Fatalf("%q is a recipe", data)
		} else {
			oneLine(t, err)
		}
	})
}

func oneLine(t *rapid.T, err error) {
	for _, c := range err.Error() {
		if c == '\n' || c == '\r' || c == 0 {
			t.Fatalf("error is not one clean line: %q", err)
		}
	}
}

func checkBrain(t *rapid.T, b *snn.Brain) {
	if err := b.Validate(); err != nil {
		t.Fatal(err)
	}
	for i, s := range b.Synapses.All() {
		if s.ID != int64(i)+1 || s.Type.Chemical() && s.Delay < 1 {
			t.Fatalf("synapse %d is %+v", i, s)
		}
	}
}

// TestGenerateIsDeterministic builds a brain twice, and with another seed.
func TestGenerateIsDeterministic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Int64Range(0, math.MaxInt64-1).Draw(t, "seed")
		name := rapid.SampledFrom([]string{"kitchen_sink", "exp12_hybrid_creature", "exp06_structured_pipeline"}).Draw(t, "recipe")
		brain := func(seed int64) *snn.Brain {
			r, err := Builtin(name)
			if err != nil {
				t.Fatal(err)
			}
			b, err := r.Generate(seed)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		first := brain(seed)
		if !reflect.DeepEqual(first, brain(seed)) {
			t.Fatal("the same seed gave another brain")
		}
		if !reflect.DeepEqual(first, brain(-seed)) {
			t.Fatal("Python takes a seed and its negative for the same; here the brains differ")
		}
		if reflect.DeepEqual(first, brain(seed+1)) {
			t.Fatal("another seed gave the same brain")
		}
	})
}

// TestGridFindsAllNear compares the grid with a loop over all copies.
func TestGridFindsAllNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		maxDistance := rapid.OneOf(
			rapid.SampledFrom([]float64{1e-3, 1, 11.999, 12, 12.5, 16.97, 24, 50, 1e6}), rapid.Float64Range(0.001, 200)).Draw(t, "max")
		coordinate := rapid.OneOf(
			rapid.Map(rapid.IntRange(-6, 6), func(i int) float64 { return pitch * float64(i) }),
			rapid.Map(rapid.IntRange(-3, 3), func(i int) float64 { return maxDistance * float64(i) }),
			rapid.Float64Range(-200, 200))
		instances := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) instance {
			return instance{x: coordinate.Draw(t, "x"), z: coordinate.Draw(t, "z")}
		}), 1, 40).Draw(t, "instances")
		near := newGrid(instances, maxDistance)
		for i := range instances {
			var want, got []int32
			for j := range instances {
				if inReach(&instances[i], &instances[j], maxDistance) {
					want = append(want, int32(j))
				}
			}
			for _, j := range near.around(&instances[i]) {
				if inReach(&instances[i], &instances[j], maxDistance) {
					got = append(got, j)
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("near %d: %v, all are %v", i, got, want)
			}
		}
	})
}

func inReach(a, b *instance, maxDistance float64) bool {
	return math.Hypot(a.x-b.x, a.z-b.z) <= maxDistance
}
