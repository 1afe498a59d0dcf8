package recipe

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/internal/input"
)

// Load returns the built-in recipe of the given name, or else reads a recipe
// file. Circuit files that the recipe names must lie in its folder or below.
func Load(nameOrFile string) (*Recipe, error) {
	if slices.Contains(Names(), nameOrFile) {
		return Builtin(nameOrFile)
	}
	f, err := input.Open(nameOrFile)
	if errors.Is(err, fs.ErrNotExist) && filepath.Base(nameOrFile) == nameOrFile {
		return nil, fmt.Errorf("unknown recipe %q: there is no such file, and built in are %s", nameOrFile, strings.Join(Names(), ", "))
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read recipe: %w", err)
	}
	defer f.Close()
	data, err := input.ReadOpen(f, maxFileSize)
	if err != nil {
		return nil, fmt.Errorf("cannot read recipe: %w", err)
	}
	folder, err := os.OpenRoot(filepath.Dir(nameOrFile))
	if err != nil {
		return nil, fmt.Errorf("cannot open the recipe's folder: %w", err)
	}
	defer folder.Close()
	r, err := parse(nameOrFile, data, folder)
	if err != nil {
		return nil, err
	}
	if r.Name == "" {
		r.Name = strings.TrimSuffix(filepath.Base(nameOrFile), ".json")
	}
	return r, nil
}

// Parse reads a recipe from text. Its circuits are built-in ones; name stands
// for it in errors.
func Parse(name string, text []byte) (*Recipe, error) { return parse(name, text, nil) }

// finder finds the circuits that the components of one recipe name.
type finder struct {
	folder   *os.Root            // the recipe's folder; nil for built-in recipes
	read     map[string]*Circuit // files read so far, by clean path
	warnings []string
}

// byType returns the built-in circuit of the given name.
func (f *finder) byType(name string) (*Circuit, error) {
	if c := library().byName[name]; c != nil {
		return c, nil
	}
	return nil, fmt.Errorf("unknown circuit %s (built in: %s)", quoted(name), strings.Join(circuitNames(), ", "))
}

// byPath returns the circuit that a component's path means: a built-in
// circuit's name, a file in the recipe's folder, or any path whose last part
// is a built-in circuit's name. The recipe's own file comes before the
// built-in circuit that its name may resemble.
func (f *finder) byPath(name string) (*Circuit, error) {
	if c := library().byName[name]; c != nil {
		return c, nil
	}
	clean := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	isFile := strings.HasSuffix(clean, ".json") && f.folder != nil
	if isFile && filepath.IsLocal(filepath.FromSlash(clean)) {
		c, err := f.file(clean)
		if err == nil {
			return c, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	if c := library().byName[strings.TrimSuffix(path.Base(clean), ".json")]; c != nil {
		return c, nil
	}
	if isFile {
		return nil, fmt.Errorf("unknown circuit %s: there is no such file in the recipe's folder", quoted(name))
	}
	return f.byType(name)
}

// file reads a circuit file, once.
func (f *finder) file(name string) (*Circuit, error) {
	if c := f.read[name]; c != nil {
		return c, nil
	}
	if info, err := f.folder.Stat(filepath.FromSlash(name)); err == nil && info.Mode()&os.ModeNamedPipe != 0 {
		return nil, fmt.Errorf("cannot read circuit: %s is a pipe", name) // of which the opening may never end
	}
	file, err := f.folder.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, fmt.Errorf("cannot read circuit: %w", err)
	}
	defer file.Close()
	data, err := input.ReadOpen(file, maxFileSize)
	if err != nil {
		return nil, fmt.Errorf("cannot read circuit: %w", err)
	}
	c, warnings, err := parseCircuit(name, KindFile, data)
	if err != nil {
		return nil, err
	}
	f.read[name] = c
	f.warnings = append(f.warnings, warnings...)
	return c, nil
}
