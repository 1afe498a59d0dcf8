package shaders

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Version is the GLSL that every kernel is written in.
const Version = "430 core"

var (
	directive     = regexp.MustCompile(`^\s*#\s*([a-z]+)\b\s*(.*?)\s*$`)
	includeTarget = regexp.MustCompile(`^"([^"]+)"$`)
	identifier    = regexp.MustCompile(`^[A-Za-z_][A-Za-z_0-9]*$`)
)

// Expand reads the kernel called name from fsys, replaces each
//
//	#include "file"
//
// by the file (looked up beside the including file, once per kernel however
// often it is included), and puts the version and the defines, in their order,
// before it. A missing or cyclic include is an error that tells the chain that
// led there. An include inside a conditional is an error too: since a file
// comes in once only, it would be lost for the rest when the condition fails.
func Expand(fsys fs.FS, name string, defines ...Define) (Source, error) {
	e := expansion{fsys: fsys, included: map[string]bool{}}
	e.add("#version "+Version, Place{Prelude, 1})
	for i, d := range defines {
		if err := d.check(); err != nil {
			return Source{}, fmt.Errorf("%s: %w", name, err)
		}
		e.add("#define "+d.Name+" "+d.Value, Place{Prelude, i + 2})
	}
	if err := e.file(name, nil); err != nil {
		return Source{}, err
	}
	return Source{Name: name, Text: e.text.String(), places: e.places}, nil
}

// check refuses a definition that would break the lines around it.
func (d Define) check() error {
	if !identifier.MatchString(d.Name) {
		return fmt.Errorf("define %q is not an identifier", d.Name)
	}
	if strings.HasPrefix(d.Name, "GL_") || strings.Contains(d.Name, "__") {
		return fmt.Errorf("define %q: GLSL keeps names that start with GL_ or hold __ to itself", d.Name)
	}
	if strings.ContainsAny(d.Value, "\r\n\\") {
		return fmt.Errorf("define %s: its value %q is not one line", d.Name, d.Value)
	}
	return nil
}

// expansion is an Expand under way.
type expansion struct {
	fsys     fs.FS
	text     strings.Builder
	places   []Place
	included map[string]bool
}

// add appends a line.
func (e *expansion) add(line string, place Place) {
	e.text.WriteString(line)
	e.text.WriteByte('\n')
	e.places = append(e.places, place)
}

// file appends the named file; chain holds the files that include it.
func (e *expansion) file(name string, chain []string) error {
	data, err := fs.ReadFile(e.fsys, name)
	if err != nil {
		return fmt.Errorf("%w%s", err, from(chain))
	}
	e.included[name] = true
	scan := scanner{name: name, root: len(chain) == 0}
	text := strings.TrimSuffix(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	for i, line := range strings.Split(text, "\n") {
		line, target, err := scan.scan(line, i+1)
		switch {
		case err != nil:
			return fmt.Errorf("%w%s", err, from(chain))
		case target == "":
			e.add(line, Place{name, i + 1})
		default:
			if err := e.include(path.Join(path.Dir(name), target), i+1, append(slices.Clip(chain), name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// include appends a file that the last of the chain includes at a line.
func (e *expansion) include(target string, line int, chain []string) error {
	if slices.Contains(chain, target) {
		return fmt.Errorf("%s:%d: %s includes itself: %s -> %s", chain[len(chain)-1], line, target, strings.Join(chain, " -> "), target)
	}
	if e.included[target] {
		return nil
	}
	return e.file(target, chain)
}

// from tells the way to an included file, innermost last.
func from(chain []string) string {
	if len(chain) == 0 {
		return ""
	}
	return " (included by " + strings.Join(chain, " -> ") + ")"
}

// scanner follows one file's comments and conditionals.
type scanner struct {
	name    string
	root    bool
	comment bool // inside /* */
	depth   int  // open #if, #ifdef, #ifndef
}

// scan returns what is to stay of a line, or the target of its include.
func (s *scanner) scan(line string, number int) (keep, target string, err error) {
	within := s.comment
	found := directive.FindStringSubmatch(s.uncomment(line))
	within = within || s.comment
	if found == nil {
		return line, "", nil
	}
	refuse := func(why string) error {
		return fmt.Errorf("%s:%d: #%s %s: %s", s.name, number, found[1], found[2], why)
	}
	if within && (found[1] == "version" || found[1] == "include") {
		return "", "", refuse("on a line of a comment that spans lines, which would be torn")
	}
	switch word, rest := found[1], found[2]; word {
	case "if", "ifdef", "ifndef":
		s.depth++
	case "endif":
		s.depth--
	case "line":
		return "", "", refuse("would lead messages to a wrong line")
	case "version":
		if !s.root || rest != Version {
			return "", "", refuse("kernels are " + Version + ", and only a kernel's own file may say so")
		}
		return "", "", nil // Expand has written it
	case "include":
		quoted := includeTarget.FindStringSubmatch(rest)
		switch {
		case quoted == nil:
			return "", "", refuse(`want #include "file"`)
		case s.depth > 0:
			return "", "", refuse("inside a conditional")
		}
		return "", quoted[1], nil
	}
	return line, "", nil
}

// uncomment returns the line with its comments blanked and remembers whether
// it ends inside one.
func (s *scanner) uncomment(line string) string {
	var bare strings.Builder
	for line != "" {
		if s.comment {
			end := strings.Index(line, "*/")
			if end < 0 {
				return bare.String()
			}
			s.comment, line = false, line[end+2:]
			bare.WriteByte(' ')
			continue
		}
		start := strings.Index(line, "/")
		if start < 0 || start+1 == len(line) {
			bare.WriteString(line)
			break
		}
		bare.WriteString(line[:start])
		switch line[start+1] {
		case '/':
			return bare.String()
		case '*':
			s.comment, line = true, line[start+2:]
		default:
			bare.WriteByte('/')
			line = line[start+1:]
		}
	}
	return bare.String()
}
