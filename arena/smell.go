package arena

// AdaptationTicks is the time constant of the adaptation to a smell [ticks].
const AdaptationTicks = 500

// Adaptation is a nose that gets used to a smell: what it notices is the
// difference from the level it is adapted to.
type Adaptation struct {
	Level float64 // concentration adapted to
}

// NewAdaptation returns a nose adapted to the given concentration.
func NewAdaptation(concentration float64) Adaptation { return Adaptation{concentration} }

// Notice returns by how much the concentration exceeds the adapted level, and
// adapts by one tick.
func (a *Adaptation) Notice(concentration float64) float64 {
	delta := concentration - a.Level
	a.Level += delta / AdaptationTicks
	return delta
}
