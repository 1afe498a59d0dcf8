package main

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/checkpoint"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/record"
)

// recordFlags are the flags of run that say what to record.
type recordFlags struct {
	fields *fieldsValue
	format *string
}

// recordNone records nothing: a resumed run leaves its recording as it is.
const recordNone = "none"

// fieldsValue is a list of fields to record; nil: nothing.
type fieldsValue struct{ *record.Fields }

func (v *fieldsValue) String() string {
	if v.Fields == nil {
		return ""
	}
	return v.Text
}

func (v *fieldsValue) Set(text string) (err error) {
	if text == recordNone {
		v.Fields = nil
		return nil
	}
	v.Fields, err = record.ParseFields(text)
	return err
}

func defineRecordFlags(f *flags) *recordFlags {
	fields := &fieldsValue{}
	f.add("record", "FIELDS", `record into --out, streamed to disk: one or more of spikes, rates[:BIN],
weights[:EVERY], v:NEURONS, u:NEURONS, trajectory[:EVERY], body[:EVERY], joined
by commas. BIN and EVERY are ticks. NEURONS are ids, ranges, type=RS or all,
joined by +, as in v:1+5+10-20 or v:type=RS/100 (every 100th). A resumed run goes
on with its recording; none leaves that as it is`, fields)
	return &recordFlags{fields, f.choice("record-format", []string{record.FormatParquet, record.FormatCSV},
		"format of the recording's tables; arrays are NPZ (default parquet)")}
}

// check finds what is wrong with the flags beside each other.
func (r *recordFlags) check(f *flags, out string) error {
	switch {
	case r.fields.Fields == nil && f.given("record") && !f.given("resume"):
		return f.wrong("--record none is for a run that goes on with --resume")
	case r.fields.Fields != nil && out == "":
		return f.wrong("--record needs --out DIR, the folder to record into")
	case r.fields.Fields == nil && f.given("record-format") && !f.given("record"):
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
	if s.recorder, err = s.openRecorder(cfg); err != nil {
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

// recordingSection puts all that was recorded on disk and returns how far it
// reaches, as a section of a checkpoint of the moment.
func (s *session) recordingSection(m *engine.Moment) ([]checkpoint.Section, error) {
	if s.recorder == nil {
		return nil, nil
	}
	at, err := s.recorder.Flush(m.SpikeHash())
	if err != nil {
		return nil, err
	}
	section, err := checkpoint.JSON(recordingSection, at)
	return []checkpoint.Section{section}, err
}

// openRecorder begins a recording, or goes on with that of the checkpoint.
func (s *session) openRecorder(cfg record.Config) (*record.Recorder, error) {
	if s.resumed == nil {
		return record.NewRecorder(cfg)
	}
	var at record.Offsets
	if err := s.resumed.file.JSON(recordingSection, &at); err != nil {
		return nil, err
	}
	r, err := record.Resume(cfg, at)
	if err != nil {
		return nil, fmt.Errorf("%w; --record none goes on without the recording", err)
	}
	return r, nil
}

func (s *session) recordConfig() (record.Config, error) {
	o := s.o
	cfg := record.Config{
		Dir: *o.out, Fields: o.record.fields.Fields, Format: *o.record.format, Brain: s.brain,
		Rewards: s.arena != nil || s.program != nil && s.program.Rewards != nil || s.web != nil,
		// Whoever has a checkpoint may go on from there.
		KeepSpools: s.checkpointer != nil || s.resumed != nil,
	}
	if s.resumed != nil {
		cfg.Rewards = s.resumed.setting.Rewards
	}
	if s.arena != nil {
		cfg.Body, cfg.Dish = s.arena.Body, s.arena.Dish()
	}
	var err error
	if s.checkpointer != nil {
		s.checkpointer.setting.Rewards = cfg.Rewards
	}
	cfg.Manifest, err = s.manifest()
	return cfg, err
}

// recordsPathAsCSV reports whether the recording has a trajectory.csv.
func (s *session) recordsPathAsCSV() bool {
	r := s.o.record
	return s.recorder != nil && r.fields.Trajectory > 0 && *r.format == record.FormatCSV
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
	end := record.End{Interrupted: r.Interrupted, WeightHash: weightHash, Marks: recordedMarks(r), RewardsByHand: s.rewardsByHand()}
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
