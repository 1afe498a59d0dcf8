package main

import (
	"math/bits"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/internal/memsize"
	"github.com/engine-gpu/engine-gpu/snn"
)

// inspection is what inspect finds: the object of its --json.
type inspection struct {
	Brain          string         `json:"brain"`
	Neurons        int            `json:"neurons"`
	Synapses       int            `json:"synapses"` // gap junctions included
	NeuronTypes    []neuronCount  `json:"neuron_types"`
	SynapseTypes   []synapseCount `json:"synapse_types"`
	InDegree       degree         `json:"in_degree"`
	OutDegree      degree         `json:"out_degree"`
	Delays         delays         `json:"delays"`
	FixedPoint     fixedPoint     `json:"fixed_point"`
	Maps           wormMaps       `json:"maps"`
	CriticalPeriod criticalPeriod `json:"critical_period"`
	Memory         memory         `json:"memory"`
	WeightHash     string         `json:"weights_sha256"`
	Validation     validation     `json:"validation"`
}

type neuronCount struct {
	Type  string `json:"type"`
	Count int64  `json:"count"`
}

type synapseCount struct {
	Type        string      `json:"type"`
	Count       int64       `json:"count"`
	Weight      *valueRange `json:"weight,omitempty"`      // chemical synapses
	Conductance *valueRange `json:"conductance,omitempty"` // gap junctions
	Bounds      *valueRange `json:"bounds,omitempty"`      // smallest w_min and largest w_max of those that learn
}

// valueRange is a smallest and a largest value.
type valueRange struct {
	Min float64 `json:"min"`
	Max float64 `json:"max"`
}

// degree counts the synapses of one direction per neuron, gap junctions
// included.
type degree struct {
	Min  int64   `json:"min"`
	Mean float64 `json:"mean"`
	Max  int64   `json:"max"`
}

// delays are those of the chemical synapses [ticks].
type delays struct {
	Min       int32      `json:"min"`
	Max       int32      `json:"max"`
	Histogram []delayBin `json:"histogram"` // bins of 0, 1, 2-3, 4-7, 8-15, ... that are not empty
}

type delayBin struct {
	From     int32 `json:"from"`
	To       int32 `json:"to"`
	Synapses int64 `json:"synapses"`
}

// fixedPoint is the scale of synaptic currents on the float32 backends.
type fixedPoint struct {
	FractionBits int     `json:"fraction_bits"`
	Unit         float64 `json:"unit"`            // smallest current
	WorstNeuron  int64   `json:"worst_neuron"`    // id of the neuron with the largest possible sum
	WorstSum     figure  `json:"worst_sum"`       // that sum, as a current
	Error        string  `json:"error,omitempty"` // why there is no scale
}

type wormMaps struct {
	BodyRows      int64 `json:"body_rows"`
	MotorNeurons  int64 `json:"motor_neurons"`
	SensorRows    int64 `json:"sensor_rows"`
	SensorNeurons int64 `json:"sensor_neurons"`
	Arena         bool  `json:"arena"` // there is what the arena needs
}

// criticalPeriod is the time in which developmental synapses are pruned.
type criticalPeriod struct {
	Developmental int64 `json:"developmental_synapses"`
	Alive         int64 `json:"alive"`
	Over          bool  `json:"over"`
	Ticks         int64 `json:"ticks"`
	EvalInterval  int64 `json:"eval_interval"`
}

// memory is what the arrays of a run on the cpu backend hold [bytes].
type memory struct {
	Rows    int64 `json:"rows_bytes"`    // the brain as stored
	Network int64 `json:"network_bytes"` // the brain as compiled
	State   int64 `json:"state_bytes"`   // what the backend adds
	Total   int64 `json:"total_bytes"`
}

type validation struct {
	Valid    bool     `json:"valid"`
	Warnings []string `json:"warnings"`
}

// inspectBrain looks into a valid brain.
func inspectBrain(name string, b *snn.Brain, warnings []string) (*inspection, error) {
	i := &inspection{
		Brain: name, Neurons: len(b.Neurons), Synapses: b.Synapses.Len(),
		NeuronTypes: countNeurons(b), SynapseTypes: countSynapses(b),
		Delays: countDelays(b), Maps: countMaps(b), CriticalPeriod: periodOf(b),
		WeightHash: snn.WeightHash(b, b.Synapses.Weight),
		Validation: validation{Valid: true, Warnings: append([]string{}, warnings...)},
	}
	i.InDegree = degreeOf(b, b.Synapses.Target)
	i.OutDegree = degreeOf(b, b.Synapses.Source)
	return i, i.measure(b)
}

