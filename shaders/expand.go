package shaders

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
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
	e := expansion{fsys: fsys, files: []string{Prelude}}
	fmt.Fprintf(&e.text, "#version %s\n", Version)
	for _, d := range defines {
		if err := d.check(); err != nil {
			return Source{}, fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&e.text, "#define %s %s\n", d.Name, d.Value)
	}
	if err := e.file(name, nil); err != nil {
		return Source{}, err
	}
	return Source{Name: name, Text: e.text.String(), Files: e.files}, nil
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
	fsys  fs.FS
	text  strings.Builder
	files []string
}

// file appends the named file; chain holds the files that include it.
func (e *expansion) file(name string, chain []string) error {
	data, err := fs.ReadFile(e.fsys, name)
	if err != nil {
		return fmt.Errorf("%w%s", err, from(chain))
	}
	number := len(e.files)
	e.files = append(e.files, name)
	chain = append(chain, name)
	scan := scanner{name: name, root: number == 1}

	e.line(1, number)
	lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n"), "\n")
	for i, line := range lines {
		target, err := scan.include(line, i+1)
		if err != nil {
			return fmt.Errorf("%w%s", err, from(chain[:len(chain)-1]))
		}
		if target == "" {
			e.text.WriteString(scan.keep(line))
			e.text.WriteByte('\n')
			continue
		}
		target = path.Join(path.Dir(name), target)
		if slices.Contains(chain, target) {
			return fmt.Errorf("%s:%d: %s includes itself: %s", name, i+1, target, strings.Join(append(chain, target), " -> "))
		}
		if !slices.Contains(e.files, target) {
			if err := e.file(target, chain); err != nil {
				return err
			}
			e.line(i+2, number)
			continue
		}
		e.text.WriteByte('\n')
	}
	return nil
}

// line says that what follows is the given line of the given source string.
func (e *expansion) line(line, number int) {
	e.text.WriteString("#line " + strconv.Itoa(line) + " " + strconv.Itoa(number) + "\n")
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
	version bool // the line just scanned is the version line
}

// include returns the target if the line is an include directive.
func (s *scanner) include(line string, number int) (target string, err error) {
	s.version = false
	bare := s.uncomment(line)
	found := directive.FindStringSubmatch(bare)
	if found == nil {
		return "", nil
	}
	switch word, rest := found[1], found[2]; word {
	case "if", "ifdef", "ifndef":
		s.depth++
	case "endif":
		s.depth--
	case "version":
		if !s.root || rest != Version {
			return "", fmt.Errorf("%s:%d: #version %s: kernels are %s, and only a kernel's own file may say so", s.name, number, rest, Version)
		}
		s.version = true
	case "include":
		quoted := includeTarget.FindStringSubmatch(rest)
		if quoted == nil {
			return "", fmt.Errorf(`%s:%d: #include %s: want #include "file"`, s.name, number, rest)
		}
		if s.depth > 0 {
			return "", fmt.Errorf("%s:%d: #include %s inside a conditional", s.name, number, rest)
		}
		return quoted[1], nil
	}
	return "", nil
}

// keep returns what the text keeps of the line just scanned: all of it but the
// version, which Expand has already written.
func (s *scanner) keep(line string) string {
	if s.version {
		return ""
	}
	return line
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
