package view

import (
	"slices"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Scene is what stays the same from frame to frame.
type Scene struct {
	Brain    string // its name
	Backend  string
	Device   string
	Neurons  int
	Synapses int
	Types    []Group // of neurons, those that occur; as in Frame.Rates
	Rows     []Row   // of the raster, by type and then by position
	Dish     *Dish   // nil outside of the arena
}

// Group is a type of neurons.
type Group struct {
	Name    string
	Neurons int
}

// Row is a row of the raster: one neuron.
type Row struct {
	Neuron int32 // position
	ID     int64 // in the database
	Type   int   // index into Scene.Types
}

// Dish is the worm's dish.
type Dish struct {
	Radius float64 // [BL]
	Foods  []Point
	Peak   []float64 // of each food
	Sigma  []float64 // width of each food's smell [BL]
}

// newScene describes a brain and its world, nil if it has none.
func newScene(brain *snn.Brain, world *engine.Arena) *Scene {
	s := &Scene{Neurons: len(brain.Neurons), Synapses: brain.Synapses.Len()}
	counts := make([]int, snn.NumNeuronTypes)
	for i := range brain.Neurons {
		counts[brain.Neurons[i].Type]++
	}
	group := make([]int, snn.NumNeuronTypes)
	for t, n := range counts {
		if n > 0 {
			group[t] = len(s.Types)
			s.Types = append(s.Types, Group{snn.NeuronType(t).String(), n})
		}
	}
	s.Rows = chooseRows(brain, group)
	if world != nil {
		s.Dish = newDish(world)
	}
	return s
}

// chooseRows takes neurons at even distances from all of them in the order of
// their types, so that every type has its share.
func chooseRows(brain *snn.Brain, group []int) []Row {
	n := len(brain.Neurons)
	byType := make([]int32, n)
	for i := range byType {
		byType[i] = int32(i)
	}
	slices.SortStableFunc(byType, func(a, b int32) int {
		return int(brain.Neurons[a].Type) - int(brain.Neurons[b].Type)
	})
	rows := make([]Row, min(n, MaxRasterRows))
	for i := range rows {
		at := byType[i*n/len(rows)]
		neuron := &brain.Neurons[at]
		rows[i] = Row{at, neuron.ID, group[neuron.Type]}
	}
	return rows
}

func newDish(world *engine.Arena) *Dish {
	dish := world.Dish()
	d := &Dish{Radius: dish.Radius()}
	for _, f := range dish.Foods() {
		d.Foods = append(d.Foods, Point{f.X, f.Y})
		d.Peak = append(d.Peak, f.Peak)
		d.Sigma = append(d.Sigma, f.Sigma)
	}
	return d
}
