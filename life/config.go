package life

import (
	"errors"
	"fmt"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Config says what a life is.
type Config struct {
	Brain        *snn.Brain // is left as it is
	Sessions     int
	SessionTicks int32
	Seed         uint64 // of the food's places, the starts and the noise of sleep

	// Arena is the dish with the food, of which the first is put elsewhere for
	// each session and others are left out. Its seed plays no part.
	Arena engine.ArenaConfig
	// FoodRadius bounds how far from the dish's centre food is put [BL].
	FoodRadius float64

	Sleep Sleep
	Learn bool // also in sleep; must be what Open's backends do

	Sprout *Sprout // nil: none
	Drift  *Drift  // nil: none

	// Open starts a backend with a brain.
	Open func(*snn.Brain) (engine.Backend, error)

	// Lived, if not nil, receives every session, the night after it included,
	// and the brain as the next session would begin with it. An interrupted one
	// comes last. Its error ends the life.
	Lived func(*Session, *snn.Brain) error
	// Progress, if not nil, is called now and then with the ticks run so far, of
	// Ticks, and Recorder receives every tick of sessions and sleeps.
	Progress func(ticks int64)
	Recorder engine.Recorder
}

// DefaultFoodMargin is how far from the wall food is put at least, unless told
// otherwise [BL].
const DefaultFoodMargin = 5.0

// Ticks is the number of ticks of a whole life.
func (c *Config) Ticks() int64 {
	return int64(c.Sessions)*int64(c.SessionTicks) + int64(c.Sessions-1)*int64(c.Sleep.Ticks)
}

func (c *Config) validate() error {
	switch dish := c.Arena.Dish; {
	case c.Sessions < 1:
		return fmt.Errorf("%d sessions are no life", c.Sessions)
	case dish == nil:
		return errors.New("a life needs a dish")
	case !(c.FoodRadius >= 0 && c.FoodRadius < dish.Radius()):
		return fmt.Errorf("food up to %v BL from the centre does not lie within the dish of %v BL", c.FoodRadius, dish.Radius())
	case c.Sprout != nil && !hasPlaces(c.Brain):
		return errors.New("all neurons lie at one place: none is nearer than others, so that no synapse can sprout")
	}
	return c.Sleep.validate()
}
