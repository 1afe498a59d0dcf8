package launch

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// The worlds a brain can run in.
const (
	WorldAuto  = "auto" // the arena if the brain has both maps
	WorldArena = "arena"
	WorldNone  = "none"
)

// WorldNames lists the worlds, the default first.
func WorldNames() []string { return []string{WorldAuto, WorldArena, WorldNone} }

// Arena puts the worm of a brain of the given name into the dish. It returns
// nil if that is not its world.
func Arena(world, name string, brain *snn.Brain, cfg engine.ArenaConfig) (*engine.Arena, error) {
	switch {
	case world == WorldNone, world == WorldAuto && !brain.HasArenaMaps():
		return nil, nil
	case !brain.HasArenaMaps():
		return nil, fmt.Errorf("%s has no body_map and sensor_map for the arena: run it with --world none", name)
	}
	return engine.NewArena(brain, cfg)
}
