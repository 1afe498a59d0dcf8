package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/engine-gpu/engine-gpu/plot"
)

// draw draws what was measured into a folder, if one is wanted.
func (r *Results) draw(folder string) error {
	if folder == "" {
		return nil
	}
	var figures []plot.Figure
	for _, brain := range r.transferBrains() {
		if strings.HasSuffix(brain, ", cpu") {
			figures = append(figures, r.transferFigure(brain))
		}
	}
	if len(r.Gaits) > 0 {
		figures = append(figures, r.gaitFigure())
	}
	if len(r.Controls) > 0 {
		figures = append(figures, r.controlFigure())
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	for _, f := range figures {
		var large bytes.Buffer
		if err := plot.Write(&large, f, plot.PNG); err != nil {
			return err
		}
		small, err := fewColors(&large)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, f.Name()+".png"), small, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// shown are the experiments of the figure: a worm that is held, and two that move.
func shown() []string {
	return []string{"4 times as much", "10 % less", "left and right, 1 % more", "starts 42 and 2"}
}

// transferFigure shows the share of each layer that fires differently.
func (r *Results) transferFigure(brain string) *plot.Rows {
	runs := r.transfersOf(brain)
	name := runs[0].Brain
	f := &plot.Rows{
		File: "transfer_" + name, Title: "How far a difference of the smell gets in " + name,
		Note:   "Share of the neurons of a layer that fire differently under two smells",
		XLabel: "neurons that fire differently [%]", Series: shown(), Bars: true, Low: 0, High: 100,
	}
	for i, layer := range runs[0].Layers {
		row := plot.Row{Label: layer.Layer, Values: make([]plot.Span, len(f.Series))}
		var differ []string
		for k, name := range f.Series {
			for _, run := range runs {
				if run.Experiment == name {
					d := &run.Layers[i]
					row.Values[k].Value = 100 * float64(d.Differ) / float64(d.Neurons)
					differ = append(differ, fmt.Sprint(d.Differ))
				}
			}
		}
		row.Note = fmt.Sprintf("%s of %d", strings.Join(differ, ", "), layer.Neurons)
		f.Rows = append(f.Rows, row)
	}
	return f
}

// gaitFigure shows the speed under a wave of one body length.
func (r *Results) gaitFigure() *plot.Lines {
	const wavelength = 1.0
	f := &plot.Lines{
		File: "crawling", Title: "How fast the body crawls under a sinusoidal wave",
		Note:   "Wavelength 1 BL; above 0 the head goes first, below it the tail",
		XLabel: "amplitude of the joints [rad]", YLabel: "speed [BL/s]",
	}
	_, frequencies := axes(r.Gaits)
	for _, frequency := range frequencies {
		s := plot.Series{Name: fmt.Sprintf("%g Hz", frequency), X: []float64{0}, Y: []float64{0}}
		for _, g := range r.Gaits {
			if g.Wavelength == wavelength && g.Frequency == frequency && g.Amplitude <= 0.4 && frequency < 4 {
				s.X, s.Y = append(s.X, g.Amplitude), append(s.Y, g.Speed)
			}
		}
		if len(s.X) > 1 {
			f.Series = append(f.Series, s)
		}
	}
	return f
}

// controlFigure shows the mean indices beside those of chance.
func (r *Results) controlFigure() *plot.Rows {
	f := &plot.Rows{
		File: "controls", Title: "What the worm's success hangs on",
		Note:   fmt.Sprintf("%s, %d starts each: mean chemotaxis index with its 95 %% interval", r.Controls[0].Brain, r.Controls[0].Starts),
		XLabel: "chemotaxis index", Series: []string{"worms", "as far in random directions"},
	}
	add := func(c *Control) {
		p := probability(c.Chance.Chance)
		if !strings.HasPrefix(p, "<") {
			p = "= " + p
		}
		f.Rows = append(f.Rows, plot.Row{Label: c.Condition, Note: fmt.Sprintf("%+.2f, p %s", c.Index.Mean, p), Values: []plot.Span{
			{Value: c.Index.Mean, Interval: c.Index.Interval}, {Value: c.Chance.Mean, Interval: c.Chance.Interval},
		}})
	}
	for i := range r.Controls {
		add(&r.Controls[i])
	}
	for i := range r.Lives {
		add(r.Lives[i].After)
	}
	return f
}
