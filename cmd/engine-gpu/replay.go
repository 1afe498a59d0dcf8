package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

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
	left     string           // what it left: its folder, or a checkpoint
	manifest *record.Manifest // nil without
	ticks    int64            // that the run had
	explicit string           // checkpoint that the user named
	hashes   []record.Mark    // of the run's spikes
	byHand   int              // rewards that it was given by hand
	state    *engine.State    // that the replay begins with; nil: at the start
}

// openReplay reads what a run left and its brain.
func openReplay(ctx context.Context, std streams, folder, file string, moved *movedFlags) (*replay, error) {
	if folder == "" {
		return replayOfCheckpoint(ctx, std, file, moved)
	}
	recorded, err := record.OpenRun(folder)
	if err != nil {
		return nil, err
	}
	m := &recorded.Manifest
	if m.Backend == launch.BackendReference {
		return nil, fmt.Errorf("%s is a run of the reference backend, in float64: run it with --backend cpu to explain its spikes", folder)
	}
	s, err := rerun(std, m, moved)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", folder, err)
	}
	if err := recorded.CheckRun(); err != nil {
		return nil, err
	}
	s.beQuiet()
	if err := s.sameBrain(ctx, m); err != nil {
		return nil, fmt.Errorf("%s: %w", folder, err)
	}
	return &replay{session: s, left: folder, manifest: m, ticks: int64(m.Ticks), explicit: file, hashes: m.Hashes}, nil
}

// replayOfCheckpoint does the same for a run of which there is a checkpoint
// alone.
func replayOfCheckpoint(ctx context.Context, std streams, file string, moved *movedFlags) (*replay, error) {
	s := quietSession(std)
	if err := s.openCheckpoint(file); err != nil {
		return nil, err
	}
	defer s.resumed.file.Close()
	if s.resumed.kind == snn.KindFloat64 {
		return nil, fmt.Errorf("%s is of a run of the reference backend, in float64: run it with --backend cpu", s.resumed.file.Path)
	}
	if err := moved.apply(s.o); err != nil {
		return nil, fmt.Errorf("%s: %w", s.resumed.file.Path, err)
	}
	if err := s.loadProgram(); err != nil {
		return nil, err
	}
	if err := s.loadBrain(ctx); err != nil {
		return nil, missing(err, "brain")
	}
	r := &replay{session: s, left: file, ticks: *s.o.ticks, explicit: file}
	var err error
	var c *record.Certificate
	if c, r.byHand, err = history(s.resumed.file); err != nil {
		return nil, err
	}
	r.hashes = c.Hashes()
	if err := s.compareBrain(); err != nil {
		return nil, err
	}
	s.o.checkpoint.flags.decide()
	return r, nil
}

// history reads what a checkpoint says of its run until then: its certificate
// and the number of rewards by hand.
func history(file *checkpoint.File) (c *record.Certificate, byHand int, err error) {
	data, err := file.Bytes(certificateSection)
	if err != nil {
		return nil, 0, err
	}
	c = record.NewCertificate()
	if err := c.UnmarshalBinary(data); err != nil {
		return nil, 0, fmt.Errorf("%s: section %q: %w", file.Path, certificateSection, err)
	}
	err = file.JSON(handSection, &byHand)
	return c, byHand, err
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
	s.resumed = nil
	err := s.o.checkpoint.flags.set.Set("resume", path)
	if err == nil {
		err = s.o.checkpoint.open(s)
	}
	*s.o.out, s.o.record.fields.Fields = "", nil // nothing is recorded again
	return err
}

