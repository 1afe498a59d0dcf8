package launch

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// The built-in brain, which run takes without --brain.
const (
	// BuiltinName names the recipe of the built-in brain.
	BuiltinName = "arena_v1"
	// generatorVersion is part of the kept file's name. Raise it when the same
	// recipe and seed give other rows than before.
	generatorVersion = 1
)

// builtin returns the built-in brain. It is generated on first use and
// kept in the user's cache folder; where that cannot be written, it is
// generated every time.
func builtin(note, warn Printf) (*snn.Brain, error) {
	r, err := recipe.Builtin(BuiltinName)
	if err != nil {
		return nil, err
	}
	kept, reason := builtinFile(r)
	if kept != "" {
		if brain, _, err := loader.Read(kept); err == nil {
			return brain, nil
		} else if _, missing := os.Stat(kept); missing == nil {
			warn("%v; it is generated anew", err)
		}
	}
	note("generating the built-in brain %s, seed %d", r.Name, r.Seed)
	brain, err := r.Generate(r.Seed)
	if err != nil {
		return nil, err
	}
	if kept != "" {
		if reason = os.MkdirAll(filepath.Dir(kept), 0o777); reason == nil {
			reason = loader.Write(kept, brain)
		}
	}
	if reason != nil {
		warn("the built-in brain is not kept for the next run: %v", reason)
	}
	return brain, nil
}

// builtinFile names the file in which the built-in brain is kept.
func builtinFile(r *recipe.Recipe) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(cache, "engine-gpu", fmt.Sprintf("%s_s%d_g%d.db", r.Name, r.Seed, generatorVersion)), nil
}
