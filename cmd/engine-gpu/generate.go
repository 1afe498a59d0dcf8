package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// generateOptions are the flags of generate.
type generateOptions struct {
	recipe          *string
	seed            *int64
	seedGiven       bool
	out             *string
	list            *bool
	synapseDefaults *string
	memory          *memoryLimit
}

func generateCommand() command {
	return command{
		name:    "generate",
		summary: "Build a brain from a recipe.",
		usage:   "--recipe NAME|FILE [flags]  |  generate --list",
		details: `
The same recipe and seed always give the same rows. Recipes for the arena get
their body and sensor maps. A file that stands at --out is replaced when the
new one is complete.`,
		build: func(f *flags) action {
			o := generateOptions{
				recipe: f.text("recipe", "NAME|FILE", "a built-in recipe, or a recipe file (JSON)"),
				seed: f.whole("seed", 0, math.MinInt64, math.MaxInt64,
					"seed of the random numbers (default: the recipe's)"),
				out: f.text("out", "FILE", "the file to write, columnar if its name ends in "+loader.ColumnarSuffix+", else a database\n"+
					"(default: RECIPE_sSEED.db in the current folder)"),
				synapseDefaults: f.text("synapse-defaults", "JSON",
					"parameters laid over the defaults of synapse types, for example\n"+
						`'{"plastic": {"ltd_ratio": 0.5}}' for the rows of V8's later release`),
				memory: f.memoryLimit(),
				list:   f.yes("list", false, "list the built-in recipes and circuits, and stop"),
			}
			return func(ctx context.Context, std streams) error {
				o.seedGiven = f.given("seed")
				switch {
				case *o.list && *o.recipe != "":
					return f.wrong("--list and --recipe exclude each other")
				case *o.list:
					return list(std.out)
				case *o.recipe == "":
					return f.wrong("no recipe: give --recipe NAME or FILE; --list shows the built-in ones")
				}
				return generate(ctx, std, &o)
			}
		},
	}
}

// generate builds a recipe's brain and writes it.
func generate(ctx context.Context, std streams, o *generateOptions) error {
	start := time.Now()
	r, err := recipe.Load(*o.recipe)
	if err != nil {
		return err
	}
	if *o.synapseDefaults != "" {
		if err := r.AddSynapseDefaults(*o.synapseDefaults); err != nil {
			return err
		}
	}
	for _, w := range r.Warnings {
		std.warn("%s", w)
	}
	seed := r.Seed
	if o.seedGiven {
		seed = *o.seed
	}
	path := *o.out
	if path == "" {
		if path, err = brainOfRecipe(*o.recipe, r.Name, seed); err != nil {
			return err
		}
	}
	if err := checkFileTarget(path); err != nil {
		return err
	}
	if same, err := sameFile(*o.recipe, path); err == nil && same {
		return fmt.Errorf("%s is the recipe itself: choose another --out", path)
	}
	r.MaxBytes = o.memory.left()
	brain, err := r.Generate(seed)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err := loader.Write(path, brain); err != nil {
		return err
	}
	return reportGenerated(std, path, r, seed, brain, time.Since(start))
}

// brainOfRecipe is the file in the current folder for a recipe's brain. The name
// stands in the recipe: it must not lead anywhere else.
func brainOfRecipe(source, name string, seed int64) (string, error) {
	const longest = 200 // bytes: file systems allow 255, endings of temporary files included
	unfit := func(r rune) bool { return strings.ContainsRune(`/\`, r) || !unicode.IsPrint(r) }
	if len(name) > longest || strings.ContainsFunc(name, unfit) || !filepath.IsLocal(name) {
		return "", fmt.Errorf("%s: its name %.60q cannot name a file: give --out FILE", source, name)
	}
	return fmt.Sprintf("%s_s%d.db", name, seed), nil
}

func reportGenerated(std streams, path string, r *recipe.Recipe, seed int64, brain *snn.Brain, took time.Duration) error {
	t := newTable()
	t.row("brain", "%s, seed %d", r.Name, seed)
	t.brain(brain)
	t.written(path, took)
	return t.print(std.out)
}

// brain adds how large a brain is.
func (t *table) brain(b *snn.Brain) {
	t.row("neurons", "%s", grouped(int64(len(b.Neurons))))
	t.row("synapses", "%s", grouped(int64(b.Synapses.Len())))
	if b.HasArenaMaps() {
		t.row("maps", "%s body rows, %s sensor rows", grouped(int64(len(b.BodyMap))), grouped(int64(len(b.SensorMap))))
	}
}

// written adds which file a brain was written to.
func (t *table) written(path string, took time.Duration) {
	t.row("written", "%s%s in %.2f s", path, sizeText(path), took.Seconds())
}

// sizeText is a file's size behind its name.
func sizeText(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return " (" + bytesText(info.Size()) + ")"
}
