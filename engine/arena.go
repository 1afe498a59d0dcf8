package engine

import (
	"errors"
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

// stepTime is the time of one tick [s].
const stepTime = 0.001

// ArenaConfig says how a worm is put into the dish.
type ArenaConfig struct {
	Dish          *arena.Dish // nil: V8's
	Seed          uint32      // of the start position and heading
	StartDistance float64     // from the first food [BL]
	SensoryGain   float64
	Surprise      bool      // scale rewards by how little they were expected
	Feedback      *Feedback // stimuli instead of rewards; nil: rewards
}

// DefaultArenaConfig is V8's arena with start seed 42.
func DefaultArenaConfig() ArenaConfig {
	return ArenaConfig{
		Dish: arena.DefaultDish(), Seed: 42,
		StartDistance: arena.DefaultStartDistance, SensoryGain: DefaultSensoryGain,
	}
}

// Arena is the world of a worm in a dish: its body, senses and rewards
// (semantics section 6).
type Arena struct {
	Body       *worm.Body
	Chemotaxis arena.Chemotaxis // judges the path so far

	MotorSpikes, SensorySpikes int64 // spikes of neurons in the body map and in the sensor map

	Surprise arena.Surprise // with ArenaConfig.Surprise
	Feedback FeedbackState  // with ArenaConfig.Feedback

	dish     *arena.Dish
	senses   *Senses
	motor    *Motor
	rewards  *arena.Rewards
	isSensor []bool // per neuron
	input    worm.Muscles
	due      []float64
	surprise bool
	feedback *sensorFeedback // nil: rewards
}

// NewArena puts a worm with the given brain, which must have both maps, into
// the dish.
func NewArena(brain *snn.Brain, cfg ArenaConfig) (*Arena, error) {
	if !brain.HasArenaMaps() {
		return nil, fmt.Errorf("the brain has %d rows in body_map and %d in sensor_map: the arena needs both", len(brain.BodyMap), len(brain.SensorMap))
	}
	if !(cfg.StartDistance >= 0 && cfg.StartDistance <= maxStartDistance) {
		return nil, fmt.Errorf("the start distance is %v BL, must be 0..%v", cfg.StartDistance, maxStartDistance)
	}
	if cfg.Surprise && cfg.Feedback != nil {
		return nil, errors.New("feedback takes the place of rewards: there is none for surprise to scale")
	}
	dish := cfg.Dish
	if dish == nil {
		dish = arena.DefaultDish()
	}
	x, y, heading := dish.Start(cfg.Seed, cfg.StartDistance)
	senses, err := NewSenses(brain, dish, x, y, cfg.SensoryGain)
	if err != nil {
		return nil, err
	}
	motor, err := NewMotor(brain)
	if err != nil {
		return nil, err
	}
	a := &Arena{
		Body: worm.New(x, y, heading), dish: dish, senses: senses, motor: motor,
		rewards: arena.NewRewards(dish, x, y), isSensor: make([]bool, len(brain.Neurons)),
		surprise: cfg.Surprise,
	}
	for _, row := range brain.SensorMap {
		a.isSensor[row.Neuron] = true
	}
	if cfg.Feedback != nil {
		if a.feedback, err = newSensorFeedback(brain, cfg.Feedback, senses.Neurons(), cfg.Seed); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// maxStartDistance keeps the sums of squares finite [BL]; beyond the dish's
// diameter the worm starts at the wall anyway.
const maxStartDistance = 1e6

// Dish returns the dish.
func (a *Arena) Dish() *arena.Dish { return a.dish }

// Neurons lists the sensor and motor neurons that sense something, ascending,
// and with feedback all sensor neurons.
func (a *Arena) Neurons() []int32 {
	if a.feedback != nil {
		return a.feedback.all
	}
	return a.senses.Neurons()
}

// Sense writes the currents of Neurons for the next tick.
func (a *Arena) Sense(tonic float64, current []float64) {
	if a.feedback == nil {
		a.senses.Currents(a.Body, tonic, current)
		return
	}
	a.senses.Currents(a.Body, tonic, a.feedback.sensed)
	a.feedback.spread(&a.Feedback, tonic, current)
}

// Act moves the worm by the spikes of a tick and returns the rewards that are
// due after it: none with feedback.
func (a *Arena) Act(tick int32, fired []int32) []float64 {
	a.MotorSpikes += int64(a.motor.Collect(fired, &a.input))
	for _, n := range fired {
		if a.isSensor[n] {
			a.SensorySpikes++
		}
	}
	a.Body.Step(&a.input, stepTime)
	x, y := a.dish.Clamp(a.Body.X, a.Body.Y)
	a.Body.SetHead(worm.Point{X: x, Y: y})
	a.Chemotaxis.Add(a.dish, int(tick), x, y)

	climb, wall := a.rewards.After(int(tick), x, y)
	if a.feedback != nil {
		a.Feedback.answer(a.feedback.Feedback, tick, climb+wall)
		a.Feedback.Tick = tick + 1
		return nil
	}
	if a.surprise && (tick+1)%arena.RewardInterval == 0 {
		scale := a.Surprise.Notice(climb + wall)
		climb, wall = climb*scale, wall*scale
	}
	a.due = slices.DeleteFunc(append(a.due[:0], climb, wall), func(r float64) bool { return r == 0 })
	return a.due
}
