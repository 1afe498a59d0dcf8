package edgelist

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Options say what becomes of an edge list.
type Options struct {
	Columns Columns // what is empty is found by known names

	// Neurons makes the neurons indices and says how many there are. 0: told
	// by the columns' names and by what they hold.
	Neurons int

	Scale   float64 // current of a weight of 1; not 0
	Delay   int32   // of all synapses, 1 to snn.MaxDelay [ticks]; 0: the list's column, 1 where it has none
	Plastic bool    // synapses of positive weight learn; the others are fixed either way
	Merge   bool    // rows of one pair of neurons, and one delay, become one synapse

	// Types of neurons by the sign of most of their outgoing synapses; a neuron
	// of as many of either, or of none, is excitatory.
	Excitatory, Inhibitory snn.NeuronType

	// MaxBytes bounds the memory that the brain may take while it is made [bytes];
	// 0: nothing does. What needs more ends with ErrMemory before it is allocated.
	MaxBytes int64

	// Progress, if it is set, is told now and then the share of the file that
	// has been read, 0 to 1, and the number of rows.
	Progress func(share float64, rows int64)
}

// Report says what an import did.
type Report struct {
	Columns    Columns // as the file spells them
	Indices    bool    // the neurons are indices rather than ids
	Rows       int64   // of the file
	Zero       int64   // rows, or merged rows, without a synapse: their weight is 0
	Merged     int64   // rows that were added to another
	Inhibitory int     // neurons
	Plastic    int64   // synapses
	WMax       float64 // upper bound of plastic weights; 0 if there are none
}

// Import makes a brain of an edge list. Its synapses are in the order of the
// rows; its neurons start at rest, as those of a generated brain do. Between
// batches of rows it looks at ctx.
func Import(ctx context.Context, path string, o Options) (*snn.Brain, *Report, error) {
	if err := o.checkRoom(o.Neurons, 0); err != nil {
		return nil, nil, pathError(path, err)
	}
	source, err := Open(path, o.Columns)
	if err != nil {
		return nil, nil, err
	}
	defer source.Close()
	b := &builder{
		options: o, ids: newIDTable(), report: &Report{Columns: source.Columns()},
		brain: &snn.Brain{States: []snn.SynapseState{snn.StartState()}},
	}
	for {
		batch, err := source.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		if err := b.add(batch, source.Share()); err != nil {
			return nil, nil, pathError(path, err)
		}
		if o.Progress != nil {
			o.Progress(source.Share(), b.report.Rows)
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
	}
	if err := b.finish(); err != nil {
		return nil, nil, pathError(path, err)
	}
	return b.brain, b.report, nil
}

// builder is a brain in the making. Until it is finished, the ends of its
// synapses are numbers of ids.
type builder struct {
	options Options
	ids     *idTable
	brain   *snn.Brain
	report  *Report
}

// add adds rows as synapses.
func (b *builder) add(rows *Batch, share float64) error {
	y := &b.brain.Synapses
	if err := b.reserve(rows.Len(), share); err != nil {
		return err
	}
	for i, w := range rows.Weight {
		b.report.Rows++
		if w *= b.options.Scale; math.IsInf(w, 0) {
			return &RowError{Row: b.report.Rows, Err: fmt.Errorf("weight %v times %v is too large", rows.Weight[i], b.options.Scale)}
		}
		// A neuron of edges without weight is a neuron all the same.
		pre, err := b.ids.number(rows.Pre[i])
		if err != nil {
			return err
		}
		post, err := b.ids.number(rows.Post[i])
		if err != nil {
			return err
		}
		if w == 0 {
			b.report.Zero++
			continue
		}
		if len(y.Weight) == snn.MaxSynapses {
			return tooManyRows(b.report.Rows)
		}
		y.Weight = append(y.Weight, w)
		y.Source, y.Target = append(y.Source, pre), append(y.Target, post)
		y.Delay = append(y.Delay, b.delay(rows, i))
	}
	return nil
}

// delay returns the delay of a row [ticks].
func (b *builder) delay(rows *Batch, i int) int32 {
	switch {
	case b.options.Delay > 0:
		return b.options.Delay
	case len(rows.Delay) > 0:
		return rows.Delay[i]
	}
	return 1
}

// reserve makes room for n more rows and, from the share of the file that has
// been read, for those to be expected. What a file claims is trusted only in
// proportion to what it has delivered.
func (b *builder) reserve(n int, share float64) error {
	const leastGrowth, mostTrust = 1.06, 16
	y := &b.brain.Synapses
	have := len(y.Weight)
	if have+n <= cap(y.Weight) {
		return nil
	}
	want := leastGrowth * float64(have+n)
	if share > 0 {
		want = min(max(want, 1.02*float64(have+n)/share), mostTrust*want)
	}
	want = min(want, snn.MaxSynapses)
	if err := b.options.checkRoom(max(b.options.Neurons, len(b.ids.ids)), want); err != nil {
		return err
	}
	extra := int(want) - have
	y.Weight = grown(y.Weight, extra)
	y.Source, y.Target = grown(y.Source, extra), grown(y.Target, extra)
	y.Delay = grown(y.Delay, extra)
	return nil
}

// grown returns xs with room for n more, and no more than that.
func grown[T any](xs []T, n int) []T {
	return append(make([]T, 0, len(xs)+n), xs...)
}

// finish makes a brain of all rows.
func (b *builder) finish() error {
	if b.report.Rows == 0 {
		return fmt.Errorf("%w: the file has no rows", ErrNoRows)
	}
	indices := b.options.Neurons > 0 || b.report.Columns.areIndices() || b.ids.areIndices()
	ids, positions, err := b.ids.place(indices, b.options.Neurons)
	if err != nil {
		return err
	}
	b.report.Indices = indices
	b.ids = nil
	if err := b.options.checkRoom(len(ids), float64(len(b.brain.Synapses.Weight))); err != nil {
		return err
	}
	y := &b.brain.Synapses
	for i := range y.Source {
		y.Source[i], y.Target[i] = positions[y.Source[i]], positions[y.Target[i]]
	}
	if b.options.Merge {
		b.merge()
	}
	if len(y.Weight) == 0 {
		return fmt.Errorf("%w: all weights are 0", ErrNoRows)
	}
	y.Clip()
	b.setTypes()
	b.addNeurons(ids)
	return b.brain.Validate()
}
