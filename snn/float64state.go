package snn

// Float64State is the [State] of the float64 reference, whose sums depend on
// the order of their terms. Synapse columns are by row of the [Brain].
type Float64State struct {
	Tick int32 // ticks run so far

	// Input, which holds until it is changed.
	External  []float64 // [neurons]
	Noise     []float64 // [neurons] standard deviation; nil without noise
	NoiseSeed uint64

	V, U      []float64 // [neurons] [mV]
	LastSpike []int64   // [neurons] [tick]

	// Currents on their way in order of departure: PendingCount[i] of them
	// arrive in tick Tick+i. [Brain.RingLength] counts.
	PendingCount   []int32
	PendingTarget  []int32
	PendingCurrent []float64

	GateWindow []int32 // as in Float32State

	Weight       []float64 // [rows]
	Eligibility  []float64 // [rows], and so are all below: see SynapseState
	EligPost     []float64
	Trace        []float64
	CurrentGain  []float64
	SourceFires  []int64
	Coincidences []int64
	Alive        []bool
}

// Kind implements State.
func (s *Float64State) Kind() string { return KindFloat64 }

// Ticks implements State.
func (s *Float64State) Ticks() int32 { return s.Tick }

// Columns implements State.
func (s *Float64State) Columns() []Column {
	return []Column{
		{"tick", &s.Tick},
		{"external", &s.External}, {"noise", &s.Noise}, {"noise_seed", &s.NoiseSeed},
		{"v", &s.V}, {"u", &s.U}, {"last_spike", &s.LastSpike},
		{"pending.count", &s.PendingCount}, {"pending.target", &s.PendingTarget}, {"pending.current", &s.PendingCurrent},
		{"gate_window", &s.GateWindow},
		{"weight", &s.Weight}, {"eligibility", &s.Eligibility}, {"elig_post", &s.EligPost}, {"trace", &s.Trace},
		{"current_gain", &s.CurrentGain}, {"source_fires", &s.SourceFires}, {"coincidences", &s.Coincidences}, {"alive", &s.Alive},
	}
}
