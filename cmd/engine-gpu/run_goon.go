package main

import (
	"flag"
	"strings"

	"github.com/engine-gpu/engine-gpu/engine"
)

// goOn is the command that goes on with an interrupted run.
func (c *checkpointer) goOn() string {
	words := []string{"engine-gpu", "run", "--resume", quoted(c.path)}
	taken := map[string]bool{"resume": true, "world": true, "program": true}
	names := settingFlags()
	if c.session.recorder != nil {
		names = append(names, recordingFlags()...)
	}
	for _, name := range names {
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
