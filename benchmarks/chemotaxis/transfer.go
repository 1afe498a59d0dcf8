package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

const (
	freeTicks = 1500 // of the worms that move
	heldTicks = 2000 // of the worms that are held
	stepTick  = 1000 // in which their smell changes
)

// Transfer is how far a difference of the smell gets in a brain.
type Transfer struct {
	Brain      string       `json:"brain"`
	Backend    string       `json:"backend"`
	Experiment string       `json:"experiment"`
	Ticks      int32        `json:"ticks"` // that are compared
	Layers     []Difference `json:"layers"`
}

// experiment is two conditions that are compared.
type experiment struct {
	name          string
	first, second condition
}

// condition is a world to run a brain in.
type condition struct {
	world func(*snn.Brain) (engine.World, error)
	ticks int32
	from  int32 // the first tick that counts
	learn bool
}

// experiments lists what is compared. The worm is held 20 BL from the food, and
// pointed at it unless said otherwise.
func experiments() ([]experiment, error) {
	const far = arena.DefaultStartDistance
	at := pose{arena.DefaultRadius/2 - far, 0, math.Pi} // the heading points from the head to the tail
	dish := func(peak float64) (*arena.Dish, error) {
		food := arena.DefaultDish().Foods()[0]
		food.Peak *= peak
		return arena.NewDish(arena.DefaultRadius, food)
	}
	none, err0 := dish(0)
	usual, err1 := dish(1)
	more, err2 := dish(1.1)
	less, err3 := dish(0.9)
	little, err4 := dish(1.01)
	most, err5 := dish(4) // what there is at the food
	if err := errors.Join(err0, err1, err2, err3, err4, err5); err != nil {
		return nil, err
	}
	free := func(d *arena.Dish, seed uint32) condition {
		return condition{ticks: freeTicks, learn: true, world: func(b *snn.Brain) (engine.World, error) {
			cfg := engine.DefaultArenaConfig()
			cfg.Dish, cfg.Seed = d, seed
			return engine.NewArena(b, cfg)
		}}
	}
	hold := func(at pose, before, after *arena.Dish) condition {
		return condition{ticks: heldTicks, from: stepTick, world: func(b *snn.Brain) (engine.World, error) {
			return newHeld(b, at, before, after, stepTick)
		}}
	}
	left, right := at, at // on which side of the heading the food lies
	left.heading, right.heading = -math.Pi/2, math.Pi/2
	return []experiment{
		{"starts 42 and 2", free(usual, 42), free(usual, 2)},
		{"smell and none", free(usual, 42), free(none, 42)},
		{"10 % more", hold(at, usual, usual), hold(at, usual, more)},
		{"10 % less", hold(at, usual, usual), hold(at, usual, less)},
		{"4 times as much", hold(at, usual, usual), hold(at, usual, most)},
		{"left and right", hold(left, usual, usual), hold(right, usual, usual)},
		{"left and right, 1 % more", hold(left, usual, little), hold(right, usual, little)},
	}, nil
}

// transfer compares the conditions in V8's brain and in the one that finds food.
func transfer(ctx context.Context, o *options, r *Results, progress io.Writer) error {
	list, err := experiments()
	if err != nil {
		return err
	}
	r.Transfer = nil
	old, err := newSubject("arena_v1", 0)
	if err != nil {
		return err
	}
	late, err := newSubject(o.recipe, o.seed)
	if err != nil {
		return err
	}
	for _, e := range list {
		for _, c := range []struct {
			subject *subject
			backend string
		}{{old, "reference"}, {old, "cpu"}, {late, "cpu"}} {
			t, err := e.run(ctx, c.subject, c.backend)
			if err != nil || ctx.Err() != nil {
				return err
			}
			fmt.Fprintf(progress, "%s, %s, %s: %s\n", c.subject.name, c.backend, e.name, t.summary())
			r.Transfer = append(r.Transfer, *t)
		}
	}
	return nil
}

// run compares the two conditions in a brain.
func (e *experiment) run(ctx context.Context, s *subject, backend string) (*Transfer, error) {
	first, err := e.first.run(ctx, s.brain, backend)
	if err != nil {
		return nil, err
	}
	second, err := e.second.run(ctx, s.brain, backend)
	if err != nil {
		return nil, err
	}
	span := e.first.ticks - e.first.from
	return &Transfer{s.name, backend, e.name, span, compare(s.layers, first, second, span)}, nil
}

func (c *condition) run(ctx context.Context, brain *snn.Brain, name string) (t *trains, err error) {
	world, err := c.world(brain)
	if err != nil {
		return nil, err
	}
	backend, err := open(brain, name, c.learn)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, backend.Close()) }()
	t = newTrains(len(brain.Neurons), c.from)
	_, err = engine.Run(ctx, brain, backend, engine.Config{Ticks: c.ticks, World: world, Recorders: []engine.Recorder{t}})
	return t, err
}

func open(brain *snn.Brain, name string, learn bool) (engine.Backend, error) {
	opt := snn.Options{Learn: learn, Threads: 1}
	if name == "reference" {
		return cpu.NewReference(brain, opt)
	}
	return cpu.NewBackend(brain, opt)
}

// summary counts the neurons that differ.
func (t *Transfer) summary() string {
	neurons, differ, sensors, motor := 0, 0, 0, 0
	for _, d := range t.Layers {
		neurons += d.Neurons
		differ += d.Differ
		switch d.role {
		case "sensors":
			sensors += d.Differ
		case "motor neurons":
			motor += d.Differ
		}
	}
	return fmt.Sprintf("%d of %d neurons differ, %d of them sensors, %d motor neurons", differ, neurons, sensors, motor)
}
