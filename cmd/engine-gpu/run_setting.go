package main

// Every flag of run plays one of these parts; a test holds the lists to that.
// What decides a run stands in its checkpoints and in its manifest, by the name
// of the flag and as run takes it.

// equalFlags are the flags that decide what a run does: with another value it
// is another run.
func equalFlags() []string {
	return []string{"seed", "learn", "reward-homeostasis", "sensory-gain", "start-distance", "food", "dish-radius", "audio-loop", "tone", "surprise", "dishbrain"}
}

// defaultFlags say where the rest of it lies, of which the content is compared,
// and how much of the run is looked at.
func defaultFlags() []string { return []string{"brain", "ticks", "marks", "audio", "audio-map"} }

// writtenFlags are noted in another form: the world as it was chosen, the
// program as its text.
func writtenFlags() []string { return []string{"world", "program"} }

// recordingFlags are those of a recording, which is gone on with as it was
// begun.
func recordingFlags() []string { return []string{"record", "record-format", "out"} }

// settingFlags are those that are noted as they are.
func settingFlags() []string { return append(equalFlags(), defaultFlags()...) }

// values returns flags as text that the command line takes.
func (f *flags) values(names []string) map[string]string {
	values := map[string]string{}
	for _, name := range names {
		values[name] = f.set.Lookup(name).Value.String()
	}
	return values
}

// decide makes all that decides a run be taken as given, as it is: no checkpoint
// adds to it.
func (f *flags) decide() { f.decided = append(append(settingFlags(), writtenFlags()...), "backend") }
