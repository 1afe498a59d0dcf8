package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// markdown prints every measurement as tables.
func (r *Results) markdown(out io.Writer) error {
	var t strings.Builder
	r.transferTables(&t)
	r.gaitTables(&t)
	r.controlTable(&t)
	r.lifeTables(&t)
	_, err := io.WriteString(out, t.String())
	return err
}

// row writes a row of a table.
func row(t *strings.Builder, cells ...string) {
	fmt.Fprintf(t, "| %s |\n", strings.Join(cells, " | "))
}

// head writes the first two rows; all columns but the first are numbers.
func head(t *strings.Builder, cells ...string) {
	t.WriteString("\n")
	row(t, cells...)
	rules := slices.Repeat([]string{"---:"}, len(cells))
	rules[0] = "---"
	row(t, rules...)
}

// transferTables has a table for each brain and backend: experiments side by
// side, those layers in which any neuron differs in any of them, and a count
// of the others.
func (r *Results) transferTables(t *strings.Builder) {
	for _, brain := range r.transferBrains() {
		runs := r.transfersOf(brain)
		fmt.Fprintf(t, "\n%s: neurons that fire differently, and change of the mean rate\n", brain)
		cells := []string{"layer", "neurons"}
		for _, run := range runs {
			cells = append(cells, run.Experiment)
		}
		head(t, cells...)
		same := 0
		for i, layer := range runs[0].Layers {
			if !slices.ContainsFunc(runs, func(run Transfer) bool { return run.Layers[i].Differ > 0 }) {
				same += layer.Neurons
				continue
			}
			cells := []string{layer.Layer, fmt.Sprint(layer.Neurons)}
			for _, run := range runs {
				cells = append(cells, run.Layers[i].cell())
			}
			row(t, cells...)
		}
		fmt.Fprintf(t, "\nThe other %d neurons fire the same in all of them.\n", same)
	}
}

// transferBrains lists brains with their backends, in the order of measurement.
func (r *Results) transferBrains() []string {
	var names []string
	for _, run := range r.Transfer {
		if name := run.Brain + ", " + run.Backend; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (r *Results) transfersOf(brain string) []Transfer {
	return slices.DeleteFunc(slices.Clone(r.Transfer), func(run Transfer) bool { return run.Brain+", "+run.Backend != brain })
}

func (d *Difference) cell() string {
	if d.Differ == 0 {
		return "0"
	}
	return fmt.Sprintf("%d (%+.2f Hz)", d.Differ, plus0(d.Second-d.First))
}

// plus0 turns what rounds to a negative zero into zero.
func plus0(x float64) float64 {
	if math.Abs(x) < 0.005 {
		return 0
	}
	return x
}

func (r *Results) gaitTables(t *strings.Builder) {
	wavelengths, frequencies := axes(r.Gaits)
	for _, wavelength := range wavelengths {
		fmt.Fprintf(t, "\nSpeed in BL/s, wavelength %g BL; negative: tail first\n", wavelength)
		cells := []string{"amplitude [rad]"}
		for _, f := range frequencies {
			cells = append(cells, fmt.Sprintf("%g Hz", f))
		}
		head(t, cells...)
		for _, amplitude := range amplitudes() {
			cells := []string{fmt.Sprintf("%.2f", amplitude)}
			for _, g := range r.Gaits {
				if g.Wavelength == wavelength && g.Amplitude == amplitude {
					cells = append(cells, fmt.Sprintf("%+.2f", plus0(g.Speed)))
				}
			}
			row(t, cells...)
		}
	}
	if len(r.Pulses) > 0 {
		t.WriteString("\nSingle spikes\n")
		head(t, "period [ms]", "delay [ms]", "extra spike in", "bending [rad]", "speed [BL/s]", "turning [rad/s]")
	}
	for _, p := range r.Pulses {
		row(t, fmt.Sprint(p.Period), fmt.Sprint(p.Delay), fmt.Sprintf("%d segments", p.Extra),
			fmt.Sprintf("%.3f", p.Bending), fmt.Sprintf("%+.2f", plus0(p.Speed)), fmt.Sprintf("%+.2f", plus0(p.Turning)))
	}
	for _, b := range r.Bounds {
		fmt.Fprintf(t, "\nA worm that knows where its food is (period %d ms, delay %d ms, extra spikes in %d segments): mean index %+.3f (%+.3f to %+.3f), smallest quartile %+.3f, %d of %d starts within 1 BL.\n",
			b.Period, b.Delay, b.Extra, b.Index.Mean, b.Index.Interval[0], b.Index.Interval[1], b.Index.Quartiles[0], b.Reached, b.Starts)
	}
}

// axes lists the wavelengths and frequencies of gaits.
func axes(gaits []Gait) (wavelengths, frequencies []float64) {
	for _, g := range gaits {
		wavelengths, frequencies = append(wavelengths, g.Wavelength), append(frequencies, g.Frequency)
	}
	slices.Sort(wavelengths)
	slices.Sort(frequencies)
	return slices.Compact(wavelengths), slices.Compact(frequencies)
}

func (r *Results) controlTable(t *strings.Builder) {
	if len(r.Controls) == 0 {
		return
	}
	fmt.Fprintf(t, "\n%s, %d starts each\n", r.Controls[0].Brain, r.Controls[0].Starts)
	head(t, "worms", "mean index", "95 % interval", "in random directions", "p", "reached", "path [BL]", "less intact")
	for i := range r.Controls {
		r.Controls[i].row(t)
	}
}

func (c *Control) row(t *strings.Builder) {
	paired := ""
	if c.Paired != nil {
		d := &c.Paired.Difference
		paired = fmt.Sprintf("%+.3f (%+.3f to %+.3f)", d.Mean, d.Interval[0], d.Interval[1])
	}
	row(t, c.Condition, fmt.Sprintf("%+.3f", c.Index.Mean), fmt.Sprintf("%+.3f to %+.3f", c.Index.Interval[0], c.Index.Interval[1]),
		fmt.Sprintf("%+.3f", c.Chance.Mean), probability(c.Chance.Chance), fmt.Sprintf("%d/%d", c.Reached, c.Starts),
		fmt.Sprintf("%.1f", c.Path), paired)
}

// probability prints a share of sweep.UndirectedDraws.
func probability(p float64) string {
	if p == 0 {
		return "< 0.0005"
	}
	return fmt.Sprintf("%.4g", math.Round(p*1e4)/1e4)
}

func (r *Results) lifeTables(t *strings.Builder) {
	if len(r.Lives) == 0 {
		return
	}
	t.WriteString("\nLearned weights\n")
	head(t, "rewards", "synapses", "number", "mean before", "mean after", "raised", "lowered")
	for _, l := range r.Lives {
		for _, w := range l.Taught {
			row(t, l.Rewards, w.From+" → "+w.To, fmt.Sprint(w.Synapses), fmt.Sprintf("%.3f", w.Before), fmt.Sprintf("%.3f", w.After),
				fmt.Sprint(w.Raised), fmt.Sprint(w.Lowered))
		}
	}
	t.WriteString("\nAfterwards, learning off\n")
	head(t, "worms", "mean index", "95 % interval", "in random directions", "p", "reached", "path [BL]", "less intact")
	for i := range r.Lives {
		r.Lives[i].After.row(t)
	}
}
