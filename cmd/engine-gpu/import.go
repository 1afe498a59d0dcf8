package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/loader/edgelist"
	"github.com/engine-gpu/engine-gpu/snn"
)

// importOptions are the flags of import.
type importOptions struct {
	edges, out        *string
	pre, post, weight *string
	delay             *string // ticks or a column
	scale             *float64
	synapseType       *string
	excitatory        *string
	inhibitory        *string
	neurons           *int64
	merge             *bool
	quiet             *bool
	memory            *memoryLimit
}

func importCommand() command {
	return command{
		name:    "import",
		summary: "Make a brain database of an edge list in Parquet or CSV.",
		usage:   "--edges FILE [flags]",
		details: `
An edge list has a row for each connection: presynaptic neuron, postsynaptic
neuron, weight. Parquet, and CSV with a header (comma, tab or semicolon; gzip
too) are told apart by their content. Columns are known by these names:

  Presynaptic_Index  Postsynaptic_Index  Excitatory x Connectivity
  Presynaptic_ID     Postsynaptic_ID     Excitatory x Connectivity
  pre                post                weight
  source             target              weight
  pre_root_id        post_root_id        syn_count

The number of a neuron becomes its database id. Numbers from 0 with few gaps,
and the columns of the first line, are indices: every neuron up to the largest
exists. Other numbers, root ids for example, are sorted, and only those that
occur exist. A positive weight excites, a negative one inhibits; rows of weight
0 are dropped. Rows of the same pair stay parallel synapses unless --merge.

FlyWire (doi:10.1038/s41586-024-07763-9), whose weights count synapses of
0.275 mV that take 1.8 ms:

  engine-gpu import --edges Connectivity_783.parquet --scale 0.275 --delay 2 --out fly.db
  engine-gpu run --brain fly.db --program stimulus.json

Where the backends cpu and gpu cannot hold the sum of a neuron's inputs, import
says so: a smaller --scale helps.`,
		build: func(f *flags) action {
			o := importOptions{
				edges:  f.text("edges", "FILE", "the edge list"),
				out:    f.text("out", "FILE", "the brain to write (default: the edge list's name with .db, in the current folder)"),
				pre:    f.text("pre", "NAME", "column of presynaptic neurons"),
				post:   f.text("post", "NAME", "column of postsynaptic neurons"),
				weight: f.text("weight", "NAME", "column of weights"),
				delay: f.text("delay", "N|NAME", "delay of all synapses [ticks = ms], or the column of delays\n"+
					"(default: the column delay, 1 where there is none)"),
				scale: f.number("scale", "X", 1, positive, "current of a weight of 1 (default 1)"),
				synapseType: f.choice("type", []string{"fixed", "plastic"},
					"type of synapses of positive weight; those of negative weight are fixed"),
				excitatory: f.choice("excitatory", neuronTypesFrom(snn.RS), "type of neurons most of whose outgoing weights are positive"),
				inhibitory: f.choice("inhibitory", neuronTypesFrom(snn.FS), "type of neurons most of whose outgoing weights are negative"),
				neurons: f.whole("neurons", 0, 1, snn.MaxNeurons,
					"number of neurons; the list's numbers are indices from 0 then"),
				merge:  f.yes("merge", false, "add up rows of one pair of neurons and one delay"),
				quiet:  f.yes("quiet", false, "show no progress"),
				memory: f.memoryLimit(),
			}
			return func(ctx context.Context, std streams) error {
				if *o.edges == "" {
					return f.wrong("no edge list: give --edges FILE")
				}
				options, err := o.parse(f)
				if err != nil {
					return err
				}
				return importEdges(ctx, std, &o, options)
			}
		},
	}
}

// positive is the check of a flag's value.
func positive(x float64) error {
	if x <= 0 {
		return errors.New("must be more than 0")
	}
	return nil
}

// neuronTypesFrom lists the names of the neuron types, the given one first.
func neuronTypesFrom(first snn.NeuronType) []string {
	names := []string{first.String()}
	for t := range snn.NumNeuronTypes {
		if t != first {
			names = append(names, t.String())
		}
	}
	return names
}

