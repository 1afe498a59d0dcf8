package main

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/engine-gpu/engine-gpu/checkpoint"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/snn"
)

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
	names := settingFlags()
	if _, recorded := r.setting.Flags["record"]; recorded && r.goesOnRecording(o.flags) {
		names = append(names, recordingFlags()...)
	}
	for _, name := range names {
		if value, stored := r.setting.Flags[name]; stored && value != "" && !o.flags.given(name) {
			if err := o.flags.set.Set(name, value); err != nil {
				return fmt.Errorf("%s: its --%s %q %w", file.Path, name, value, err)
			}
		}
	}
	if !o.flags.given("world") || *s.o.world == launch.WorldAuto {
		if err := o.flags.set.Set("world", r.setting.World); err != nil {
			return fmt.Errorf("%s: its --world %q %w", file.Path, r.setting.World, err)
		}
	}
	if r.kind == snn.KindFloat64 && (!o.flags.given("backend") || *s.o.backend == launch.BackendAuto) {
		*s.o.backend = launch.BackendReference
	}
	if int64(r.ticks) > *s.o.ticks {
		return fmt.Errorf("%s is of tick %d, beyond --ticks %d: give more ticks", file.Path, r.ticks, *s.o.ticks)
	}
	return s.o.check(o.flags)
}

// compareFlags notes what the command line says differently.
func (r *resumption) compareFlags(f *flags) {
	differs := func(name, here, there string) {
		here, there = cmp.Or(here, "none"), cmp.Or(there, "none")
		r.differences = append(r.differences, fmt.Sprintf("--%s is %s, the checkpoint's run has %s", name, here, there))
	}
	for _, name := range equalFlags() {
		here, there := f.set.Lookup(name).Value.String(), r.setting.Flags[name]
		if f.given(name) && here != there {
			differs(name, here, there)
		}
	}
	r.compareRecording(f, differs)
	if here := f.set.Lookup("world").Value.String(); f.given("world") && here != launch.WorldAuto && here != r.setting.World {
		differs("world", here, r.setting.World)
	}
	switch here := f.set.Lookup("backend").Value.String(); {
	case r.kind == snn.KindFloat64 && f.given("backend") && here != launch.BackendReference && here != launch.BackendAuto:
		differs("backend", here, "reference, whose float64 state no other backend reads")
	case r.kind == snn.KindFloat32 && here == launch.BackendReference:
		differs("backend", here, "cpu or gpu, whose float32 state the reference does not read")
	}
}

// goesOnRecording reports whether the checkpoint's recording is gone on with.
func (r *resumption) goesOnRecording(f *flags) bool {
	_, recorded := r.setting.Flags["record"]
	return recorded && (!f.given("record") || f.set.Lookup("record").Value.String() != "")
}

// compareRecording notes where another recording is wanted than that of the
// checkpoint's run.
func (r *resumption) compareRecording(f *flags, differs func(name, here, there string)) {
	_, recorded := r.setting.Flags["record"]
	here := f.set.Lookup("record").Value.String()
	if !recorded && here != "" {
		differs("record", here, "none, and a recording begins with its run")
	}
	if !r.goesOnRecording(f) {
		return
	}
	for _, name := range recordingFlags() {
		here, there := f.set.Lookup(name).Value.String(), r.setting.Flags[name]
		same := here == there || name == "out" && sameFolder(here, there)
		if f.given(name) && !same {
			differs(name, here, there)
		}
	}
}

// sameFolder reports whether two paths are of one folder that is there.
func sameFolder(a, b string) bool {
	same, err := sameFile(a, b)
	return err == nil && same
}

// loadProgram reads the stimulus program: that of --program, or else of the
// manifest, or the checkpoint's.
func (s *session) loadProgram() (err error) {
	r := s.resumed
	switch path := *s.o.program; {
	case path != "":
		s.program, err = engine.LoadProgram(path)
	case s.program == nil && r != nil && r.setting.Program != nil && !s.o.checkpoint.flags.given("program"):
		if s.program, err = engine.ParseProgram(r.setting.Program); err != nil {
			err = fmt.Errorf("%s: %w", r.file.Path, err)
		}
	}
	if err != nil || r == nil || bytes.Equal(s.program.Source(), r.setting.Program) {
		return err
	}
	here, there := "another one", "another one"
	switch {
	case *s.o.program != "":
		here = *s.o.program
	case s.program == nil:
		here = "none"
	}
	if r.setting.Program == nil {
		there = "none"
	}
	r.differences = append(r.differences, fmt.Sprintf("--program is %s, the checkpoint's run has %s", here, there))
	return nil
}

// compareBrain compares the brain with the checkpoint's, and reports all
// differences, a line each.
func (s *session) compareBrain() error {
	if *s.o.checkpoint.file != "" || s.resumed != nil {
		s.brainHash = snn.BrainHash(s.brain)
	}
	r := s.resumed
	if r == nil {
		return nil
	}
	if s.brainHash != r.setting.BrainHash {
		if err := s.restoreBrain(); err != nil {
			return err
		}
	}
	return r.differ()
}

// compareSounds compares what is heard with what the checkpoint's run heard.
func (s *session) compareSounds() error {
	r := s.resumed
	if r == nil {
		return nil
	}
	if here, there := s.hearing.fileHash(), r.setting.Sound; here != there {
		r.differences = append(r.differences, fmt.Sprintf("--audio is %s, the checkpoint's run has %s",
			soundText(*s.o.audio.file, here), soundText(r.setting.Flags["audio"], there)))
	} else if s.hearing.mappingHash() != r.setting.AudioMap {
		r.differences = append(r.differences, "the sound drives other neurons than in the checkpoint's run: --audio-map is another one, or was changed since")
	}
	return r.differ()
}

func soundText(path, hash string) string {
	if hash == "" {
		return "none"
	}
	return fmt.Sprintf("%s with the sound sha256 %s", path, hash)
}

// differ is the error of the differences, if there are any.
func (r *resumption) differ() error {
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

// resumeState returns the state that the run goes on from, nil for a run from
// the start, and closes the checkpoint.
func (s *session) resumeState() (*engine.State, error) {
	if s.resumed == nil {
		return nil, nil
	}
	file := s.resumed.file
	defer file.Close()
	for _, p := range s.parts() {
		data, err := file.Bytes(p.section)
		if err != nil {
			return nil, err
		}
		if err := p.state.UnmarshalBinary(data); err != nil {
			return nil, fmt.Errorf("%s: section %q: %w", file.Path, p.section, err)
		}
	}
	return file.Run()
}
