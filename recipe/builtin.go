package recipe

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed recipes/*.json circuits/components/*.json circuits/sub_components/*.json
var files embed.FS

// circuitLibrary is the built-in circuits.
type circuitLibrary struct {
	circuits []*Circuit // components first, by name
	byName   map[string]*Circuit
	err      error // an embedded file is wrong
}

// library parses the built-in circuits, once.
var library = sync.OnceValue(func() *circuitLibrary {
	l := &circuitLibrary{byName: map[string]*Circuit{}}
	l.err = errors.Join(l.add("circuits/components", KindComponent), l.add("circuits/sub_components", KindSubComponent))
	return l
})

// add parses the circuits of an embedded folder.
func (l *circuitLibrary) add(folder string, kind Kind) error {
	for _, name := range stems(folder) {
		file := path.Join(folder, name+".json")
		data, err := files.ReadFile(file)
		if err != nil {
			return err
		}
		c, _, err := parseCircuit(file, kind, data)
		if err != nil {
			return err
		}
		if c.Name != name {
			return fmt.Errorf("%s: name: is %q", file, c.Name)
		}
		l.circuits = append(l.circuits, c)
		l.byName[name] = c
	}
	return nil
}

// stems lists the names of an embedded folder's JSON files, sorted.
func stems(folder string) []string {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil // a test lists what must be there
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".json"))
	}
	slices.Sort(names)
	return names
}

// Circuits returns the built-in circuits, components before sub-components,
// each by name.
func Circuits() []*Circuit { return slices.Clone(library().circuits) }

// circuitNames lists the built-in circuits.
func circuitNames() []string {
	var names []string
	for _, c := range library().circuits {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	return names
}

// Names returns the names of the built-in recipes, sorted.
func Names() []string { return stems("recipes") }

// Builtin returns the built-in recipe of the given name.
func Builtin(name string) (*Recipe, error) {
	if !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("unknown recipe %q (built in: %s)", name, strings.Join(Names(), ", "))
	}
	data, err := files.ReadFile("recipes/" + name + ".json")
	if err != nil {
		return nil, err
	}
	return parse("recipe "+name, data, nil)
}
