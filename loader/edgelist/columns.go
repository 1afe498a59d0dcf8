package edgelist

import (
	"fmt"
	"slices"
	"strings"
)

// Columns names the columns of an edge list.
type Columns struct {
	Pre    string // presynaptic neuron
	Post   string // postsynaptic neuron
	Weight string
	Delay  string // [ms]; empty: none
}

// indices of the columns within a file; delay is -1 where there is none.
type indices struct{ pre, post, weight, delay int }

// knownColumns lists the names that are known without being told, the most
// preferred first.
func knownColumns() []Columns {
	return []Columns{
		// P. K. Shiu et al., "A Drosophila computational brain model reveals
		// sensorimotor processing", doi:10.1038/s41586-024-07763-9.
		{Pre: indexPre, Post: indexPost, Weight: "Excitatory x Connectivity"},
		{Pre: "Presynaptic_ID", Post: "Postsynaptic_ID", Weight: "Excitatory x Connectivity"},
		{Pre: "pre", Post: "post", Weight: "weight"},
		{Pre: "source", Post: "target", Weight: "weight"},
		{Pre: "pre_root_id", Post: "post_root_id", Weight: "syn_count"}, // FlyWire Codex
	}
}

const (
	indexPre, indexPost = "Presynaptic_Index", "Postsynaptic_Index"
	knownDelay          = "delay"
)

// areIndices reports whether the names alone say that neurons are indices.
func (c Columns) areIndices() bool {
	return strings.EqualFold(c.Pre, indexPre) && strings.EqualFold(c.Post, indexPost)
}

// choose finds the columns in a file of the given names. What want names has
// to be there; the rest follows from the names that are known.
func choose(names []string, want Columns) (indices, Columns, error) {
	for _, known := range knownColumns() {
		at := indices{
			pre: find(names, want.Pre, known.Pre), post: find(names, want.Post, known.Post),
			weight: find(names, want.Weight, known.Weight), delay: find(names, want.Delay, knownDelay),
		}
		if at.pre < 0 || at.post < 0 || at.weight < 0 || want.Delay != "" && at.delay < 0 {
			continue
		}
		found := Columns{Pre: names[at.pre], Post: names[at.post], Weight: names[at.weight]}
		if at.delay >= 0 {
			found.Delay = names[at.delay]
		}
		return at, found, nil
	}
	return indices{}, Columns{}, missing(names, want)
}

// find returns the index of the column of the wanted name or, where none is
// wanted, of the known one; -1 if there is none. Letters match in either case,
// but a name that matches exactly goes first.
func find(names []string, want, known string) int {
	if want == "" {
		want = known
	}
	if i := slices.Index(names, want); i >= 0 {
		return i
	}
	return slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, want) })
}

// missing says which columns were looked for and which the file has.
func missing(names []string, want Columns) error {
	for _, w := range []string{want.Pre, want.Post, want.Weight, want.Delay} {
		if w != "" && find(names, w, "") < 0 {
			return fmt.Errorf("%w as %q: the file has %s", ErrNoColumn, w, listed(names))
		}
	}
	var known []string
	for _, c := range knownColumns() {
		known = append(known, strings.Join([]string{c.Pre, c.Post, c.Weight}, "/"))
	}
	return fmt.Errorf("%w: the file has %s, and neither %s: say which they are", ErrNoColumn, listed(names), strings.Join(known, " nor "))
}

// listed lists the names of columns, the first of them if there are many.
func listed(names []string) string {
	const most = 12
	if len(names) == 0 {
		return "no columns"
	}
	text := make([]string, 0, most)
	for _, n := range names[:min(len(names), most)] {
		text = append(text, fmt.Sprintf("%.40q", n))
	}
	if len(names) > most {
		text = append(text, fmt.Sprintf("%d more", len(names)-most))
	}
	return strings.Join(text, ", ")
}