// parse turns the flags into the options of an import.
func (o *importOptions) parse(f *flags) (edgelist.Options, error) {
	options := edgelist.Options{
		Columns: edgelist.Columns{Pre: *o.pre, Post: *o.post, Weight: *o.weight},
		Neurons: int(*o.neurons), Scale: *o.scale, Plastic: *o.synapseType == "plastic", Merge: *o.merge,
	}
	if ticks, err := strconv.ParseInt(*o.delay, 10, 64); err != nil {
		options.Columns.Delay = *o.delay
	} else if ticks < 1 || ticks > snn.MaxDelay {
		return options, f.wrong("invalid value %q for --delay: must be 1 to %d ticks, or a column's name", *o.delay, snn.MaxDelay)
	} else {
		options.Delay = int32(ticks)
	}
	var errs [2]error
	options.Excitatory, errs[0] = snn.ParseNeuronType(*o.excitatory)
	options.Inhibitory, errs[1] = snn.ParseNeuronType(*o.inhibitory)
	return options, errors.Join(errs[:]...)
}

// importEdges makes a brain of an edge list and writes it.
func importEdges(ctx context.Context, std streams, o *importOptions, options edgelist.Options) error {
	start := time.Now()
	path := *o.out
	if path == "" {
		path = brainName(*o.edges)
	}
	if err := checkFileTarget(path); err != nil {
		return err
	}
	if same, err := sameFile(*o.edges, path); err == nil && same {
		return fmt.Errorf("%s is the edge list itself: choose another --out", path)
	}
	p := newImportProgress(std.err, *o.quiet)
	options.Progress = p.report
	options.MaxBytes = o.memory.left()
	brain, report, err := edgelist.Import(ctx, *o.edges, options)
	p.finish()
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	if err := loader.Write(path, brain); err != nil {
		return err
	}
	warnAboutImport(std, brain, report)
	return reportImported(std, path, brain, report, time.Since(start))
}

// brainName is the brain's file for an edge list: its name without folder and
// endings.
func brainName(edges string) string {
	name := strings.TrimSuffix(filepath.Base(edges), ".gz")
	return strings.TrimSuffix(name, filepath.Ext(name)) + ".db"
}

func sameFile(a, b string) (bool, error) {
	first, err := os.Stat(a)
	if err != nil {
		return false, err
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second), err
}

// warnAboutImport tells what is likely not meant.
func warnAboutImport(std streams, b *snn.Brain, r *edgelist.Report) {
	largest := math.Ldexp(math.MaxInt32, -snn.MinFractionBits)
	if d := edgelist.LargestDemand(b); d.Current > largest {
		std.warn("the inputs of neuron %d can add up to a current of %.4g in one tick, and the backends cpu and gpu hold %.4g: "+
			"import with a --scale of at most %.2g times this one, or run it with --backend reference",
			d.Neuron, d.Current, largest, largest/d.Current)
	}
	if r.Inhibitory == 0 {
		std.warn("no neuron is inhibitory: the column %s has no negative weights to speak of", r.Columns.Weight)
	}
}

func reportImported(std streams, path string, b *snn.Brain, r *edgelist.Report, took time.Duration) error {
	t := newTable()
	columns := []string{r.Columns.Pre, r.Columns.Post, r.Columns.Weight}
	if r.Columns.Delay != "" {
		columns = append(columns, r.Columns.Delay)
	}
	t.row("columns", "%s", strings.Join(columns, ", "))
	kind := "by ascending id"
	if r.Indices {
		kind = "by index"
	}
	t.row("neurons", "%s %s, %s excitatory, %s inhibitory", grouped(int64(len(b.Neurons))), kind,
		grouped(int64(len(b.Neurons)-r.Inhibitory)), grouped(int64(r.Inhibitory)))
	t.row("rows", "%s, %s of weight 0 dropped, %s merged", grouped(r.Rows), grouped(r.Zero), grouped(r.Merged))
	learns := ""
	if r.Plastic > 0 {
		learns = fmt.Sprintf(", %s learn within 0 to %.6g", grouped(r.Plastic), r.WMax)
	}
	t.row("synapses", "%s%s", grouped(int64(b.Synapses.Len())), learns)
	size := ""
	if info, err := os.Stat(path); err == nil {
		size = " (" + bytesText(info.Size()) + ")"
	}
	t.row("written", "%s%s in %.2f s", path, size, took.Seconds())
	return t.print(std.out)
}
