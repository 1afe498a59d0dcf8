package main

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/engine-gpu/engine-gpu/checkpoint"
	"github.com/engine-gpu/engine-gpu/engine"
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

// equalFlags are the flags whose values are those of the checkpoint, or the run
// would be another one.
func equalFlags() []string {
	return []string{"seed", "learn", "reward-homeostasis", "sensory-gain", "start-distance"}
}

// defaultFlags are those that a checkpoint only gives defaults for.
func defaultFlags() []string { return []string{"brain", "ticks", "marks"} }

// Sections of the command's own.
const (
	settingSection    = "setting"
	trajectorySection = "trajectory"
)

// setting is what a checkpoint says about its run, as JSON.
type setting struct {
	Version   string            `json:"version"` // of the program that wrote it, for people
	BrainHash string            `json:"brain_sha256"`
	World     string            `json:"world"`
	Program   json.RawMessage   `json:"program,omitempty"`
	Flags     map[string]string `json:"flags"` // those of equalFlags and defaultFlags
}

// resumption is a checkpoint that a run goes on with.
type resumption struct {
	file        *checkpoint.File
	setting     setting
	kind        string // of the brain's state
	ticks       int32
	differences []string
}

// open reads the checkpoint of --resume and takes what the command line leaves
// out from it. What differs is found here and, of the brain, later.
func (o *checkpointOptions) open(s *session) error {
	file, warning, err := checkpoint.Open(*o.resume)
	if err != nil {
		return err
	}
	if warning != "" {
		s.std.warn("%s", warning)
	}
	r := &resumption{file: file}
	s.resumed = r
	if err := file.JSON(settingSection, &r.setting); err != nil {
		return err
	}
	if r.kind, r.ticks, err = file.Kind(); err != nil {
		return err
	}
	r.compareFlags(o.flags)
	for _, name := range append(equalFlags(), defaultFlags()...) {
		if value, stored := r.setting.Flags[name]; stored && value != "" && !o.flags.given(name) {
			if err := o.flags.set.Set(name, value); err != nil {
				return fmt.Errorf("%s: its --%s %q %w", file.Path, name, value, err)
			}
		}
	}
	if !o.flags.given("world") || *s.o.world == worldAuto {
		if err := o.flags.set.Set("world", r.setting.World); err != nil {
			return fmt.Errorf("%s: its --world %q %w", file.Path, r.setting.World, err)
		}
	}
	if !o.flags.given("backend") && r.kind == snn.KindFloat64 {
		*s.o.backend = backendReference
	}
	if int64(r.ticks) > *s.o.ticks {
		return fmt.Errorf("%s is of tick %d, beyond --ticks %d: give more ticks", file.Path, r.ticks, *s.o.ticks)
	}
	return nil
}

// compareFlags notes what the command line says differently.
func (r *resumption) compareFlags(f *flags) {
	differs := func(name, here, there string) {
		r.differences = append(r.differences, fmt.Sprintf("--%s is %s, the checkpoint's run has %s", name, here, there))
	}
	for _, name := range equalFlags() {
		here, there := f.set.Lookup(name).Value.String(), r.setting.Flags[name]
		if f.given(name) && here != there {
			differs(name, here, there)
		}
	}
	if here := f.set.Lookup("world").Value.String(); f.given("world") && here != worldAuto && here != r.setting.World {
		differs("world", here, r.setting.World)
	}
	switch here := f.set.Lookup("backend").Value.String(); {
	case r.kind == snn.KindFloat64 && f.given("backend") && here != backendReference:
		differs("backend", here, "reference, whose float64 state no other backend reads")
	case r.kind == snn.KindFloat32 && here == backendReference:
		differs("backend", here, "cpu or gpu, whose float32 state the reference does not read")
	}
}

// loadProgram reads the stimulus program: that of --program, or the
// checkpoint's.
func (s *session) loadProgram() error {
	var text []byte
	switch path := *s.o.program; {
	case path != "":
		var err error
		if text, err = os.ReadFile(path); err != nil {
			return err
		}
		if s.program, err = engine.ParseProgram(text); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	case s.resumed != nil && s.resumed.setting.Program != nil:
		text = s.resumed.setting.Program
		var err error
		if s.program, err = engine.ParseProgram(text); err != nil {
			return fmt.Errorf("%s: %w", s.resumed.file.Path, err)
		}
	default:
		return nil
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		return err
	}
	s.programText = compact.Bytes()
	if r := s.resumed; r != nil && !bytes.Equal(s.programText, r.setting.Program) {
		there := "another one"
		if r.setting.Program == nil {
			there = "none"
		}
		r.differences = append(r.differences, fmt.Sprintf("--program is %s, the checkpoint's run has %s", *s.o.program, there))
	}
	return nil
}

