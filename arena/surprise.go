package arena

// SurpriseIntervals is the time constant of what a worm expects, in reward
// intervals: 2 seconds.
const SurpriseIntervals = 10

// Surprise is what a worm has come to expect of a reward interval, as the
// dopamine neurons' reward prediction error has it (Schultz, Dayan & Montague
// 1997, doi:10.1126/science.275.5306.1593): a reward as expected teaches
// nothing. A plain copy is a checkpoint.
type Surprise struct {
	Expected float64 // moving average of what the intervals gave
}

// Notice takes note of what an interval gave in all, 0 included, and returns by
// how much that differs from what was expected.
func (s *Surprise) Notice(reward float64) float64 {
	difference := reward - s.Expected
	s.Expected += difference / SurpriseIntervals
	if difference < 0 {
		return -difference
	}
	return difference
}
