package snn

// Float32State is the [State] that all float32 backends share: what one saves,
// each of them restores. Between the same two ticks of the same run all of them
// save the same bits.
//
// Indices are those of the [Network] that the brain is compiled to. Lazy values
// are kept as they are, with their ticks, because how they round depends on
// when they were read.
type Float32State struct {
	Tick int32 // ticks run so far; the next tick has this number

	// Input, which holds until it is changed.
	External  []float32 // [neurons] external current
	Noise     []float32 // [neurons] current per unit of NoiseInteger; nil without noise
	NoiseSeed uint64

	V, U      []float32 // [neurons] [mV]
	LastSpike []int32   // [neurons] [tick]

	// Currents on their way, fixed point, gap junctions' into the next tick
	// included and those of late spikes left out. PendingCount[i] entries, by
	// ascending target and none of them 0, arrive in tick Tick+i; the last count
	// is not 0.
	PendingCount   []int32
	PendingTarget  []int32
	PendingCurrent []int32

	// Late spikes are those of the last [Network.LongestLate] ticks, of neurons
	// that a fixed synapse with a delay of LongDelay or more leaves. Their
	// currents over these synapses are on their way too. By (tick, neuron).
	LateTick   []int32
	LateNeuron []int32

	TraceValue []float32 // [traces] as of TraceTick
	TraceTick  []int32   // [traces]

	// GateWindow counts the spikes of each group in each of the last GateWindow
	// ticks: tick t in element group·GateWindow + t mod GateWindow.
	GateWindow []int32 // [GateGroups · GateWindow]

	Sets [NumChemicalTypes]SetState
}

// SetState is the state of the synapses of a type, in the order of the network's
// set. Only the columns of the type are set; weights that never change are left
// out.
type SetState struct {
	Weight          []float32 // plastic, gated, reward_plastic, developmental
	Trace           []float32 // reward_plastic, as of TraceTick
	TraceTick       []int32
	Eligibility     []float32 // reward_plastic, as of EligibilityTick
	EligibilityTick []int32
	Gain            []float32 // facilitating, depressing, as of GainTick
	GainTick        []int32
	SourceFires     []int32 // developmental
	Coincidences    []int32
	Alive           []bool
}

// Kind implements State.
func (s *Float32State) Kind() string { return KindFloat32 }

// Ticks implements State.
func (s *Float32State) Ticks() int32 { return s.Tick }

// Columns implements State.
func (s *Float32State) Columns() []Column {
	columns := []Column{
		{"tick", &s.Tick},
		{"external", &s.External}, {"noise", &s.Noise}, {"noise_seed", &s.NoiseSeed},
		{"v", &s.V}, {"u", &s.U}, {"last_spike", &s.LastSpike},
		{"pending.count", &s.PendingCount}, {"pending.target", &s.PendingTarget}, {"pending.current", &s.PendingCurrent},
		{"late.tick", &s.LateTick}, {"late.neuron", &s.LateNeuron},
		{"trace.value", &s.TraceValue}, {"trace.tick", &s.TraceTick},
		{"gate_window", &s.GateWindow},
	}
	for t := range NumChemicalTypes {
		for _, c := range s.Sets[t].columns(SynapseType(t)) {
			columns = append(columns, Column{SynapseType(t).String() + "." + c.Name, c.Values})
		}
	}
	return columns
}

// columns lists the columns of a type.
func (s *SetState) columns(t SynapseType) []Column {
	switch t {
	case Plastic, Gated:
		return []Column{{"weight", &s.Weight}}
	case RewardPlastic:
		return []Column{
			{"weight", &s.Weight}, {"trace", &s.Trace}, {"trace_tick", &s.TraceTick},
			{"eligibility", &s.Eligibility}, {"eligibility_tick", &s.EligibilityTick},
		}
	case Facilitating, Depressing:
		return []Column{{"gain", &s.Gain}, {"gain_tick", &s.GainTick}}
	case Developmental:
		return []Column{
			{"weight", &s.Weight}, {"source_fires", &s.SourceFires},
			{"coincidences", &s.Coincidences}, {"alive", &s.Alive},
		}
	}
	return nil
}

// LongestLate returns the longest delay of a fixed synapse [ticks] if it is
// LongDelay or more, else 0.
func (n *Network) LongestLate() int32 {
	s := n.Chemical[Fixed]
	if s == nil {
		return 0
	}
	var longest int32
	for _, d := range s.LongDelay {
		if d >= LongDelay {
			longest = max(longest, d)
		}
	}
	return longest
}

// GateGroups returns the number of modulator groups whose spikes count: none
// without a gated synapse.
func (n *Network) GateGroups() int {
	if n.Chemical[Gated] == nil {
		return 0
	}
	return len(n.Gates.Groups)
}
