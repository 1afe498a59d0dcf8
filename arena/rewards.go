package arena

// The reward schedule (semantics section 6, step 4).
const (
	RewardInterval = 200  // [ticks]
	LeastChange    = 1e-4 // a smaller change of the concentration is not rewarded
	ClimbReward    = 1.0  // for a rise; a fall gives the negative
	WallMargin     = 1.0  // a worm nearer to the wall is punished [BL]
	WallReward     = -0.5
)

// Rewards hands out rewards for climbing and for keeping off the wall.
type Rewards struct {
	dish *Dish

	Last float64 // concentration at the last interval's end, or at the start
}

// NewRewards begins the schedule for a worm whose head starts at (x, y).
func NewRewards(dish *Dish, x, y float64) *Rewards {
	return &Rewards{dish: dish, Last: dish.Concentration(x, y)}
}

// After returns the rewards that are due after the given tick, counted from 0,
// with the head at (x, y): first for the change of the concentration, then for
// the wall. A reward of 0 is none.
func (r *Rewards) After(tick int, x, y float64) (climb, wall float64) {
	if (tick+1)%RewardInterval != 0 {
		return 0, 0
	}
	now := r.dish.Concentration(x, y)
	switch change := now - r.Last; {
	case change > LeastChange:
		climb = ClimbReward
	case change < -LeastChange:
		climb = -ClimbReward
	}
	r.Last = now
	if r.dish.WallDistance(x, y) < WallMargin {
		wall = WallReward
	}
	return climb, wall
}
