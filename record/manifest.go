package record

import "encoding/json"

// ManifestName is the name of a recording's manifest in its folder.
const ManifestName = "manifest.json"

// What a manifest calls its own format.
const (
	ManifestFormat  = "engine-gpu recording"
	ManifestVersion = 1
)

// Manifest says what a recording is: what was run, how to run it again, and
// what the files beside it hold.
type Manifest struct {
	Format         string         `json:"format"`          // ManifestFormat
	FormatVersion  int            `json:"format_version"`  // ManifestVersion
	ProgramVersion string         `json:"program_version"` // of engine-gpu
	Command        []string       `json:"command"`         // the command line
	Brain          Brain          `json:"brain"`
	Backend        string         `json:"backend"` // cpu, gpu or reference; of a resumed run that of its last leg, as the two that follow
	Device         string         `json:"device"`
	Threads        int            `json:"threads"`
	Legs           []Leg          `json:"legs,omitempty"` // of a run that went on in another way than it began, all of them
	Seed           int64          `json:"seed"`           // of start position and noise
	Learn          bool           `json:"learn"`
	Ticks          int32          `json:"ticks"`   // run and recorded
	TickMS         float64        `json:"tick_ms"` // time of a tick [ms]
	Interrupted    bool           `json:"interrupted"`
	Spikes         int64          `json:"spikes"`
	SpikeHash      string         `json:"spike_sha256"`   // empty where a run of an older program was killed as it resumed
	WeightHash     string         `json:"weights_sha256"` // empty where a killed run left none
	Marks          []Mark         `json:"marks,omitempty"`
	Hashes         []Mark         `json:"hashes"`                    // every 1,000 ticks; of a long run every 2,000, 4,000, ...
	RewardsByHand  int            `json:"rewards_by_hand,omitempty"` // given by who looked on: the options alone do not make this run
	Options        Options        `json:"options"`
	Arena          *Arena         `json:"arena,omitempty"` // nil outside of the arena
	NeuronTypes    map[string]int `json:"neuron_types"`    // how many of each type there are
	Files          []File         `json:"files"`
}

// Brain says which brain was run: a file with its hash, or a recipe with its
// seed.
type Brain struct {
	Name       string `json:"name"`
	Path       string `json:"path,omitempty"`
	SHA256     string `json:"sha256,omitempty"`         // of the file, as it was before the run
	Content    string `json:"content_sha256,omitempty"` // snn.BrainHash of what the file holds, the same in every format; empty: an older program did not note it
	Recipe     string `json:"recipe,omitempty"`
	RecipeSeed *int64 `json:"recipe_seed,omitempty"`
	Neurons    int    `json:"neurons"`
	Synapses   int    `json:"synapses"` // gap junctions included
}

// Mark is the certificate of a run's spikes after a number of ticks.
type Mark struct {
	Tick   int32  `json:"tick"` // ticks run
	Spikes int64  `json:"spikes"`
	Hash   string `json:"spike_sha256"` // see snn.SpikeHash
}

// Options are the options of a run that decide what it does, beside brain and
// backend.
type Options struct {
	Ticks        int64             `json:"ticks"`             // asked for
	World        string            `json:"world"`             // arena or none
	Flags        map[string]string `json:"flags"`             // of the command, by name, as it takes them; nil: an older program did not note them
	Program      json.RawMessage   `json:"program,omitempty"` // the text of the stimulus program
	ProgramPath  string            `json:"program_path,omitempty"`
	Record       string            `json:"record"` // what was recorded, as --record has it
	Sounds       []Sound           `json:"sounds,omitempty"`
	AudioMapHash string            `json:"audio_map_sha256,omitempty"` // of the neurons of each band, by position, as compact JSON
	Checkpoint   string            `json:"checkpoint_path,omitempty"`  // that the run kept
	ResumedFrom  string            `json:"resumed_from,omitempty"`     // the checkpoint that it went on from
}

// Sound is a sound that drove neurons: a file or a tone.
type Sound struct {
	Path string  `json:"path,omitempty"`
	Tone float64 `json:"tone,omitempty"` // [Hz]
	Loop bool    `json:"loop"`
	Hash string  `json:"sha256"` // of its values in 32 bands
}

// Arena is the dish and the worm's start in it. Lengths are body lengths.
type Arena struct {
	Radius float64 `json:"radius"`
	Foods  []Food  `json:"foods"`
	Start  Start   `json:"start"`
}

// Food is a source of smell: Peak·exp(-d²/2Sigma²).
type Food struct {
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	Peak  float64 `json:"peak"`
	Sigma float64 `json:"sigma"`
}

// Start is where the worm's head was before the first tick.
type Start struct {
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
	Heading float64 `json:"heading"` // [rad]
}

// The fields of a recording, as --record and File.Field name them.
const (
	FieldSpikes     = "spikes"
	FieldNeurons    = "neurons" // written with every recording
	FieldRates      = "rates"
	FieldWeights    = "weights"
	FieldV          = "v"
	FieldU          = "u"
	FieldTrajectory = "trajectory"
	FieldBody       = "body"
	FieldRewards    = "rewards" // written where rewards may come
)

// allFields lists the fields that have a spool.
func allFields() []string {
	return []string{
		fieldHash, FieldSpikes, FieldNeurons, FieldRates, FieldWeights, FieldV, FieldU, FieldTrajectory, FieldBody, FieldRewards,
	}
}

// The formats of a recording's files.
const (
	FormatParquet = "parquet"
	FormatCSV     = "csv"
	FormatNPZ     = "npz"
)

// File is one file of a recording. Rows is the number of rows of a table, and
// of samples of an array.
type File struct {
	Name    string   `json:"name"`
	Field   string   `json:"field"`
	Format  string   `json:"format"`
	Every   int32    `json:"every,omitempty"` // ticks from one row to the next
	Columns []Column `json:"columns"`
	Rows    int64    `json:"rows"`
	SHA256  string   `json:"sha256"`
}

// Column is a column of a table or an array of an NPZ file. Type is int32,
// int64, float32, float64 or string; arrays have uint8 too, and a shape in
// which k stands for the number of rows.
type Column struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Shape       string `json:"shape,omitempty"` // of an array: "[k,23]"
	Unit        string `json:"unit"`            // empty: a pure number or a name
	Description string `json:"description"`
}

// File returns the file of a field.
func (m *Manifest) File(field string) (File, bool) {
	for _, f := range m.Files {
		if f.Field == field {
			return f, true
		}
	}
	return File{}, false
}
