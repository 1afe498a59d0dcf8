package shaders

// Source is a kernel ready for the driver.
type Source struct {
	// Name is the kernel's file.
	Name string
	// Text is the whole program text: version, defines, then the files with
	// a #line directive at every change of file.
	Text string
	// Files maps a source-string number, as drivers print it, to a file.
	// Number 0 is the prelude that Expand writes.
	Files []string
}

// Prelude is the name under which messages about the version line and the
// defines appear.
const Prelude = "<defines>"

// Define is one preprocessor definition.
type Define struct {
	Name  string
	Value string
}
