package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/engine-gpu/engine-gpu/recipe"
)

// list prints the built-in recipes and circuits.
func list(out io.Writer) error {
	var b strings.Builder
	b.WriteString("Recipes (generate --recipe NAME)\n\n")
	if err := listRecipes(&b); err != nil {
		return err
	}
	b.WriteString("\nCircuits (\"type\" of a recipe's components; > input and < output terminals)\n")
	listCircuits(&b)
	_, err := io.WriteString(out, b.String())
	return err
}

func listRecipes(out io.Writer) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  name\tseed\tneurons\tcircuits\tprojections\tworld\t")
	var descriptions strings.Builder
	for _, name := range recipe.Names() {
		r, err := recipe.Builtin(name)
		if err != nil {
			return err
		}
		neurons, copies := 0, 0
		for _, c := range r.Components {
			neurons += c.Count * len(c.Circuit.Nodes)
			copies += c.Count
		}
		world := "-"
		if r.Arena {
			world = "arena"
		}
		fmt.Fprintf(t, "  %s\t%d\t%s\t%s\t%d\t%s\t\n", name, r.Seed, grouped(int64(neurons)), grouped(int64(copies)), len(r.Projections), world)
		if r.Description != "" {
			fmt.Fprintf(&descriptions, "\n  %s\n%s", name, wrapped(r.Description, "      "))
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(out, descriptions.String())
	return err
}

func listCircuits(out *strings.Builder) {
	for _, c := range recipe.Circuits() {
		fmt.Fprintf(out, "\n  %s (%s, %d neurons, %d synapses)\n", c.Name, strings.ReplaceAll(string(c.Kind), "_", "-"), len(c.Nodes), len(c.Paths))
		out.WriteString(wrapped(c.Description, "      "))
		var ends []string
		for _, bind := range []recipe.Bind{recipe.Input, recipe.Output} {
			for _, t := range c.Terminals {
				if t.Bind != bind {
					continue
				}
				sign := "<"
				if bind == recipe.Input {
					sign = ">"
				}
				ends = append(ends, sign+t.Label)
			}
		}
		out.WriteString(wrapped(strings.Join(ends, " "), "      "))
	}
}

// wrapped breaks a text into indented lines.
func wrapped(text, indent string) string {
	const width = 80
	var b strings.Builder
	line := indent
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > width && len(line) > len(indent) {
			b.WriteString(line + "\n")
			line = indent
		}
		if len(line) > len(indent) {
			line += " "
		}
		line += word
	}
	if len(line) > len(indent) {
		b.WriteString(line + "\n")
	}
	return b.String()
}
