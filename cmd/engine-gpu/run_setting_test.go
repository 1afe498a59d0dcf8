package main

import (
	"flag"
	"io"
	"maps"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/record"
)

// TestFlagsOfRunHaveAPart: a flag that decides what a run does and stood in no
// list would be forgotten by checkpoints, verify and why.
func TestFlagsOfRunHaveAPart(t *testing.T) {
	// They change no bit of what a run does.
	free := []string{
		"backend", "device", "list-devices", "profile", "gl-debug", "threads", "memory-limit",
		"plots", "save", "json", "quiet", "http", "http-token", "http-wait", "http-speed",
		"checkpoint", "checkpoint-every", "resume",
	}
	parts := map[string]int{}
	for _, name := range slices.Concat(settingFlags(), writtenFlags(), recordingFlags(), free) {
		parts[name]++
	}
	newSession(streams{}).o.checkpoint.flags.set.VisitAll(func(f *flag.Flag) {
		if parts[f.Name] != 1 {
			t.Errorf("--%s stands in %d of the lists", f.Name, parts[f.Name])
		}
		delete(parts, f.Name)
	})
	for name := range parts {
		t.Errorf("there is no --%s", name)
	}
}

// TestRerunHasTheFlagsOfTheRun: whatever a run was told comes back from its
// manifest.
func TestRerunHasTheFlagsOfTheRun(t *testing.T) {
	told := map[string]string{
		"seed": "7", "learn": "false", "reward-homeostasis": "true", "sensory-gain": "0.1", "start-distance": "1e-07",
		"food": "1,2,3,4;0.1,-1e-09,0.5,0.3", "dish-radius": "31.5", "audio-loop": "true", "tone": "100,200.5", "surprise": "true", "dishbrain": "true",
		"brain": "a b.db", "ticks": "77", "marks": "1,70", "audio": "a.wav", "audio-map": "m.json",
	}
	s := newSession(streams{err: io.Discard})
	f := s.o.checkpoint.flags
	for _, name := range settingFlags() {
		if f.set.Lookup(name).Value.String() == told[name] {
			t.Errorf("--%s is told nothing new", name)
		}
		if err := f.set.Set(name, told[name]); err != nil {
			t.Fatal(err)
		}
	}
	m := &record.Manifest{Ticks: 77, Options: record.Options{World: "none", Flags: f.values(settingFlags()), Program: []byte(`{"tonic": 1}`)}}
	again, err := rerun(streams{}, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := again.o.checkpoint.flags.values(settingFlags()); !maps.Equal(got, told) {
		t.Errorf("the flags are %v, not %v", got, told)
	}
	if *again.o.world != "none" || *again.program.Tonic != 1 {
		t.Errorf("the world is %s, the program %s", *again.o.world, again.program.Source())
	}
	m.Options.Flags["later"] = "1"
	if _, err := rerun(streams{}, m, nil); err == nil {
		t.Error("an unknown flag decides nothing")
	}
	m.Options.Flags = nil
	if _, err := rerun(streams{}, m, nil); err == nil {
		t.Error("a manifest without flags was taken for a run with none")
	}
}
