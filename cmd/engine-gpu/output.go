package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/engine-gpu/engine-gpu/engine"
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
	return append(files,
		output{"trajectory.csv", s.path.WriteCSV},
		output{"trajectory.png", s.picture(sum).WritePNG},
	)
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
		Dish:  pictureDish(s.arena),
		Path:  s.path.Poses(),
		Title: fmt.Sprintf("Chemotaxis index %+.3f", float64(a.Index)),
		Subtitle: fmt.Sprintf("%s, start seed %d: %s ticks, from %.1f to %.1f body lengths from the food (nearest %.1f)",
			shortName(s.name), sum.Seed, grouped(int64(sum.Ticks)), float64(a.StartDistance), float64(a.FinalDistance), float64(a.MinDistance)),
	}
}

func pictureDish(a *engine.Arena) plot.Dish {
	dish := a.Dish()
	d := plot.Dish{Radius: dish.Radius(), Concentration: dish.Concentration}
	for _, f := range dish.Foods() {
		d.Food = append(d.Food, plot.Point{X: f.X, Y: f.Y})
	}
	return d
}
