package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/engine-gpu/engine-gpu/internal/launch"
)

func inspectCommand() command {
	return command{
		name:    "inspect",
		summary: "Look into a brain.",
		usage:   "--brain FILE [--json]",
		details: `
Reads and validates the brain and shows what it is made of, how it is scaled
for the float32 backends and what memory a run takes. Nothing is changed.`,
		build: func(f *flags) action {
			brain := f.text("brain", "FILE", "the brain, a database or columnar file")
			asJSON := f.yes("json", false, "print one JSON object")
			return func(ctx context.Context, std streams) error {
				if *brain == "" {
					return f.wrong("no brain: give --brain FILE")
				}
				b, warnings, err := launch.Read(ctx, *brain)
				if err != nil {
					return err
				}
				i, err := inspectBrain(*brain, b, warnings)
				if err != nil {
					return err
				}
				if *asJSON {
					return writeJSON(std.out, i)
				}
				return i.print(std.out)
			}
		},
	}
}

// print shows an inspection to people.
func (i *inspection) print(out io.Writer) error {
	t := newTable()
	t.row("brain", "%s", i.Brain)
	t.row("neurons", "%s", grouped(int64(i.Neurons)))
	for _, n := range i.NeuronTypes {
		t.row("  "+n.Type, "%s", grouped(n.Count))
	}
	t.row("synapses", "%s", grouped(int64(i.Synapses)))
	for _, y := range i.SynapseTypes {
		t.row("  "+y.Type, "%s, %s", grouped(y.Count), y.text())
	}
	t.row("inputs", "%s", i.InDegree.text())
	t.row("outputs", "%s", i.OutDegree.text())
	t.row("delays", "%s", i.Delays.text())
	for _, bin := range i.Delays.Histogram {
		t.row("  "+bin.label(), "%s", grouped(bin.Synapses))
	}
	t.row("fixed point", "%s", i.FixedPoint.text())
	t.row("maps", "%s", i.Maps.text())
	t.row("critical period", "%s", i.CriticalPeriod.text())
	t.row("memory of a run", "%s", i.Memory.text())
	t.row("weight hash", "sha256 %s", i.WeightHash)
	t.row("validation", "%s", i.Validation.text())
	for _, w := range i.Validation.Warnings {
		t.row("", "%s", w)
	}
	return t.print(out)
}

func (y *synapseCount) text() string {
	if y.Conductance != nil {
		return "conductance " + y.Conductance.text()
	}
	text := "weight " + y.Weight.text()
	if y.Bounds != nil {
		text += ", learns within " + y.Bounds.text()
	}
	return text
}

func (r *valueRange) text() string {
	if r.Min == r.Max {
		return fmt.Sprintf("%.6g", r.Min)
	}
	return fmt.Sprintf("%.6g to %.6g", r.Min, r.Max)
}

func (d *degree) text() string {
	return fmt.Sprintf("%s to %s a neuron, mean %.2f", grouped(d.Min), grouped(d.Max), d.Mean)
}

func (d *delays) text() string {
	if len(d.Histogram) == 0 {
		return "no chemical synapses"
	}
	return fmt.Sprintf("%d to %d ticks", d.Min, d.Max)
}

func (b *delayBin) label() string {
	if b.From == b.To {
		return fmt.Sprint(b.From)
	}
	return fmt.Sprintf("%d-%d", b.From, b.To)
}

func (f *fixedPoint) text() string {
	if f.Error != "" {
		return f.Error
	}
	return fmt.Sprintf("%d fraction bits (a unit is %.3g); neuron %d needs most, its inputs add up to at most %.6g",
		f.FractionBits, f.Unit, f.WorstNeuron, f.WorstSum)
}

func (m *wormMaps) text() string {
	if m.BodyRows == 0 && m.SensorRows == 0 {
		return "none"
	}
	text := fmt.Sprintf("%s for %s, %s for %s",
		plural(m.BodyRows, "body row"), plural(m.MotorNeurons, "motor neuron"),
		plural(m.SensorRows, "sensor row"), plural(m.SensorNeurons, "sensor neuron"))
	if !m.Arena {
		text += " (the arena needs both)"
	}
	return text
}

func (c *criticalPeriod) text() string {
	switch {
	case c.Developmental == 0:
		return "no developmental synapses"
	case c.Over:
		return fmt.Sprintf("over, %s of %s alive", grouped(c.Alive), plural(c.Developmental, "synapse"))
	}
	return fmt.Sprintf("until tick %s, pruned every %s ticks, %s of %s alive",
		grouped(c.Ticks), grouped(c.EvalInterval), grouped(c.Alive), plural(c.Developmental, "synapse"))
}

func (m *memory) text() string {
	if m.Total == 0 {
		return "the cpu backend does not take this brain"
	}
	return fmt.Sprintf("%s: rows %s, network %s, state %s (cpu, one thread)",
		bytesText(m.Total), bytesText(m.Rows), bytesText(m.Network), bytesText(m.State))
}

func (v *validation) text() string {
	parts := []string{"valid"}
	if n := len(v.Warnings); n > 0 {
		parts = append(parts, plural(int64(n), "warning"))
	}
	return strings.Join(parts, ", ")
}
