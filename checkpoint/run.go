package checkpoint

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Sections of a run.
const (
	progressSection = "progress"
	hashSection     = "spike_hash"
	worldSection    = "world"
	brainPrefix     = "brain."
)

// progress is the JSON of what a run did so far.
type progress struct {
	Kind      string        `json:"kind"` // of the brain's state
	Ticks     int32         `json:"ticks"`
	Spikes    int64         `json:"spikes"`
	Rewards   int           `json:"rewards"`
	NetReward float64       `json:"net_reward"`
	Marks     []engine.Mark `json:"marks"`
}

// Run returns the sections of a run.
func Run(s *engine.State) ([]Section, error) {
	head, err := JSON(progressSection, progress{
		s.Brain.Kind(), s.Ticks, s.Spikes, s.Rewards, s.NetReward, s.Marks,
	})
	if err != nil {
		return nil, err
	}
	sections := []Section{head, Bytes(hashSection, s.SpikeHash)}
	if s.World != nil {
		sections = append(sections, Bytes(worldSection, s.World))
	}
	for _, c := range s.Brain.Columns() {
		sections = append(sections, Values(brainPrefix+c.Name, c.Values))
	}
	return sections, nil
}

// Kind returns the kind of the brain's state, and the number of ticks run.
func (f *File) Kind() (kind string, ticks int32, err error) {
	var p progress
	err = f.JSON(progressSection, &p)
	return p.Kind, p.Ticks, err
}

// Run reads what [Run] wrote. Whether it fits a brain is for the backend to say.
func (f *File) Run() (*engine.State, error) {
	var p progress
	if err := f.JSON(progressSection, &p); err != nil {
		return nil, err
	}
	s := &engine.State{
		Ticks: p.Ticks, Spikes: p.Spikes, Rewards: p.Rewards, NetReward: p.NetReward, Marks: p.Marks,
		Brain: snn.NewState(p.Kind),
	}
	if s.Brain == nil {
		return nil, fmt.Errorf("%s: the brain's state is of the unknown kind %q", f.Path, p.Kind)
	}
	var err error
	if s.SpikeHash, err = f.Bytes(hashSection); err != nil {
		return nil, err
	}
	if f.Has(worldSection) {
		if s.World, err = f.Bytes(worldSection); err != nil {
			return nil, err
		}
	}
	for _, c := range s.Brain.Columns() {
		if err := f.Values(brainPrefix+c.Name, c.Values); err != nil {
			return nil, err
		}
	}
	return s, nil
}