// measure compiles the brain for the cpu backend.
func (i *inspection) measure(b *snn.Brain) error {
	backend, err := cpu.NewBackend(b, snn.Options{Learn: true, Threads: 1})
	if err != nil {
		i.FixedPoint.Error = err.Error()
		i.Validation.Warnings = append(i.Validation.Warnings, "the cpu backend does not take this brain: "+err.Error())
		return nil //nolint:nilerr // it is a finding: other backends may take the brain
	}
	net := backend.Network()
	f := net.FixedPoint
	i.FixedPoint = fixedPoint{
		FractionBits: f.FractionBits, Unit: float64(f.Unit()),
		WorstNeuron: b.Neurons[f.Worst].ID, WorstSum: figure(f.WorstSum),
	}
	i.Memory.Rows = memsize.Of(b)
	withNetwork := memsize.Of(b, net)
	i.Memory.Total = memsize.Of(b, net, backend)
	i.Memory.Network, i.Memory.State = withNetwork-i.Memory.Rows, i.Memory.Total-withNetwork
	return backend.Close()
}

func countNeurons(b *snn.Brain) []neuronCount {
	counts := make([]neuronCount, snn.NumNeuronTypes)
	for t := range counts {
		counts[t].Type = snn.NeuronType(t).String()
	}
	for n := range b.Neurons {
		counts[b.Neurons[n].Type].Count++
	}
	return counts
}

// countSynapses counts the synapses of every type that the brain has.
func countSynapses(b *snn.Brain) []synapseCount {
	var counts [snn.NumSynapseTypes]synapseCount
	for _, y := range b.Synapses.All() {
		c, p := &counts[y.Type], &b.ParamSets[y.Params]
		c.Count++
		if y.Type.Chemical() {
			c.Weight = c.Weight.with(y.Weight, y.Weight)
		} else {
			c.Conductance = c.Conductance.with(p.Conductance, p.Conductance)
		}
		if y.Type.LearnsAtTarget() && p.Learns() {
			c.Bounds = c.Bounds.with(p.WMin, p.WMax)
		}
	}
	present := []synapseCount{}
	for t := range counts {
		if counts[t].Count > 0 {
			counts[t].Type = snn.SynapseType(t).String()
			present = append(present, counts[t])
		}
	}
	return present
}

// with returns the range that takes in low and high too.
func (r *valueRange) with(low, high float64) *valueRange {
	if r == nil {
		return &valueRange{low, high}
	}
	r.Min, r.Max = min(r.Min, low), max(r.Max, high)
	return r
}

// degreeOf counts the synapses of each neuron at one of their ends.
func degreeOf(b *snn.Brain, end []int32) degree {
	counts := make([]int64, len(b.Neurons))
	for _, n := range end {
		counts[n]++
	}
	d := degree{Min: counts[0], Mean: float64(len(end)) / float64(len(counts))}
	for _, n := range counts {
		d.Min, d.Max = min(d.Min, n), max(d.Max, n)
	}
	return d
}

func countDelays(b *snn.Brain) delays {
	d := delays{Histogram: []delayBin{}}
	var counts [33]int64 // by bit length
	first := true
	for _, y := range b.Synapses.All() {
		if !y.Type.Chemical() {
			continue
		}
		if first {
			d.Min, first = y.Delay, false
		}
		d.Min, d.Max = min(d.Min, y.Delay), max(d.Max, y.Delay)
		counts[bits.Len32(uint32(y.Delay))]++
	}
	for length, n := range counts {
		if n > 0 {
			from := int32(1) << length >> 1
			d.Histogram = append(d.Histogram, delayBin{from, max(2*from-1, 0), n})
		}
	}
	return d
}

func countMaps(b *snn.Brain) wormMaps {
	m := wormMaps{BodyRows: int64(len(b.BodyMap)), SensorRows: int64(len(b.SensorMap)), Arena: b.HasArenaMaps()}
	motors, sensors := map[int32]bool{}, map[int32]bool{}
	for _, row := range b.BodyMap {
		motors[row.Neuron] = true
	}
	for _, row := range b.SensorMap {
		sensors[row.Neuron] = true
	}
	m.MotorNeurons, m.SensorNeurons = int64(len(motors)), int64(len(sensors))
	return m
}

func periodOf(b *snn.Brain) criticalPeriod {
	c := criticalPeriod{Over: b.CriticalPeriodIsOver()}
	for _, y := range b.Synapses.All() {
		if y.Type != snn.Developmental {
			continue
		}
		if c.Developmental == 0 {
			p := &b.ParamSets[y.Params]
			c.Ticks, c.EvalInterval = p.CriticalPeriod, p.EvalInterval
		}
		c.Developmental++
		if b.States[y.State].Alive {
			c.Alive++
		}
	}
	return c
}
