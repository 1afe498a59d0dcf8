package main

import (
	"encoding/json"
	"io"

	"github.com/engine-gpu/engine-gpu/snn"
)

// output is a file of --out.
type output struct {
	name   string
	write  func(io.Writer) error
	figure bool
}

// outputs lists the files of --out.
func (s *session) outputs(sum *summary, snapshot *snn.Snapshot) []output {
	files := []output{{name: "summary.json", write: func(w io.Writer) error { return writeJSON(w, sum) }}}
	files = append(files, s.hearing.outputs(sum)...)
	if s.arena != nil && !s.recordsPathAsCSV() { // that file has this one's name and columns, and more
		files = append(files, output{name: "trajectory.csv", write: s.path.WriteCSV})
	}
	return append(files, s.figures(sum, snapshot)...)
}

// writeJSON writes a value as indented JSON.
func writeJSON(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(value)
}

// files adds which files were written.
func (t *table) files(paths []string) {
	name := "written"
	for _, path := range paths {
		t.row(name, "%s", path)
		name = ""
	}
}
