// Package testbrain generates the brains that tests run. Only tests import it.
package testbrain

import (
	"sync"
	"testing"

	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Later are the synapse defaults of V8's later release, which learns both ways.
const Later = `{"plastic": {"ltd_ratio": 0.5}}`

// Builtin generates the brain of a built-in recipe with the recipe's own seed
// and synapse defaults, "" for none.
func Builtin(tb testing.TB, name, synapseDefaults string) *snn.Brain {
	tb.Helper()
	r := builtin(tb, name, synapseDefaults)
	return generate(tb, r, r.Seed)
}

// Seeded does the same with another seed.
func Seeded(tb testing.TB, name, synapseDefaults string, seed int64) *snn.Brain {
	tb.Helper()
	return generate(tb, builtin(tb, name, synapseDefaults), seed)
}

func builtin(tb testing.TB, name, synapseDefaults string) *recipe.Recipe {
	tb.Helper()
	r, err := recipe.Builtin(name)
	if err != nil {
		tb.Fatal(err)
	}
	if synapseDefaults != "" {
		if err := r.AddSynapseDefaults(synapseDefaults); err != nil {
			tb.Fatal(err)
		}
	}
	return r
}

// FromRecipe generates the brain of a recipe's JSON.
func FromRecipe(tb testing.TB, text string) *snn.Brain {
	tb.Helper()
	r, err := recipe.Parse("recipe.json", []byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	return generate(tb, r, r.Seed)
}

func generate(tb testing.TB, r *recipe.Recipe, seed int64) *snn.Brain {
	tb.Helper()
	brain, err := r.Generate(seed)
	if err != nil {
		tb.Fatal(err)
	}
	return brain
}

// arena is generated once: many tests run it.
var arena = sync.OnceValues(func() (*snn.Brain, error) {
	r, err := recipe.Builtin("arena_v1")
	if err != nil {
		return nil, err
	}
	return r.Generate(r.Seed)
})

// Arena is the brain arena_v1, the same for all tests of a process: they only
// read it.
func Arena(tb testing.TB) *snn.Brain {
	tb.Helper()
	brain, err := arena()
	if err != nil {
		tb.Fatal(err)
	}
	return brain
}
