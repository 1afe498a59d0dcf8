package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/input"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/internal/plan"
)

// planReport is what was planned: the object of --json.
type planReport struct {
	Brain    string       `json:"brain,omitempty"`
	Neurons  int64        `json:"neurons"`
	Fanout   *int64       `json:"fanout,omitempty"`
	Synapses float64      `json:"synapses"`
	DelayMax *int         `json:"delay_max,omitempty"`
	STDP     *bool        `json:"stdp,omitempty"`
	Backend  string       `json:"backend"`
	Arrays   []plan.Array `json:"arrays"` // largest first
	Host     planHost     `json:"host"`
	GPU      *planGPU     `json:"gpu"`   // null where it does not come into question
	Speed    *planSpeed   `json:"speed"` // null where none is foretold
	Version  string       `json:"version"`
}

// planHost is the memory of the host [bytes].
type planHost struct {
	Bytes      int64  `json:"bytes"` // of the arrays
	PerNeuron  figure `json:"bytes_per_neuron"`
	PerSynapse figure `json:"bytes_per_synapse"`
	Scratch    int64  `json:"scratch_bytes"` // at times, most of it while building
	Program    int64  `json:"program_bytes"`
	Peak       int64  `json:"peak_bytes"`
	Available  *int64 `json:"available_bytes"` // null where unknown
	By         string `json:"available_by,omitempty"`
}

// planGPU is the memory of the device [bytes].
type planGPU struct {
	Name       string `json:"name"`
	Asked      bool   `json:"asked"` // false: a typical device's limits
	BlockSize  int64  `json:"storage_block_bytes"`
	Memory     int64  `json:"memory_bytes"` // 0 where unknown
	Bytes      int64  `json:"bytes"`
	PerNeuron  figure `json:"bytes_per_neuron"`
	PerSynapse figure `json:"bytes_per_synapse"`
	Shards     int    `json:"shards"`
	Fits       bool   `json:"fits"`
	Obstacle   string `json:"obstacle,omitempty"`
}

// planSpeed is how fast a run is foretold to be.
type planSpeed struct {
	TicksPerSecond figure      `json:"ticks_per_second"`
	Rate           figure      `json:"rate_hz"`
	Threads        int         `json:"threads"`
	NsPerNeuron    figure      `json:"ns_per_neuron_tick"`
	NsPerEvent     figure      `json:"ns_per_synaptic_event"`
	Assumption     string      `json:"assumption"`
	Timed          []planTimed `json:"timed"`
}

// planTimed is one network that was timed.
type planTimed struct {
	Neurons     int    `json:"neurons"`
	Fanout      int    `json:"fanout,omitempty"`
	Every       int    `json:"every"` // so many neurons, one has synapses; 0: none
	Rate        figure `json:"rate_hz"`
	NsPerNeuron figure `json:"ns_per_neuron_tick"`
	NsPerSpike  figure `json:"ns_per_spike"`
}

// memory adds what the host holds.
func (r *planReport) memory(m *plan.Memory, host plan.HostMemory) {
	r.Arrays = append(r.Arrays, m.Arrays...)
	h := &r.Host
	h.Bytes, h.PerNeuron, h.PerSynapse = r.perUnit(m.Arrays, plan.Host)
	h.Scratch, h.Program, h.Peak = m.Scratch, host.Program, m.Host()+host.Program
	if host.Known {
		h.Available, h.By = &host.Available, host.By
	}
}

// device adds what a device holds, or why it does not.
func (r *planReport) device(limits gpu.Limits, asked bool, m *plan.Memory, err error) {
	r.GPU = &planGPU{Name: limits.Name, Asked: asked, BlockSize: limits.BlockSize, Memory: limits.Memory, Fits: err == nil}
	if err != nil {
		r.GPU.Obstacle = err.Error()
	}
	if m == nil {
		return
	}
	r.GPU.Shards = m.Shards
	r.GPU.Bytes, r.GPU.PerNeuron, r.GPU.PerSynapse = r.perUnit(m.Arrays, plan.Device)
	if r.Backend != launch.BackendGPU {
		for _, a := range m.Arrays {
			if a.Where == plan.Device {
				r.Arrays = append(r.Arrays, a)
			}
		}
	}
}

// perUnit adds up arrays, those by synapse per synapse and the others per
// neuron.
func (r *planReport) perUnit(arrays []plan.Array, where string) (sum int64, neuron, synapse figure) {
	sum = plan.Sum(arrays, where)
	bySynapse := plan.SumBySynapse(arrays, where)
	neuron = figure(float64(sum-bySynapse) / float64(max(r.Neurons, 1)))
	if r.Synapses > 0 {
		synapse = figure(float64(bySynapse) / r.Synapses)
	}
	return sum, neuron, synapse
}

// speed adds what a calibration foretells.
func (r *planReport) speed(s *plan.Speed, assumption string) {
	r.Speed = &planSpeed{
		TicksPerSecond: figure(s.TicksPerSecond), Rate: figure(s.Rate), Threads: s.Threads,
		NsPerNeuron: figure(1e9 * s.NeuronTime), NsPerEvent: figure(1e9 * s.EventTime), Assumption: assumption,
	}
	for _, t := range s.Timed {
		r.Speed.Timed = append(r.Speed.Timed, planTimed{t.Neurons, t.Fanout, t.Every, figure(t.Rate), figure(1e9 * t.Neuron), figure(1e9 * t.Spike)})
	}
}

