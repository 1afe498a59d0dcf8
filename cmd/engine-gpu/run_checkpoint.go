package main

import (
	"encoding"
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/engine-gpu/engine-gpu/checkpoint"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/snn"
)

// checkpointOptions are the flags of run that have to do with checkpoints.
type checkpointOptions struct {
	file, resume *string
	every        *int64
	flags        *flags // all of run
}

// defaultEvery is the number of ticks from one checkpoint to the next.
const defaultEvery = 10000

func checkpointFlags(f *flags) *checkpointOptions {
	return &checkpointOptions{
		file:   f.text("checkpoint", "FILE", "keep a checkpoint of the run in FILE, and the one before it in FILE.1"),
		every:  f.whole("checkpoint-every", defaultEvery, 1, int64(snn.MaxTicks), "ticks from one checkpoint to the next (default 10000); one more comes at the end"),
		resume: f.text("resume", "FILE", "go on with the run of a checkpoint; its options hold and need not be given again"),
		flags:  f,
	}
}

// check reports flags that mean nothing.
func (o *checkpointOptions) check() error {
	if o.flags.given("checkpoint-every") && *o.file == "" {
		return o.flags.wrong("--checkpoint-every needs --checkpoint FILE")
	}
	return nil
}

// Sections of the command's own.
const (
	settingSection     = "setting"
	trajectorySection  = "trajectory"
	certificateSection = "certificate"
	handSection        = "rewards_by_hand"
	recordingSection   = "recording"
)

// setting is what a checkpoint says about its run, as JSON.
type setting struct {
	Version   string            `json:"version"`                     // of the program that wrote it, for people
	BrainHash string            `json:"brain_sha256"`                // of the brain that the run began with
	BrainFile string            `json:"brain_file_sha256,omitempty"` // of its file then, where --save changes that
	Saved     []string          `json:"saved_sha256,omitempty"`      // see snn.SavedHash: what --save of this run makes of the brain's file, or has made
	World     string            `json:"world"`
	Program   json.RawMessage   `json:"program,omitempty"`
	Sound     string            `json:"audio_sha256,omitempty"`     // of --audio, as it was encoded
	AudioMap  string            `json:"audio_map_sha256,omitempty"` // see session.mappingHash
	Rewards   bool              `json:"records_rewards,omitempty"`
	Flags     map[string]string `json:"flags"` // those of settingFlags and, where it is recorded, recordingFlags
}

// part is what belongs into a checkpoint beside the run.
type part struct {
	section string
	state   interface {
		encoding.BinaryMarshaler
		encoding.BinaryUnmarshaler
	}
}

// parts lists them.
func (s *session) parts() []part {
	s.byHand.now = s.rewardsByHand
	parts := []part{{certificateSection, s.certificate}, {handSection, &s.byHand}}
	if s.path != nil {
		parts = append(parts, part{trajectorySection, s.path})
	}
	return parts
}

// prepareCheckpoints returns what writes them, nil where none are wanted.
func (s *session) prepareCheckpoints() error {
	path := *s.o.checkpoint.file
	if path == "" {
		return nil
	}
	if err := checkFileTarget(path); err != nil {
		return err
	}
	if *s.o.out != "" && sameFolder(filepath.Dir(path), *s.o.out) {
		switch filepath.Ext(path) {
		case ".json", ".csv", ".parquet", ".npz", ".png", ".svg":
			return fmt.Errorf("%s: --out may put a file of that name there: choose another one, as in run.ckpt", path)
		}
	}
	if *s.o.checkpoint.resume != path { // which may be damaged, and is a checkpoint all the same
		if err := checkpoint.CheckTarget(path); err != nil {
			return err
		}
	}
	var err error
	if s.keeping, err = checkpoint.Take(path); err != nil {
		return err
	}
	if err := checkpoint.Clean(path); err != nil {
		return err
	}
	world := launch.WorldNone
	if s.arena != nil {
		world = launch.WorldArena
	}
	c := &checkpointer{session: s, path: path, every: int32(*s.o.checkpoint.every), last: -1, setting: setting{
		Version: version(), BrainHash: s.brainHash, World: world, Program: s.program.Source(),
		Sound: s.hearing.fileHash(), AudioMap: s.hearing.mappingHash(),
	}}
	names := settingFlags()
	if s.o.record.fields.Fields != nil {
		names = append(names, recordingFlags()...)
	}
	if s.restored != "" {
		c.setting.Saved = []string{s.restored}
	}
	if *s.o.save || s.restored != "" {
		if c.setting.BrainFile, err = s.brainFileHash(); err != nil {
			return err
		}
	}
	c.setting.Flags = s.o.checkpoint.flags.values(names)
	s.checkpointer = c
	return nil
}

