// Package view turns a running brain into frames for those who look on, and
// their wishes into what the run does: the window and the browser's page show
// the same frames and have the same controls.
//
// A [Capture] is the run's observer and recorder. It never waits for those who
// look on: whoever is slow misses frames. Looking on changes no bit of a run;
// only a reward given by hand does.
package view

import "github.com/engine-gpu/engine-gpu/worm"

// MaxFramesPerSecond is how often frames come at most, by the wall clock.
const MaxFramesPerSecond = 30

// RasterTicks is how many ticks a frame's raster reaches back at most: 500 ms
// of the brain's time.
const RasterTicks = 500

// MaxRasterRows is the largest number of neurons whose spikes a raster shows.
const MaxRasterRows = 200

// Frame is what is to be seen of a run between two ticks. Whoever is handed a
// frame may keep it: it is never written again.
type Frame struct {
	Number         int64 // counts the frames of a run from 1; a gap: one was missed
	State          State
	Ticks          int32   // run so far
	Total          int32   // to be run
	TicksPerSecond float64 // of late; 0 while paused
	Speed          float64 // wanted, in multiples of real time; 0: unlimited
	Spikes         int64   // so far
	Rewards        int     // delivered so far
	NetReward      float64 // their sum
	RewardsByHand  int     // those among them that someone who looks on gave

	Worm *Worm // nil outside of the arena
	// Trail is where the head was since the frame before, evenly spaced in
	// time; Capture.Trail has the whole of it.
	Trail   []TrailPoint
	Raster  Raster   // empty while nobody watches
	Rates   []Rate   // by neuron type, of the same ticks; nil while nobody watches
	Weights []Weight // by synapse type; looked at now and then, nil before
}

// State is what a run is doing.
type State uint8

// The states of a run.
const (
	Running State = iota
	Paused
	Ended       // after its last tick
	Interrupted // before its last tick: by a signal or by Controls.Stop
	Failed
)

// String returns the state's name: running, paused, ended, interrupted or
// failed.
func (s State) String() string {
	switch s {
	case Running:
		return "running"
	case Paused:
		return "paused"
	case Ended:
		return "ended"
	case Interrupted:
		return "interrupted"
	}
	return "failed"
}

// Over reports whether no more frames follow.
func (s State) Over() bool { return s >= Ended }

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

// TrailPoint is where the head was after so many ticks.
type TrailPoint struct {
	Tick int32
	Point
}

// Raster is which of the Scene's rows fired when, by ascending tick. It covers
// ticks From (included) to To (excluded): those since the frame before, at
// most RasterTicks.
type Raster struct {
	From, To int32
	Tick     []int32
	Row      []uint16 // index into Scene.Rows, beside Tick
}

// Rate is how often the neurons of a type fired.
type Rate struct {
	Type string
	Hz   float64 // mean over its neurons
}

// Weight is the distribution of the weights of a synapse type.
type Weight struct {
	Type      string
	Low, High float64 // the ends of the bins; they only ever widen
	Bins      []int64 // synapses by weight
	Mean      float64
}