// compareBrain compares the brain with the checkpoint's, and reports all
// differences, a line each.
func (s *session) compareBrain() error {
	if *s.o.checkpoint.file != "" || s.resumed != nil {
		s.brainHash = snn.ContentHash(s.brain)
	}
	r := s.resumed
	if r == nil {
		return nil
	}
	if s.brainHash != r.setting.BrainHash {
		r.differences = append(r.differences, fmt.Sprintf("the brain %s has the content hash %s, that of the checkpoint's run has %s: it is another one, or was changed since, perhaps by --save",
			s.name, s.brainHash, r.setting.BrainHash))
	}
	if len(r.differences) > 0 {
		return &listError{fmt.Sprintf("%s is the checkpoint of another run:", r.file.Path), r.differences}
	}
	return nil
}

// listError is an error whose details stand on lines of their own.
type listError struct {
	problem string
	details []string
}

func (e *listError) Error() string { return e.problem + "\n  " + strings.Join(e.details, "\n  ") }

// parts lists what belongs into a checkpoint beside the run, by section.
func (s *session) parts() map[string]interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
} {
	parts := map[string]interface {
		encoding.BinaryMarshaler
		encoding.BinaryUnmarshaler
	}{}
	if s.path != nil {
		parts[trajectorySection] = s.path
	}
	return parts
}

// resumeState returns the state that the run goes on from, nil for a run from
// the start, and closes the checkpoint.
func (s *session) resumeState() (*engine.State, error) {
	if s.resumed == nil {
		return nil, nil
	}
	file := s.resumed.file
	defer file.Close()
	for name, part := range s.parts() {
		data, err := file.Bytes(name)
		if err != nil {
			return nil, err
		}
		if err := part.UnmarshalBinary(data); err != nil {
			return nil, fmt.Errorf("%s: section %q: %w", file.Path, name, err)
		}
	}
	return file.Run()
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
	if err := checkpoint.Clean(path); err != nil {
		return err
	}
	world := worldNone
	if s.arena != nil {
		world = worldArena
	}
	c := &checkpointer{session: s, path: path, every: int32(*s.o.checkpoint.every), last: -1, setting: setting{
		Version: version(), BrainHash: s.brainHash, World: world, Program: s.programText, Flags: map[string]string{},
	}}
	for _, name := range append(equalFlags(), defaultFlags()...) {
		c.setting.Flags[name] = s.o.checkpoint.flags.set.Lookup(name).Value.String()
	}
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
	if m.Ticks() == 0 {
		return nil
	}
	return c.begin(m)
}

// Finish implements engine.Finisher: the last ticks are kept too, of a run that
// was interrupted as of one that may be given more ticks.
func (c *checkpointer) Finish(m *engine.Moment) error {
	if c.wait(); m.Ticks() == c.last {
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
	c.wait()
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
	if err != nil && c.failure == nil {
		c.session.std.warn("no checkpoint after tick %d: %v; the run goes on", c.ticks, err)
	}
	if c.failure = err; err == nil {
		c.last = c.ticks
	}
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
	for name, part := range c.session.parts() {
		data, err := part.MarshalBinary()
		if err != nil {
			return nil, err
		}
		sections = append(sections, checkpoint.Bytes(name, data))
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

// goOn is the command that goes on with an interrupted run.
func (c *checkpointer) goOn() string {
	words := []string{"engine-gpu", "run", "--resume", quoted(c.path)}
	taken := map[string]bool{"resume": true, "world": true, "program": true}
	for _, name := range append(equalFlags(), defaultFlags()...) {
		taken[name] = true
	}
	c.session.o.checkpoint.flags.set.Visit(func(f *flag.Flag) {
		switch b, isSwitch := f.Value.(*boolValue); {
		case taken[f.Name]:
		case isSwitch && bool(*b):
			words = append(words, "--"+f.Name)
		case isSwitch:
			words = append(words, "--"+f.Name+"=false")
		default:
			words = append(words, "--"+f.Name, quoted(f.Value.String()))
		}
	})
	return strings.Join(words, " ")
}

// quoted quotes a word for a shell where it needs to be.
func quoted(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./,:+=@%", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// tellCheckpoint adds to the summary where the checkpoint is and, of a run that
// was interrupted, how to go on.
func (s *session) tellCheckpoint(t *table, r *engine.Result) {
	c := s.checkpointer
	if c == nil || c.last < 0 {
		return
	}
	t.row("checkpoint", "%s, after tick %s", c.path, grouped(int64(c.last)))
	if r.Interrupted {
		t.row("go on with", "%s", c.goOn())
	}
}

// noteCheckpoint tells the same where the summary is JSON.
func (s *session) noteCheckpoint(r *engine.Result) {
	if c := s.checkpointer; c != nil && c.last >= 0 && r.Interrupted {
		s.note("go on with: %s", c.goOn())
	}
}

// joinFailures joins what went wrong with files at the end of a run.
func joinFailures(c *checkpointer, failure error) error { return errors.Join(c.err(), failure) }