// checkpointer is the observer that writes checkpoints, each while the run goes
// on. A failure does not end the run: it is told at once and, unless a later one
// succeeds, at the end.
type checkpointer struct {
	session *session
	path    string
	every   int32
	setting setting
	writing chan error // the end of the write under way; nil without one
	ticks   int32      // of the one that was written last, or is being
	last    int32      // of the last one on disk; -1 without
	failure error      // of the last one tried
}

// Next implements engine.Observer.
func (c *checkpointer) Next(ticks int32) int32 {
	next := (int64(ticks)/int64(c.every) + 1) * int64(c.every)
	return int32(min(next, engine.Never))
}

// Observe implements engine.Observer.
func (c *checkpointer) Observe(m *engine.Moment) error {
	if m.Ticks() == 0 || int64(m.Ticks()) == *c.session.o.ticks { // the end is Finish's
		return nil
	}
	return c.begin(m)
}

// Finish implements engine.Finisher: the last ticks are kept too, of a run that
// was interrupted as of one that may be given more ticks. Where the brain is
// saved after that, the checkpoint tells by what the saved brain is known.
func (c *checkpointer) Finish(m *engine.Moment) error {
	c.wait()
	if s := c.session; *s.o.save {
		s.end = snn.NewSnapshot(s.brain)
		if err := m.Snapshot(s.end); err != nil {
			return err
		}
		c.setting.Saved = append(c.setting.Saved, snn.SavedHash(s.brain, s.end))
	} else if m.Ticks() == c.last {
		return nil
	}
	err := c.begin(m)
	c.wait()
	return err
}

// begin takes the run's state and lets it be written beside the next ticks.
func (c *checkpointer) begin(m *engine.Moment) error {
	state, err := m.State()
	if err != nil {
		return err
	}
	sections, err := c.sections(state)
	if err != nil {
		return err
	}
	recording, err := c.session.recordingSection(m)
	if c.wait(); err != nil {
		c.fail(m.Ticks(), err)
		return nil
	}
	sections = append(sections, recording...)
	done := make(chan error, 1)
	c.writing, c.ticks = done, m.Ticks()
	go func() { done <- checkpoint.Save(c.path, sections) }()
	return nil
}

// wait waits for the write under way, if there is one.
func (c *checkpointer) wait() {
	if c == nil || c.writing == nil {
		return
	}
	err := <-c.writing
	c.writing = nil
	if err != nil {
		c.fail(c.ticks, err)
		return
	}
	c.failure, c.last = nil, c.ticks
}

func (c *checkpointer) fail(ticks int32, err error) {
	if c.failure == nil {
		c.session.std.warn("no checkpoint after tick %d: %v; the run goes on", ticks, err)
	}
	c.failure = err
}

func (c *checkpointer) sections(state *engine.State) ([]checkpoint.Section, error) {
	head, err := checkpoint.JSON(settingSection, c.setting)
	if err != nil {
		return nil, err
	}
	run, err := checkpoint.Run(state)
	if err != nil {
		return nil, err
	}
	sections := append([]checkpoint.Section{head}, run...)
	for _, p := range c.session.parts() {
		data, err := p.state.MarshalBinary()
		if err != nil {
			return nil, err
		}
		sections = append(sections, checkpoint.Bytes(p.section, data))
	}
	if s := c.session; *s.o.save || s.restored != "" {
		sections = append(sections, checkpoint.Stored(snn.NewStored(s.brain))...)
	}
	return sections, nil
}

// err is the failure that is left at the end.
func (c *checkpointer) err() error {
	if c == nil || c.failure == nil {
		return nil
	}
	return fmt.Errorf("the last checkpoint is missing: %w", c.failure)
}
