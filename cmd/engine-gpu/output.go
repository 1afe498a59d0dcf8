package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/engine-gpu/engine-gpu/plot"
)

// output is a file of --out.
type output struct {
	name  string
	write func(io.Writer) error
}

// outputs lists the files of --out.
func (s *session) outputs(sum *summary) []output {
	files := []output{{"summary.json", func(w io.Writer) error { return writeJSON(w, sum) }}}
	files = append(files, s.hearing.outputs(sum)...)
	if s.arena == nil {
		return files
	}
	if !s.recordsPathAsCSV() { // that file has this one's name and columns, and more
		files = append(files, output{"trajectory.csv", s.path.WriteCSV})
	}
	return append(files, output{"trajectory.png", s.picture(sum).WritePNG})
}

// writeJSON writes a value as indented JSON.
func writeJSON(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(value)
}

// picture is the worm's path in its dish.
func (s *session) picture(sum *summary) *plot.Picture {
	a := sum.arenaSummary
	return &plot.Picture{
		Dish:  pictureDish(s.arena.Dish()),
		Path:  s.path.Poses(),
		Title: fmt.Sprintf("Chemotaxis index %+.3f", float64(a.Index)),
		Subtitle: fmt.Sprintf("%s, start seed %d: %s ticks, from %.1f to %.1f body lengths from the food (nearest %.1f)",
			shortName(s.name), sum.Seed, grouped(int64(sum.Ticks)), float64(a.StartDistance), float64(a.FinalDistance), float64(a.MinDistance)),
	}
}

// files adds which files were written.
func (t *table) files(paths []string) {
	name := "written"
	for _, path := range paths {
		t.row(name, "%s", path)
		name = ""
	}
}
