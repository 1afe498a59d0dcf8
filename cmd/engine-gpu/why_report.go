package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/engine-gpu/engine-gpu/why"
)

// print shows an explanation for people: the largest inputs in order of time.
func (r *whyReport) print(std streams, rows int) error {
	x := r.Explanation
	needed, spikes := 0, 0
	for i := range x.Inputs {
		if x.Inputs[i].Needed {
			needed++
		}
		if x.Inputs[i].Kind == why.KindSynapse {
			spikes++
		}
	}
	last := x.Ticks[len(x.Ticks)-1]
	t := newTable()
	t.row("spike", "neuron %d (%s) of %s in tick %s", x.Neuron, x.Type, r.Brain, grouped(int64(x.Tick)))
	t.row("window", "ticks %s to %s, replayed from %s", grouped(int64(x.First)), grouped(int64(x.Tick)), replayStart(r.ReplayFrom))
	t.row("membrane", "v %.2f and u %.2f mV before the window; v reached %.2f mV, 30 fires", x.StartV, x.StartU, last.Peak)
	t.row("inputs", "%s arrived, %s throughout; the neuron computed from them is the run's, bit for bit", plural(int64(spikes), "spike"), plural(int64(len(x.Inputs)-spikes), "current"))
	t.row("needed", "%s", neededText(needed))
	if err := t.print(std.out); err != nil {
		return err
	}
	fmt.Fprintln(std.out)
	if err := r.inputTable(std.out, rows); err != nil {
		return err
	}
	fmt.Fprintln(std.out)
	return r.tickTable(std.out)
}

func replayStart(ticks int32) string {
	if ticks == 0 {
		return "the start"
	}
	return "the checkpoint of tick " + grouped(int64(ticks))
}

func neededText(n int) string {
	switch n {
	case 0:
		return "none: without any single one of the inputs it would have fired all the same"
	case 1:
		return "1 input: without it the neuron would not have fired in this tick"
	}
	return grouped(int64(n)) + " inputs: without any one of them the neuron would not have fired in this tick"
}

// inputTable lists the inputs with the largest parts, in order of time.
func (r *whyReport) inputTable(out io.Writer, rows int) error {
	shown, left := largest(r.Inputs, rows)
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "arrives\tinput\tsynapse\tsource\ttype\tfired\tdelay\tweight\tcurrent\tshare\tv without\tneeded\t")
	for i := range shown {
		in := &shown[i]
		need := ""
		if in.Needed {
			need = "needed"
		}
		without := "-"
		if in.Peak != nil {
			without = fmt.Sprintf("%.2f", *in.Peak)
		}
		switch in.Kind {
		case why.KindSynapse:
			weight := fmt.Sprintf("%.4g", *in.Weight)
			if in.Gain != nil {
				weight += fmt.Sprintf("x%.3g", *in.Gain)
			}
			fmt.Fprintf(t, "%d\t%s\t%d\t%d\t%s\t%d\t%d\t%s\t", *in.Arrival, in.Type, in.Synapse, in.Source, in.Neuron, *in.Spike, *in.Delay, weight)
		case why.KindGap:
			fmt.Fprintf(t, "throughout\t%s\t%d\t%d\t%s\t\t\t\t", in.Kind, in.Synapse, in.Source, in.Neuron)
		default:
			fmt.Fprintf(t, "throughout\t%s\t\t\t\t\t\t\t", in.Kind)
		}
		fmt.Fprintf(t, "%.4g\t%+.1f%%\t%s\t%s\t\n", in.Current, 100*in.Share, without, need)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if left > 0 {
		fmt.Fprintf(&b, "%s that are not needed or have smaller shares left out: --rows 0 prints all\n", plural(int64(left), "input"))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// largest returns the inputs that are needed and those with the largest shares,
// in their order.
func largest(inputs []why.Input, rows int) (shown []why.Input, left int) {
	if rows == 0 || len(inputs) <= rows {
		return inputs, 0
	}
	order := make([]int, len(inputs))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) int { // what is needed first
		if inputs[i].Needed {
			return 0
		}
		return 1
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(
			cmp.Compare(rank(a), rank(b)),
			cmp.Compare(math.Abs(inputs[b].Share), math.Abs(inputs[a].Share)),
			cmp.Compare(b, a)) // the later one
	})
	order = order[:rows]
	slices.Sort(order)
	for _, i := range order {
		shown = append(shown, inputs[i])
	}
	return shown, len(inputs) - rows
}

// tickTable shows the membrane over the window: every tick of a short one.
func (r *whyReport) tickTable(out io.Writer) error {
	const most = 25
	step := (len(r.Ticks) + most - 1) / most
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "tick\tv\tu\tsynapses\tgap junctions\texternal\tnoise\t\t")
	for i := range r.Ticks {
		k := &r.Ticks[i]
		if (len(r.Ticks)-1-i)%step != 0 && !k.Fired {
			continue
		}
		fired := ""
		if k.Fired {
			fired = fmt.Sprintf("fires at %.2f", k.Peak)
		}
		fmt.Fprintf(t, "%d\t%.2f\t%.2f\t%.4g\t%.4g\t%.4g\t%.4g\t%s\t\n", k.Tick, k.V, k.U, k.Synapses, k.Gaps, k.External, k.Noise, fired)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(out, b.String())
	return err
}
