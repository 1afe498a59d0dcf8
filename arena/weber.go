package arena

// The chemoreceptors that respond to change answer, like the worm's ASE and AWC
// neurons, to a rise (ON cells) or a fall (OFF cells) of the concentration
// from what they are adapted to (Suzuki et al. 2008, doi:10.1038/nature06927;
// Izquierdo & Lockery 2010, doi:10.1523/JNEUROSCI.2777-10.2010), in proportion
// to that: Weber's law.
const (
	// WeberTicks is the time constant of their adaptation [ticks].
	WeberTicks = 50
	// WeberFloor is the concentration that counts as no smell at all.
	WeberFloor = 1e-6
)

// WeberAdaptation is a nose that gets used to a smell and notices changes in
// proportion to it.
type WeberAdaptation struct {
	Level float64 // concentration adapted to
}

// NewWeberAdaptation returns a nose adapted to the given concentration.
func NewWeberAdaptation(concentration float64) WeberAdaptation {
	return WeberAdaptation{concentration}
}

// Change returns by which fraction a concentration exceeds the adapted level.
func (a *WeberAdaptation) Change(concentration float64) float64 {
	return (concentration - a.Level) / (a.Level + WeberFloor)
}

// Adapt gets used to the concentration for one tick.
func (a *WeberAdaptation) Adapt(concentration float64) {
	a.Level += (concentration - a.Level) / WeberTicks
}
