package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/sweep"
)

// finish writes the files of --out and shows the results.
func (s *sweeping) finish() error {
	sum := s.summarize()
	files, failure := s.write(sum)
	return errors.Join(failure, s.show(sum, files))
}

// write writes the files of --out. A failure of one does not keep it from
// writing the others.
func (s *sweeping) write(sum *sweepSummary) (files []string, failure error) {
	if s.journal == nil {
		return nil, nil
	}
	files = append(files, filepath.Join(*s.o.out, journalName))
	for _, f := range []output{
		{name: "sweep.json", write: func(w io.Writer) error { return writeJSON(w, sum) }},
		{name: "sweep.parquet", write: func(w io.Writer) error { return sweep.WriteStarts(w, s.done) }},
		{name: "paths.parquet", write: func(w io.Writer) error { return sweep.WritePaths(w, s.done) }},
		{name: "sweep.png", write: s.picture(sum).WritePNG},
	} {
		path := filepath.Join(*s.o.out, f.name)
		if err := record.WriteFile(path, f.write); err != nil {
			failure = errors.Join(failure, err)
		} else {
			files = append(files, path)
		}
	}
	return files, failure
}

// show shows the results on standard output: as JSON or for people.
func (s *sweeping) show(sum *sweepSummary, files []string) error {
	if *s.o.json {
		return writeJSON(s.std.out, sum)
	}
	if _, err := io.WriteString(s.std.out, sum.table()+"\n"); err != nil {
		return err
	}
	t := newTable()
	t.row("brain", "%s (%s, %s)", sum.Brain, plural(int64(sum.Neurons), "neuron"), plural(int64(sum.Synapses), "synapse"))
	t.row("backend", "%s on %s, %s side by side", sum.Backend, sum.Device, grouped(int64(sum.Jobs)))
	t.row("starts", "%s", s.startsText())
	for _, g := range sum.all() {
		g.rows(t)
	}
	if p := sum.Paired; p != nil {
		t.row("difference", "learning on less off, over %s: mean %s, 95 %% interval %s to %s; SD %.2f, median %s",
			plural(int64(p.Starts), "pair"), signed(p.Mean), signed(p.Interval[0]), signed(p.Interval[1]), p.SD, signed(p.Median))
	}
	for i, f := range files {
		name := "written"
		if i > 0 {
			name = ""
		}
		t.row(name, "%s", f)
	}
	return t.print(s.std.out)
}

// startsText says what was run, and how fast.
func (s *sweeping) startsText() string {
	text := fmt.Sprintf("%d, seeds %d to %d, of %s, learning %s", *s.o.starts, *s.o.first, *s.o.first+*s.o.starts-1, plural(*s.o.ticks, "tick"), s.learning())
	if len(s.done) < len(s.tasks) {
		text += fmt.Sprintf("; %s of %s done", grouped(int64(len(s.done))), plural(int64(len(s.tasks)), "run"))
	}
	if s.ran > 0 {
		text += fmt.Sprintf("; %.1f s, %s ticks/s", s.wall.Seconds(), grouped(int64(float64(s.ran)/s.wall.Seconds())))
	}
	return text
}

// all lists the groups, one or two.
func (sum *sweepSummary) all() []*groupSummary {
	if sum.groupSummary != nil {
		return []*groupSummary{sum.groupSummary}
	}
	return sum.Groups
}

// rows adds what a group's starts have in common.
func (g *groupSummary) rows(t *table) {
	name := "chemotaxis"
	if g.GroupLearn != nil {
		name = "learning " + onOff(*g.GroupLearn)
	}
	t.row(name, "mean index %s, 95 %% interval %s to %s; SD %.2f", signed(g.Mean), signed(g.Interval[0]), signed(g.Interval[1]), g.SD)
	t.row("", "median %s, half of the worms between %s and %s", signed(g.Median), signed(g.Quartiles[0]), signed(g.Quartiles[1]))
	t.row("", "%s ended nearer than they began, %s came within %g body lengths of the food",
		share(g.Positive, len(g.Starts)), share(g.Reached, len(g.Starts)), sweep.ReachDistance)
	u := g.Undirected
	t.row("", "by chance, as far in random directions: mean index %s, 95 %% of draws %s to %s, p %.2g",
		signed(u.Mean), signed(u.Interval[0]), signed(u.Interval[1]), u.Chance)
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// share writes a fraction of n as a count and a percentage.
func share(fraction float64, n int) string {
	return fmt.Sprintf("%.0f of %d (%.0f %%)", fraction*float64(n), n, 100*fraction)
}

// table is the starts, a line each.
func (sum *sweepSummary) table() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	if sum.groupSummary != nil {
		fmt.Fprintln(w, "seed\tindex\tstart\tfinal\tnearest\tmean\tpath\treached\t")
		for i := range sum.Starts {
			x := &sum.Starts[i]
			fmt.Fprintf(w, "%d\t%s\t%.2f\t%.2f\t%.2f\t%.2f\t%.1f\t%s\t\n",
				x.Seed, signed(x.Index), x.StartDistance, x.FinalDistance, x.MinDistance, x.MeanDistance, x.PathLength, reachedText(x.Reached))
		}
	} else {
		sum.pairs(w)
	}
	w.Flush() //nolint:errcheck // a strings.Builder takes everything
	return b.String()
}

// pairs writes the starts with learning beside those without.
func (sum *sweepSummary) pairs(w io.Writer) {
	fmt.Fprintln(w, "seed\tindex on\toff\tdifference\tfinal on\toff\tnearest on\toff\treached on\toff\t")
	type pair [2]*sweep.Start // learning on, off
	pairs := map[uint32]*pair{}
	var seeds []uint32 // as they come: ascending, but for an interrupted sweep
	for _, g := range sum.Groups {
		side := 0
		if !*g.GroupLearn {
			side = 1
		}
		for i := range g.Starts {
			x := &g.Starts[i]
			if pairs[x.Seed] == nil {
				pairs[x.Seed] = &pair{}
				seeds = append(seeds, x.Seed)
			}
			pairs[x.Seed][side] = x
		}
	}
	for _, seed := range seeds {
		p := pairs[seed]
		cell := func(side int, format func(x *sweep.Start) string) string {
			if p[side] == nil {
				return ""
			}
			return format(p[side])
		}
		both := func(format func(x *sweep.Start) string) string {
			return cell(0, format) + "\t" + cell(1, format)
		}
		difference := ""
		if p[0] != nil && p[1] != nil {
			difference = signed(p[0].Index - p[1].Index)
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t\n", seed,
			both(func(x *sweep.Start) string { return signed(x.Index) }), difference,
			both(func(x *sweep.Start) string { return fmt.Sprintf("%.2f", x.FinalDistance) }),
			both(func(x *sweep.Start) string { return fmt.Sprintf("%.2f", x.MinDistance) }),
			both(func(x *sweep.Start) string { return reachedText(x.Reached) }))
	}
}

// reachedText is when a worm reached the food.
func reachedText(ticks *int32) string {
	if ticks == nil {
		return "-"
	}
	return strconv.FormatFloat(float64(*ticks)/1000, 'f', 1, 64) + " s"
}

// signed writes an index with its sign; what rounds to 0 has that of 0.
func signed(x float64) string { return fmt.Sprintf("%+.3f", math.Round(1000*x)/1000+0) }
