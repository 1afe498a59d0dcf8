package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/checkpoint"
	"github.com/engine-gpu/engine-gpu/engine"
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
	r := &replay{folder: folder, explicit: file}
	args := []string{"--resume", file}
	if folder != "" {
		m, err := readManifest(folder)
		if err != nil {
			return nil, err
		}
		if m.Backend == backendReference {
			return nil, fmt.Errorf("%s is a run of the reference backend, in float64: run it with --backend cpu to explain its spikes", folder)
		}
		if len(m.Command) < 2 || m.Command[1] != "run" {
			return nil, fmt.Errorf("%s: its command line is that of no run", filepath.Join(folder, record.ManifestName))
		}
		r.manifest, r.ticks, args = m, int64(m.Ticks), m.Command[2:]
	}
	s, err := innerSession(std, args)
	if err != nil {
		if folder != "" {
			return nil, fmt.Errorf("%s: its command line: %w", filepath.Join(folder, record.ManifestName), err)
		}
		return nil, err
	}
	r.session = s
	if *s.o.checkpoint.resume != "" {
		if err := s.openCheckpoint(*s.o.checkpoint.resume); err != nil {
			return nil, err
		}
		defer s.resumed.file.Close()
		if s.resumed.kind == snn.KindFloat64 {
			return nil, fmt.Errorf("%s is of a run of the reference backend, in float64: run it with --backend cpu", s.resumed.file.Path)
		}
		if folder == "" {
			r.ticks = *s.o.ticks
		}
	}
	if err := s.loadProgram(); err != nil {
		return nil, err
	}
	if err := s.loadBrain(); err != nil {
		return nil, err
	}
	s.brainHash = snn.ContentHash(s.brain)
	if s.resumed != nil {
		if err := s.compareBrain(); err != nil {
			return nil, err
		}
	}
	if err := r.checkProgram(); err != nil {
		return nil, err
	}
	return r, r.checkBrain()
}

// innerSession is a session of run with the given command line, which writes
// nothing, shows nothing and runs on the cpu backend.
func innerSession(std streams, args []string) (*session, error) {
	f := newFlags(runCommand())
	o := runFlags(f)
	o.checkpoint = checkpointFlags(f)
	if _, err := f.parse(withoutOutputs(args)); err != nil {
		return nil, err
	}
	if *o.backend == backendReference {
		return nil, errors.New("a run of the reference backend, in float64: run it with --backend cpu")
	}
	*o.backend, *o.save, *o.json, *o.quiet, *o.profile, *o.marks = backendCPU, false, false, true, false, nil
	s := &session{std: std, o: o, certificate: certificate{record.NewCertificate()}}
	s.writeNothing()
	return s, nil
}

// writeNothing takes back what the run would leave in its folder.
func (s *session) writeNothing() {
	*s.o.out, s.o.record.fields.Fields = "", nil
}

// withoutOutputs drops the flags that say what a run leaves in its folder: a
// checkpoint may name a recording of its own.
func withoutOutputs(args []string) []string {
	var kept []string
	for i := 0; i < len(args); i++ {
		name, _, valued := strings.Cut(strings.TrimLeft(args[i], "-"), "=")
		if !strings.HasPrefix(args[i], "-") || !slices.Contains([]string{"out", "record", "record-format", "plots"}, name) {
			kept = append(kept, args[i])
		} else if !valued {
			i++ // its value
		}
	}
	return kept
}

// openCheckpoint opens a checkpoint as that of the session's run.
func (s *session) openCheckpoint(path string) error {
	*s.o.checkpoint.resume, s.resumed = path, nil
	err := s.o.checkpoint.open(s)
	s.writeNothing()
	return err
}

// readManifest reads the manifest of a folder.
func readManifest(folder string) (*record.Manifest, error) {
	path := filepath.Join(folder, record.ManifestName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(folder); err != nil {
			return nil, fmt.Errorf("%s: there is no such folder", folder)
		}
		return nil, fmt.Errorf("%s has no %s: run it again with --record spikes, or name its --checkpoint", folder, record.ManifestName)
	}
	if err != nil {
		return nil, err
	}
	m := &record.Manifest{}
	if err := json.Unmarshal(text, m); err != nil || m.Format != record.ManifestFormat {
		return nil, fmt.Errorf("%s is not the manifest of a recording", path)
	}
	return m, nil
}

// checkProgram compares the program's file with what was run.
func (r *replay) checkProgram() error {
	if r.manifest == nil || r.manifest.Options.Program == nil {
		return nil
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, r.manifest.Options.Program); err != nil {
		return err
	}
	if !bytes.Equal(compact.Bytes(), r.session.programText) {
		return fmt.Errorf("%s is not the program of %s any more: it was changed since", *r.session.o.program, r.folder)
	}
	return nil
}

// checkBrain compares the brain's file with the one that was run.
func (r *replay) checkBrain() error {
	if r.manifest == nil || r.manifest.Brain.SHA256 == "" {
		return nil
	}
	b, err := r.session.recordedBrain()
	if err != nil {
		return err
	}
	if b.SHA256 != r.manifest.Brain.SHA256 {
		return fmt.Errorf("%s is not the brain of %s any more: it was changed since, perhaps by --save", r.session.name, r.folder)
	}
	return nil
}

// start puts the session before its first tick: that of the latest checkpoint of
// at most so many ticks, or the run's first one.
func (r *replay) start(ctx context.Context, most int32) error {
	s := r.session
	s.resumed = nil // it only lent its options
	if err := r.choose(most); err != nil {
		return err
	}
	return s.begin(ctx, func() (err error) {
		r.state, err = s.resumeState()
		return err
	})
}

// begin sets up world, sound and backend; restore is called between.
func (s *session) begin(ctx context.Context, restore func() error) error {
	if err := s.enterWorld(); err != nil {
		return err
	}
	if err := s.hear(ctx); err != nil {
		return err
	}
	if err := restore(); err != nil {
		return err
	}
	var err error
	s.backend, err = openBackend(s.choice(), brainSubject{Brain: s.brain, Options: s.options()})
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	return nil
}

func (s *session) options() snn.Options {
	return snn.Options{Learn: *s.o.learn, RewardHomeostasis: *s.o.homeostasis, Threads: int(*s.o.threads)}
}

// choose opens the latest usable checkpoint, if there is one. One that the user
// named must be sound; one that the run kept is passed over where it is not.
func (r *replay) choose(most int32) error {
	s := r.session
	var paths []string
	for _, path := range []string{r.explicit, *s.o.checkpoint.file, *s.o.checkpoint.resume} {
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
