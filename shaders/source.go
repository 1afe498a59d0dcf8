package shaders

// Source is a kernel ready for the driver.
type Source struct {
	// Name is the kernel's file.
	Name string
	// Text is the whole program text: version, defines, then the files.
	Text string

	places []Place // of the text's lines
}

// Place is a line of a file, counted from 1.
type Place struct {
	File string
	Line int
}

// Prelude is the name under which the version line and the defines appear.
const Prelude = "<defines>"

// Place tells where a line of the text, counted from 1, comes from.
//
// The text has no #line directives for this: Mesa forgets their source string
// in most of its messages, so that the file would be lost. The number of a
// line in the whole text is what all drivers agree on.
func (s Source) Place(line int) (Place, bool) {
	if line < 1 || line > len(s.places) {
		return Place{}, false
	}
	return s.places[line-1], true
}

// Files lists the files in the order in which they come in first.
func (s Source) Files() []string {
	var files []string
	seen := map[string]bool{Prelude: true}
	for _, p := range s.places {
		if !seen[p.File] {
			seen[p.File] = true
			files = append(files, p.File)
		}
	}
	return files
}

// Define is one preprocessor definition.
type Define struct {
	Name  string
	Value string
}