// start puts the session before its first tick: that of the latest checkpoint of
// at most so many ticks, or the run's first one.
func (r *replay) start(ctx context.Context, most int32) error {
	s := r.session
	if err := r.surround(ctx); err != nil {
		return err
	}
	s.resumed = nil // it only lent its options
	if err := r.choose(most); err != nil {
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
// named must be sound and of this run; one that the run kept is passed over where
// it is not.
func (r *replay) choose(most int32) error {
	s := r.session
	candidates, err := r.candidates(most)
	if err != nil {
		return err
	}
	for _, c := range candidates {
		err := r.take(c.path)
		if err == nil {
			return nil
		}
		s.resumed = nil
		if c.path == r.explicit {
			return err
		}
		s.std.warn("%s; the replay does without it", inOneLine(err))
	}
	switch {
	case r.byHand > 0:
		return fmt.Errorf("%s is too late: tick %d comes before %s by hand, which no replay from the start would give", r.explicit, most, plural(int64(r.byHand), "reward"))
	case r.explicit != "":
		s.std.warn("%s is later than tick %d, whose spikes still matter: the replay begins at the start", r.explicit, most)
	}
	return nil
}

// candidate is a checkpoint that a replay may begin at.
type candidate struct {
	path  string
	ticks int32
}

// candidates lists the checkpoints of at most so many ticks, the latest first.
func (r *replay) candidates(most int32) ([]candidate, error) {
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
	var all []candidate
	for i, path := range paths {
		if _, err := os.Stat(path); err != nil && (i > 0 || r.explicit == "") {
			continue
		}
		ticks, err := checkpointTicks(path)
		switch {
		case err != nil && path == r.explicit:
			return nil, err
		case err != nil:
			r.session.std.warn("%v; the replay does without it", err)
		case ticks <= most:
			all = append(all, candidate{path, ticks})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return int(b.ticks) - int(a.ticks) })
	return all, nil
}

// take opens a checkpoint, which must be one of this run.
func (r *replay) take(path string) error {
	s := r.session
	if err := s.openCheckpoint(path); err != nil {
		return err
	}
	err := s.loadProgram()
	if err == nil {
		err = s.compareBrain()
	}
	if err == nil {
		err = s.compareSounds()
	}
	if err == nil {
		err = r.compareHistory(s.resumed.file)
	}
	if err != nil {
		err = errors.Join(err, s.resumed.file.Close())
	}
	return err
}

// compareHistory compares what a checkpoint says of its run with the run.
func (r *replay) compareHistory(file *checkpoint.File) error {
	c, byHand, err := history(file)
	if err != nil {
		return err
	}
	if byHand != r.byHand {
		return fmt.Errorf("%s is the checkpoint of another run: it was given %s by hand, not %d", file.Path, plural(int64(byHand), "reward"), r.byHand)
	}
	if tick, differ := firstDifference(r.hashes, c.Hashes()); differ {
		return fmt.Errorf("%s is the checkpoint of another run: their spikes differ within the first %s", file.Path, plural(int64(tick), "tick"))
	}
	return nil
}

// firstDifference returns after how many ticks two runs had other spikes.
func firstDifference(a, b []record.Mark) (tick int32, differ bool) {
	there := map[int32]string{}
	for _, x := range a {
		there[x.Tick] = x.Hash
	}
	for _, y := range b {
		if hash, noted := there[y.Tick]; noted && hash != y.Hash {
			return y.Tick, true
		}
	}
	return 0, false
}

// inOneLine is an error's text, whose details stand on lines of their own.
func inOneLine(err error) string {
	return strings.ReplaceAll(err.Error(), "\n  ", " ")
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
	for _, h := range r.hashes {
		c.Marks = append(c.Marks, h.Tick)
	}
	return why.Run{Brain: s.brain, Network: b.Network(), Backend: s.backend.Backend, Config: c}, nil
}

// compare compares the replay's certificates with those that the run left.
func (r *replay) compare(marks []engine.Mark) error {
	var here []record.Mark
	for _, m := range marks {
		here = append(here, record.Mark(m))
	}
	if tick, differ := firstDifference(r.hashes, here); differ {
		return fmt.Errorf("the replay is not the run of %s: their spikes differ within the first %s (a file of the run was changed since)",
			r.left, plural(int64(tick), "tick"))
	}
	return nil
}
