// Package view turns a running brain into frames for those who look on: the
// window and the browser's page show the same ones.
package view

import "github.com/engine-gpu/engine-gpu/worm"

// Frame is what is to be seen of a run between two ticks. Whoever is handed a
// frame may keep it: it is never written again.
type Frame struct {
	Ticks          int32   // run so far
	Total          int32   // to be run
	TicksPerSecond float64 // of late
	Paused         bool
	Spikes         int64 // so far
	Rewards        int   // so far
	NetReward      float64

	Worm    *Worm    // nil outside of the arena
	Raster  Raster   // of the ticks since the last frame
	Rates   []Rate   // by neuron type, since the last frame
	Weights []Weight // by synapse type; looked at now and then
}

// Worm is the body in the dish. Lengths are body lengths [BL].
type Worm struct {
	Segments   [worm.Segments]Point // their positions, head first
	Heading    float64              // [rad]
	Activation worm.Muscles         // 0..worm.MaxInput
	Theta      [worm.Joints]float64 // joint angles [rad]
	Distance   float64              // from the head to the nearest food
	Index      float64              // chemotaxis index so far
}

// Point is a place in the dish [BL].
type Point struct{ X, Y float64 }

// Raster is which neurons fired when: at most MaxRasterSpikes of them, of
// evenly chosen neurons where there would be more.
type Raster struct {
	Tick   []int32
	Neuron []int32 // position
}

// Rate is how often the neurons of a type fired.
type Rate struct {
	Type string
	Hz   float64 // mean over its neurons
}

// Weight is the distribution of the weights of a synapse type.
type Weight struct {
	Type      string
	Low, High float64 // the ends of the bins
	Bins      []int64 // synapses by weight
	Mean      float64
}

// Scene is what stays the same from frame to frame.
type Scene struct {
	Brain    string
	Backend  string
	Neurons  int
	Synapses int
	Types    []string // of the neurons, by position in Rates
	Dish     *Dish    // nil outside of the arena
}

// Dish is the worm's dish.
type Dish struct {
	Radius float64 // [BL]
	Foods  []Point
	Peak   []float64 // of each food
	Sigma  []float64 // width of each food's smell [BL]
}
