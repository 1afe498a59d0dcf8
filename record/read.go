package record

import "errors"

// Neurons are the brain's neurons in columns; the index is the position.
type Neurons struct {
	ID      []int64 // in the database, ascending
	Type    []string
	X, Y, Z []float64
}

// Synapses are the synapses whose weights were recorded: all chemical ones
// that are not fixed, by ascending database id.
type Synapses struct {
	ID             []int64
	Type           []uint8 // index into TypeNames
	TypeNames      []string
	Source, Target []int64 // database ids of neurons
}

// PathPoint is a row of a trajectory.
type PathPoint struct {
	Pose
	Concentration float64 // of the smell at the head
	Distance      float64 // from the head to the nearest food [BL]
}

// Posture is a row of a body's recording.
type Posture struct {
	Pose
	Theta      [23]float32    // joint angles, head to tail [rad]
	Activation [24][2]float32 // of the muscles: by segment, dorsal and ventral
}

var errTODO = errors.New("not yet")

// Neurons reads the neurons' table.
func (r *Recording) Neurons() (*Neurons, error) { return nil, errTODO }

// Spikes calls f for every tick in which neurons fired, with their positions,
// ascending.
func (r *Recording) Spikes(f func(tick int32, neurons []int32) error) error { return errTODO }

// RateNames returns the names of the columns that Rates reads: the neuron
// types present, in the order of snn.NeuronType, and "all".
func (r *Recording) RateNames() ([]string, error) { return nil, errTODO }

// Rates calls f for every bin with its first tick and the mean rates [Hz] in
// the order of RateNames. A bin's length is the file's Every; the last one may
// be cut short by the run's end, and its rates are over the ticks it has.
func (r *Recording) Rates(f func(tick int32, hz []float32) error) error { return errTODO }

// Synapses reads which synapses Weights is about.
func (r *Recording) Synapses() (*Synapses, error) { return nil, errTODO }

// Weights calls f for every snapshot with the ticks run before it, 0 for the
// state before the first, and the weights in the order of Synapses.
func (r *Recording) Weights(f func(ticks int32, weight []float32) error) error { return errTODO }

// VNeurons reads the database ids of the neurons whose v was recorded.
func (r *Recording) VNeurons() ([]int64, error) { return nil, errTODO }

// V calls f for every tick with the membrane potentials [mV] after it, in the
// order of VNeurons. Ticks count as those of Spikes.
func (r *Recording) V(f func(tick int32, v []float32) error) error { return errTODO }

// UNeurons reads the database ids of the neurons whose u was recorded.
func (r *Recording) UNeurons() ([]int64, error) { return nil, errTODO }

// U calls f for every tick with the recovery variables [mV] after it, as V
// does.
func (r *Recording) U(f func(tick int32, u []float32) error) error { return errTODO }

// Trajectory calls f for every sample of the worm's path, the start first.
func (r *Recording) Trajectory(f func(p PathPoint) error) error { return errTODO }

// Body calls f for every sample of the worm's body.
func (r *Recording) Body(f func(p *Posture) error) error { return errTODO }

// Rewards calls f for every reward with the tick after which it came, as
// Spikes counts them; -1 stands for before the first.
func (r *Recording) Rewards(f func(tick int32, amount float64) error) error { return errTODO }
