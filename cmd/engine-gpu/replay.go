package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/engine-gpu/engine-gpu/checkpoint"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/why"
)

// replay is a run that is run again, from what it left: a recording's manifest,
// a checkpoint, or both.
type replay struct {
	session  *session
	folder   string           // of the recording; "" without
	manifest *record.Manifest // nil without
	ticks    int64            // that the run had
	explicit string           // checkpoint that the user named
	state    *engine.State    // that the replay begins with; nil: at the start
}

// openReplay reads what a run left and its brain.
func openReplay(std streams, folder, file string) (*replay, error) {
	if folder == "" {
		return replayOfCheckpoint(std, file)
	}
	recorded, err := record.OpenRun(folder)
	if err != nil {
		return nil, err
	}
	m := &recorded.Manifest
	if m.Backend == launch.BackendReference {
		return nil, fmt.Errorf("%s is a run of the reference backend, in float64: run it with --backend cpu to explain its spikes", folder)
	}
	s, err := rerun(std, m)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", folder, err)
	}
	s.beQuiet()
	if err := s.sameBrain(m); err != nil {
		return nil, fmt.Errorf("%s: %w", folder, err)
	}
	s.brainHash = snn.BrainHash(s.brain)
	return &replay{session: s, folder: folder, manifest: m, ticks: int64(m.Ticks), explicit: file}, nil
}

// replayOfCheckpoint does the same for a run of which there is a checkpoint
// alone.
func replayOfCheckpoint(std streams, file string) (*replay, error) {
	s := quietSession(std)
	if err := s.openCheckpoint(file); err != nil {
		return nil, err
	}
	defer s.resumed.file.Close()
	if s.resumed.kind == snn.KindFloat64 {
		return nil, fmt.Errorf("%s is of a run of the reference backend, in float64: run it with --backend cpu", s.resumed.file.Path)
	}
	if err := s.loadProgram(); err != nil {
		return nil, err
	}
	if err := s.loadBrain(); err != nil {
		return nil, err
	}
	return &replay{session: s, ticks: *s.o.ticks, explicit: file}, s.compareBrain()
}

// quietSession is a session of run that shows nothing and runs on the cpu
// backend.
func quietSession(std streams) *session {
	s := newSession(std)
	s.beQuiet()
	return s
}

func (s *session) beQuiet() { *s.o.backend, *s.o.quiet = launch.BackendCPU, true }

// openCheckpoint opens a checkpoint as that of the session's run.
func (s *session) openCheckpoint(path string) error {
	*s.o.checkpoint.resume, s.resumed = path, nil
	err := s.o.checkpoint.open(s)
	*s.o.out, s.o.record.fields.Fields = "", nil // nothing is recorded again
	return err
}

// start puts the session before its first tick: that of the latest checkpoint of
// at most so many ticks, or the run's first one.
func (r *replay) start(ctx context.Context, most int32) error {
	s := r.session
	s.resumed = nil // it only lent its options
	if err := r.choose(most); err != nil {
		return err
	}
	if err := r.surround(ctx); err != nil {
		return err
	}
	state, err := s.resumeState()
	if err != nil {
		return err
	}
	r.state = state
	return s.openBackend()
}

// surround sets up the world and the sounds.
func (r *replay) surround(ctx context.Context) error {
	s := r.session
	if r.manifest != nil {
		return s.sameSurroundings(ctx, r.manifest)
	}
	if err := s.enterWorld(); err != nil {
		return err
	}
	if err := s.hear(ctx); err != nil {
		return err
	}
	return s.compareSounds()
}

// choose opens the latest usable checkpoint, if there is one. One that the user
// named must be sound; one that the run kept is passed over where it is not.
func (r *replay) choose(most int32) error {
	s := r.session
	var paths []string
	left := []string{r.explicit}
	if r.manifest != nil {
		left = append(left, r.manifest.Options.Checkpoint, r.manifest.Options.ResumedFrom)
	}
	for _, path := range left {
		if path != "" && !slices.Contains(paths, path) {
			paths = append(paths, path, checkpoint.Previous(path))
		}
	}
	best, latest := "", int32(-1)
	for i, path := range paths {
		if _, err := os.Stat(path); err != nil && (i > 0 || r.explicit == "") {
			continue
		}
		ticks, err := checkpointTicks(path)
		switch {
		case err != nil && path == r.explicit:
			return err
		case err != nil:
			s.std.warn("%v; the replay does without it", err)
		case ticks <= most && ticks > latest:
			best, latest = path, ticks
		}
	}
	if best == "" {
		if r.explicit != "" {
			s.std.warn("%s is later than tick %d, whose spikes still matter: the replay begins at the start", r.explicit, most)
		}
		return nil
	}
	if err := s.openCheckpoint(best); err != nil {
		return err
	}
	if err := s.loadProgram(); err != nil {
		return err
	}
	return s.compareBrain()
}

// checkpointTicks returns the number of ticks of a checkpoint.
func checkpointTicks(path string) (int32, error) {
	f, _, err := checkpoint.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	if f.Path != path {
		return 0, fmt.Errorf("%s is missing or damaged", path)
	}
	_, ticks, err := f.Kind()
	return ticks, err
}

// from is the number of ticks that the replay begins after.
func (r *replay) from() int32 {
	if r.state == nil {
		return 0
	}
	return r.state.Ticks
}

// run is the run as package why takes it.
func (r *replay) run() (why.Run, error) {
	s := r.session
	b, ok := s.backend.Backend.(interface{ Network() *snn.Network })
	if !ok {
		return why.Run{}, errors.New("the backend tells nothing of its network")
	}
	c := engine.Config{
		Ticks: int32(r.ticks), Program: s.program, NoiseSeed: uint64(*s.o.seed),
		Stimuli: s.hearing.stimuli(), Resume: r.state,
	}
	if s.arena != nil {
		c.World = s.arena
	}
	if r.manifest != nil {
		for _, h := range r.manifest.Hashes {
			c.Marks = append(c.Marks, h.Tick)
		}
	}
	return why.Run{Brain: s.brain, Network: b.Network(), Backend: s.backend.Backend, Config: c}, nil
}

// compare compares the replay's certificates with those that the run left.
func (r *replay) compare(marks []engine.Mark) error {
	if r.manifest == nil {
		return nil
	}
	for _, m := range marks {
		for _, h := range r.manifest.Hashes {
			if h.Tick == m.Tick && h.Hash != m.Hash {
				return fmt.Errorf("the replay is not the run of %s: their spikes differ within the first %s (a file of the run was changed since, or a reward was given by hand)",
					r.folder, plural(int64(m.Tick), "tick"))
			}
		}
	}
	return nil
}
