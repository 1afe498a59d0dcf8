package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/sweep"
)

// Control is what the worms of one condition did.
type Control struct {
	Brain     string             `json:"brain"`
	Condition string             `json:"condition"`
	Starts    int                `json:"starts"`
	Index     sweep.Distribution `json:"chemotaxis_index"`
	Chance    sweep.Undirected   `json:"in_random_directions"`
	Reached   int                `json:"reached"`          // starts that came within sweep.ReachDistance of the food
	Path      float64            `json:"mean_path_length"` // [BL]
	Paired    *sweep.Paired      `json:"less_intact"`      // this condition less the intact worms, start by start
}

// control changes what the worms have.
type control struct {
	name   string
	learn  bool
	blind  bool // sensory gain 0
	barren bool // food that does not smell
	change func(*subject) error
}

// shuffleSeed is that of the permutation of the sensors' sides.
const shuffleSeed = 1

func controlList() []control {
	return []control{
		{name: "intact"},
		{name: "intact, learning on", learn: true},
		{name: "sensors off", blind: true},
		{name: "food that does not smell", barren: true},
		{name: "sides of the sensors shuffled", change: shuffleSides},
		{name: "sides of the sensors exchanged", change: exchangeSides},
		{name: "steering cut", change: cutSteering},
		{name: "turns cut", change: cutTurns},
		{name: "steering and turns cut", change: both(cutSteering, cutTurns)},
		{name: "sides shuffled, turns cut", change: both(shuffleSides, cutTurns)},
		{name: "ON and OFF exchanged", change: exchangeResponses},
	}
}

// controls runs every condition from the same starts.
func controls(ctx context.Context, o *options, r *Results, progress io.Writer) error {
	r.Controls = nil
	var intact *sweep.Group
	for _, c := range controlList() {
		s, err := newSubject(o.recipe, o.seed)
		if err != nil {
			return err
		}
		if c.change != nil {
			if err := c.change(s); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
		got, group, err := c.run(ctx, o, s)
		if err != nil || ctx.Err() != nil {
			return err
		}
		if intact == nil {
			intact = group
		} else {
			got.Paired = pairWith(intact, group)
		}
		r.Controls = append(r.Controls, *got)
		fmt.Fprintf(progress, "%s, %s: index %+.3f, in random directions %+.3f, p %.4f\n", s.name, c.name, got.Index.Mean, got.Chance.Mean, got.Chance.Chance)
		if err := r.write(o.out); err != nil { // conditions take minutes
			return err
		}
	}
	return nil
}

// run runs all starts of a condition.
func (c *control) run(ctx context.Context, o *options, s *subject) (*Control, *sweep.Group, error) {
	network, err := snn.Compile(s.brain)
	if err != nil {
		return nil, nil, err
	}
	dish := arena.DefaultDish()
	if c.barren {
		food := dish.Foods()[0]
		food.Peak = 0
		if dish, err = arena.NewDish(arena.DefaultRadius, food); err != nil {
			return nil, nil, err
		}
	}
	gain := engine.DefaultSensoryGain
	if c.blind {
		gain = 0
	}
	var done []sweep.Done
	err = sweep.Run(ctx, sweep.Config{
		Brain: s.brain, Dish: dish, Ticks: int32(o.ticks), StartDistance: arena.DefaultStartDistance, SensoryGain: gain, Jobs: o.jobs,
		Open: func(learn bool) (engine.Backend, error) {
			return cpu.NewNetworkBackend(network, snn.Options{Learn: learn, Threads: 1})
		},
		Finished: func(d sweep.Done) error {
			done = append(done, d)
			return nil
		},
	}, sweep.Tasks(uint32(o.first), o.starts, c.learn))
	if err != nil || ctx.Err() != nil {
		return nil, nil, err
	}
	sweep.Sort(done)
	group := &sweep.Groups(done)[0]
	got := &Control{
		Brain: s.name, Condition: c.name, Starts: len(done), Index: group.Index, Reached: group.Reached,
		Chance: sweep.Undirect(dish, done, sweep.UndirectedDraws, sweep.BootstrapSeed),
	}
	for i := range group.Starts {
		got.Path += group.Starts[i].PathLength / float64(len(done))
	}
	return got, group, nil
}

// pairWith compares a condition with the intact worms.
func pairWith(intact, group *sweep.Group) *sweep.Paired {
	p, ok := sweep.Pair(group, intact)
	if !ok {
		return nil
	}
	return &p
}

func both(first, second func(*subject) error) func(*subject) error {
	return func(s *subject) error { return errors.Join(first(s), second(s)) }
}

// lateral lists the rows of ON and OFF cells of a side.
func (s *subject) lateral() ([]int, error) {
	var rows []int
	for i, row := range s.brain.SensorMap {
		if row.Modality == snn.Chemical && row.Response != snn.Tonic && row.Side != snn.Bilateral {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s has no ON or OFF cells of a side", s.name)
	}
	return rows, nil
}

// shuffleSides deals the sides of the lateral cells out anew.
func shuffleSides(s *subject) error {
	rows, err := s.lateral()
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(shuffleSeed, 0))
	sensors := slices.Clone(s.brain.SensorMap)
	for i, k := range random.Perm(len(rows)) {
		sensors[rows[i]].Side = s.brain.SensorMap[rows[k]].Side
	}
	s.brain.SensorMap = sensors
	return nil
}

// exchangeSides gives every left cell the right side and the other way round.
func exchangeSides(s *subject) error {
	rows, err := s.lateral()
	for _, i := range rows {
		s.brain.SensorMap[i].Side = snn.Left + snn.Right - s.brain.SensorMap[i].Side
	}
	return err
}

// exchangeResponses makes ON cells of OFF cells and the other way round.
func exchangeResponses(s *subject) error {
	changed := 0
	for i := range s.brain.SensorMap {
		if row := &s.brain.SensorMap[i]; row.Modality == snn.Chemical && row.Response != snn.Tonic {
			row.Response = snn.On + snn.Off - row.Response
			changed++
		}
	}
	if changed == 0 {
		return fmt.Errorf("%s has no ON or OFF cells", s.name)
	}
	return nil
}

// cutSteering cuts the way from the nose's two sides to the head's muscles
// (klinotaxis).
func cutSteering(s *subject) error {
	return s.cut("amphid", []string{"left_out", "right_out"}, "ventral_cord", []string{"head_dorsal_in", "head_ventral_in"})
}

// cutTurns cuts the way from the decision to turn to the head's muscles
// (klinokinesis).
func cutTurns(s *subject) error {
	return s.cut("binary_decision", []string{"option_b_out"}, "ventral_cord", []string{"head_dorsal_in", "head_ventral_in"})
}

// cut makes the fixed synapses between terminals of two circuits weigh nothing.
func (s *subject) cut(from string, outputs []string, to string, inputs []string) error {
	sources, err := s.terminals(from, outputs...)
	if err != nil {
		return err
	}
	targets, err := s.terminals(to, inputs...)
	if err != nil {
		return err
	}
	cut := 0
	for i, y := range s.brain.Synapses.All() {
		if sources[y.Source] && targets[y.Target] {
			if y.Type != snn.Fixed {
				return fmt.Errorf("synapse %d from %s to %s is %v, not fixed: it may learn to weigh something again", y.ID, from, to, y.Type)
			}
			s.brain.Synapses.Weight[i] = 0
			cut++
		}
	}
	if cut == 0 {
		return fmt.Errorf("%s has no synapses from %s %v to %s %v", s.name, from, outputs, to, inputs)
	}
	return nil
}
