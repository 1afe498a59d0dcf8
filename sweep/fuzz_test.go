package sweep

import (
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
	"github.com/engine-gpu/engine-gpu/internal/fuzzcorpus"
)

// FuzzJournal gives any bytes to what reads the journal of a sweep. What it
// takes as whole lines it takes again, and it takes no start twice.
func FuzzJournal(f *testing.F) {
	const header = `{"sweep_journal":1,"brain":"b","food":[{"x":1}]}` + "\n"
	const start = `{"seed":7,"learn":true,"ticks":30,"spike_sha256":"ab","path":{"tick":[0,1],"x":[0,0],"y":[0,1]}}` + "\n"
	for _, text := range []string{"", header, header + start, header + start + start[:40], header + start + "\x00\n"} {
		f.Add([]byte(text))
	}
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		allocbound.Check(t, len(text), 1<<20, 200, func() {
			h, done, whole, err := parseJournal(text)
			if err != nil {
				if line := err.Error(); len(line) > 500 || strings.ContainsFunc(line, unicode.IsControl) {
					t.Errorf("not one clean line: %q", line)
				}
				return
			}
			seen := map[Task]bool{}
			for i := range done {
				if seen[done[i].Task()] {
					t.Errorf("%v stands there twice", done[i].Task())
				}
				seen[done[i].Task()] = true
			}
			h2, done2, whole2, err := parseJournal(text[:whole])
			if err != nil || whole2 != whole || !reflect.DeepEqual(h, h2) || !reflect.DeepEqual(done, done2) {
				t.Errorf("%d whole bytes of %d, read again: %d, %v", whole, len(text), whole2, err)
			}
		})
	})
}
