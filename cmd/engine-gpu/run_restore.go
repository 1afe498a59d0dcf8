package main

import (
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// restoreBrain makes the brain that the checkpoint's run began with out of a
// brain that was saved since: a run with --save keeps in its checkpoints what
// saving overwrites. Any other brain is a difference, and so is, where it would
// be overwritten unasked, what the checkpoint does not know to be saved.
func (s *session) restoreBrain() error {
	r := s.resumed
	stored, err := r.file.Stored()
	if err != nil {
		return err
	}
	if stored != nil {
		found := snn.SavedHash(s.brain, snn.NewSnapshot(s.brain))
		if stored.Restore(s.brain) == nil && snn.BrainHash(s.brain) == r.setting.BrainHash {
			s.brainHash, s.restored = r.setting.BrainHash, found
			if *s.o.save && !slices.Contains(r.setting.Saved, found) && !s.brainIsElsewhere() {
				r.differences = append(r.differences, fmt.Sprintf("another run has saved into the brain %s since, or this one after this checkpoint, and --save would overwrite that: give --brain a copy, or leave --save out", s.name))
			}
			return nil
		}
	}
	r.differences = append(r.differences, fmt.Sprintf("the brain %s has the content hash %s, that of the checkpoint's run has %s: it is another one, or was changed since, perhaps by --save",
		s.name, s.brainHash, r.setting.BrainHash))
	return nil
}

// brainIsElsewhere reports whether --brain names another file than that of the
// checkpoint's run, a copy perhaps, which may be overwritten.
func (s *session) brainIsElsewhere() bool {
	there := s.resumed.setting.Flags["brain"]
	same, err := sameFile(*s.o.brain, there)
	return *s.o.brain != there && (err != nil || !same)
}
