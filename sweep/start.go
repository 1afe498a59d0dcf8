package sweep

// Start is what the worm did from one start. Distances are from the head to the
// nearest food [BL]: those of start_distance to mean_distance as a run reports
// them, sampled every 100 ticks.
type Start struct {
	Seed          uint32  `json:"seed"`
	Index         float64 `json:"chemotaxis_index"`
	FinalDistance float64 `json:"final_distance"`
	MinDistance   float64 `json:"min_distance"`
	StartDistance float64 `json:"start_distance"`
	MeanDistance  float64 `json:"mean_distance"`
	PathLength    float64 `json:"path_length"` // of the head's path, tick by tick [BL]
	Reached       *int32  `json:"reached"`     // ticks after which the head was first within ReachDistance; null: never
	Spikes        int64   `json:"spikes"`
	SpikeHash     string  `json:"spike_sha256"`
}

// ReachDistance is how near the food a worm has reached it [BL].
const ReachDistance = 3.0

// Task is one start to run.
type Task struct {
	Seed  uint32
	Learn bool
}

// Done is a start that was run, and the way the worm went.
type Done struct {
	Learn bool `json:"learn"`
	Start
	Path Path `json:"path"`
}

// Task returns what was run.
func (d *Done) Task() Task { return Task{Seed: d.Seed, Learn: d.Learn} }

// Path is where the head was after numbers of ticks [BL], from the start on. The
// three are of one length. Float32 is a hundred thousandth of a body length, and
// half the journal.
type Path struct {
	Tick []int32   `json:"tick"`
	X    []float32 `json:"x"`
	Y    []float32 `json:"y"`
}

// Tasks lists the starts of the seeds first..first+count-1 for every value of
// learn. Those of one seed stand together, so that a sweep which is cut short
// can still be compared pair by pair.
func Tasks(first uint32, count int, learn ...bool) []Task {
	tasks := make([]Task, 0, count*len(learn))
	for i := range count {
		for _, l := range learn {
			tasks = append(tasks, Task{Seed: first + uint32(i), Learn: l})
		}
	}
	return tasks
}