// small is the share of the memory of one place below which an array is not
// listed for people.
const small = 0.005

// print shows the plan to people.
func (r *planReport) print(out io.Writer, all bool) error {
	var b strings.Builder
	if r.Brain != "" {
		fmt.Fprintf(&b, "%s: %s, %s, %s backend\n\n", input.Printable(r.Brain), plural(r.Neurons, "neuron"), plural(int64(r.Synapses), "synapse"), r.Backend)
	} else {
		kind := ""
		if *r.STDP {
			kind = ", those of excitatory neurons learn"
		}
		fmt.Fprintf(&b, "IZH, %s of %s, %s%s, %s backend\n\n", plural(r.Neurons, "neuron"), plural(*r.Fanout, "synapse"),
			grouped(int64(r.Synapses)), kind, r.Backend)
	}
	r.printArrays(&b, all)
	t := newTable()
	r.printMemory(t)
	r.printSpeed(t)
	if err := t.columns.Flush(); err != nil {
		return err
	}
	b.WriteString(t.text.String())
	_, err := io.WriteString(out, b.String())
	return err
}

func (r *planReport) printArrays(b *strings.Builder, all bool) {
	sums := map[string]int64{plan.Host: r.Host.Bytes}
	if r.GPU != nil {
		sums[plan.Device] = r.GPU.Bytes
	}
	sorted := slices.Clone(r.Arrays)
	slices.SortStableFunc(sorted, func(x, y plan.Array) int {
		return cmp.Or(-cmp.Compare(x.Where, y.Where), cmp.Compare(y.Bytes, x.Bytes))
	})
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "where\tbytes each\tnumber\tbytes\t  array")
	for _, where := range []string{plan.Host, plan.Device} {
		var rest, restBytes int64
		for _, a := range sorted {
			if a.Where != where {
				continue
			}
			if !all && float64(a.Bytes) < small*float64(sums[where]) {
				rest, restBytes = rest+1, restBytes+a.Bytes
				continue
			}
			fmt.Fprintf(t, "%s\t%d\t%s\t%s\t  %s\n", a.Where, a.Element, grouped(a.Elements), grouped(a.Bytes), a.Name)
		}
		if rest > 0 {
			fmt.Fprintf(t, "%s\t\t\t%s\t  %s (--all lists them)\n", where, grouped(restBytes), plural(rest, "smaller array"))
		}
	}
	t.Flush() //nolint:errcheck // a strings.Builder takes everything
	b.WriteString("\n")
}

func (r *planReport) printMemory(t *table) {
	h := &r.Host
	t.row("host", "%s: %.4g bytes a neuron, %.4g a synapse", bytesText(h.Bytes), float64(h.PerNeuron), float64(h.PerSynapse))
	t.row("  at the peak", "%s: arrays, %s at times, most of it while building, and the program", bytesText(h.Peak), bytesText(h.Scratch))
	if h.Available != nil {
		verdict := "fits"
		if h.Peak > *h.Available {
			verdict = "does not fit"
		}
		t.row("  there are", "%s (%s): %s", bytesText(*h.Available), h.By, verdict)
	}
	g := r.GPU
	if g == nil {
		return
	}
	name := g.Name
	if !g.Asked {
		name += ", since there is none here to ask"
	}
	t.row("gpu", "%s: %.4g bytes a neuron, %.4g a synapse, in %s", bytesText(g.Bytes), float64(g.PerNeuron), float64(g.PerSynapse), plural(int64(g.Shards), "shard"))
	verdict := "fits"
	if !g.Fits {
		verdict = "does not fit: " + g.Obstacle
	}
	memory := "memory unknown"
	if g.Memory > 0 {
		memory = bytesText(g.Memory)
	}
	t.row("  device", "%s (%s, storage blocks of %s): %s", name, memory, bytesText(g.BlockSize), verdict)
}

func (r *planReport) printSpeed(t *table) {
	s := r.Speed
	if s == nil {
		return
	}
	t.row("speed", "%s ticks/s on %s, for %s", speedText(float64(s.TicksPerSecond)), plural(int64(s.Threads), "thread"), s.Assumption)
	t.row("  of which", "%.3g ns a neuron and tick, %.3g ns a synaptic event", float64(s.NsPerNeuron), float64(s.NsPerEvent))
	for _, x := range s.Timed {
		what := "the brain itself"
		switch {
		case x.Every == 0:
			what = fmt.Sprintf("%s without synapses", plural(int64(x.Neurons), "neuron"))
		case x.Fanout > 0:
			what = fmt.Sprintf("%s of %s", plural(int64(x.Neurons), "neuron"), plural(int64(x.Fanout), "synapse"))
		}
		if x.Every > 1 {
			what = fmt.Sprintf("%s, 1 in %d of which has %s", plural(int64(x.Neurons), "neuron"), x.Every, plural(int64(x.Fanout), "synapse"))
		}
		t.row("  timed", "%s: %.3g ns a neuron and tick, %.3g ns a spike, at %.1f Hz", what, float64(x.NsPerNeuron), float64(x.NsPerSpike), float64(x.Rate))
	}
}
