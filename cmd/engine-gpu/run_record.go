package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/record"
)

// recordFlags are the flags of run that say what to record.
type recordFlags struct {
	fields *fieldsValue
	format *string
}

// fieldsValue is a list of fields to record; nil: nothing.
type fieldsValue struct{ *record.Fields }

func (v *fieldsValue) String() string {
	if v.Fields == nil {
		return ""
	}
	return v.Text
}

func (v *fieldsValue) Set(text string) (err error) {
	v.Fields, err = record.ParseFields(text)
	return err
}

func defineRecordFlags(f *flags) *recordFlags {
	fields := &fieldsValue{}
	f.add("record", "FIELDS", `record into --out, streamed to disk: one or more of spikes, rates[:BIN],
weights[:EVERY], v:NEURONS, u:NEURONS, trajectory[:EVERY], body[:EVERY], joined
by commas. BIN and EVERY are ticks. NEURONS are ids, ranges, type=RS or all,
joined by +, as in v:1+5+10-20 or v:type=RS/100 (every 100th)`, fields)
	return &recordFlags{fields, f.choice("record-format", []string{record.FormatParquet, record.FormatCSV},
		"format of the recording's tables; arrays are NPZ (default parquet)")}
}

// check finds what is wrong with the flags beside each other.
func (r *recordFlags) check(f *flags, out string) error {
	switch {
	case r.fields.Fields != nil && out == "":
		return f.wrong("--record needs --out DIR, the folder to record into")
	case r.fields.Fields == nil && f.given("record-format"):
		return f.wrong("--record-format says nothing without --record")
	}
	return nil
}

// startRecording begins the recording, if one is wanted.
func (s *session) startRecording() error {
	o := s.o.record
	if o.fields.Fields == nil {
		return nil
	}
	cfg, err := s.recordConfig()
	if err != nil {
		return err
	}
	if s.recorder, err = record.NewRecorder(cfg); err != nil {
		return err
	}
	if size, free := s.recorder.Estimate(int32(*s.o.ticks)); size > 1<<30 || free >= 0 && 2*size > free {
		left := ""
		if free >= 0 {
			left = fmt.Sprintf(", where %s are free", bytesText(free))
		}
		s.std.warn("--record %s writes %s in %s, and as much again while it is finished, to %s%s",
			o.fields, bytesText(size), plural(*s.o.ticks, "tick"), *s.o.out, left)
	}
	return nil
}

func (s *session) recordConfig() (record.Config, error) {
	o := s.o
	cfg := record.Config{
		Dir: *o.out, Fields: o.record.fields.Fields, Format: *o.record.format, Brain: s.brain,
		Rewards: s.arena != nil || s.program != nil && s.program.Rewards != nil,
		Manifest: record.Manifest{
			ProgramVersion: version(), Command: withoutSecrets(os.Args),
			Backend: s.backend.Name, Device: s.backend.Device(), Threads: s.backend.Threads(),
			Seed: *o.seed, Learn: *o.learn,
			Options: record.Options{
				Ticks: *o.ticks, World: launch.WorldNone, SensoryGain: *o.gain, StartDistance: *o.distance,
				RewardHomeostasis: *o.homeostasis, ProgramPath: *o.program, Record: o.record.fields.Text,
			},
		},
	}
	m := &cfg.Manifest
	var err error
	if m.Brain, err = s.recordedBrain(); err != nil {
		return cfg, err
	}
	if *o.program != "" {
		text, err := os.ReadFile(*o.program)
		if err != nil {
			return cfg, err
		}
		m.Options.Program = json.RawMessage(text)
	}
	if s.arena != nil {
		cfg.Body, cfg.Dish = s.arena.Body, s.arena.Dish()
		m.Options.World = launch.WorldArena
		m.Arena = &record.Arena{
			Radius: cfg.Dish.Radius(),
			Start:  record.Start{X: cfg.Body.X, Y: cfg.Body.Y, Heading: cfg.Body.Heading},
		}
		for _, f := range cfg.Dish.Foods() {
			m.Arena.Foods = append(m.Arena.Foods, record.Food{X: f.X, Y: f.Y, Peak: f.Peak, Sigma: f.Sigma})
		}
	}
	return cfg, nil
}

// recordsPathAsCSV reports whether the recording has a trajectory.csv.
func (s *session) recordsPathAsCSV() bool {
	r := s.o.record
	return s.recorder != nil && r.fields.Trajectory > 0 && *r.format == record.FormatCSV
}

// recordedBrain says which brain is run.
func (s *session) recordedBrain() (record.Brain, error) {
	b := record.Brain{Name: shortName(s.name)}
	if *s.o.brain == "" {
		r, err := recipe.Builtin(launch.BuiltinName)
		if err != nil {
			return b, err
		}
		seed := int64(r.Seed)
		b.Recipe, b.RecipeSeed = r.Name, &seed
		return b, nil
	}
	f, err := os.Open(s.name)
	if err != nil {
		return b, err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return b, err
	}
	b.Path, b.SHA256 = s.name, hex.EncodeToString(hash.Sum(nil))
	return b, nil
}

// recording is the recorder as the run's observer. Where recording fails, it
// ends the run.
type recording struct{ *record.Recorder }

// Observe implements engine.Observer.
func (r recording) Observe(m *engine.Moment) error {
	err := r.Look(m)
	if r.Err() != nil {
		m.Stop()
	}
	return err
}

// ended is the run after its last tick.
type ended struct {
	*engine.Result
	engine.Backend
}

func (e ended) Ticks() int32      { return e.Result.Ticks }
func (e ended) Spikes() int64     { return e.Result.Spikes }
func (e ended) SpikeHash() string { return e.Result.SpikeHash }

// finishRecording makes the recording's files and returns their paths.
func (s *session) finishRecording(r *engine.Result, weightHash string) ([]string, error) {
	if s.recorder == nil {
		return nil, nil
	}
	s.note("writing the recording of %s to %s", plural(int64(r.Ticks), "tick"), *s.o.out)
	end := record.End{Interrupted: r.Interrupted, WeightHash: weightHash}
	for _, m := range r.Marks {
		end.Marks = append(end.Marks, record.Mark(m))
	}
	return s.recorder.Finish(ended{r, s.backend.Backend}, end)
}

// abandonRecording makes files of what was recorded before a run failed.
func (s *session) abandonRecording() error {
	if s.recorder == nil {
		return nil
	}
	_, err := s.recorder.Abandon()
	return err
}
