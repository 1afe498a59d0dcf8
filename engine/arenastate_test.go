package engine_test

import (
	"bytes"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/testbrain"
)

// The arena's state has the length that docs/checkpoint-format.md says, and what
// has another is refused and changes nothing.
func TestArenaStateIsRefused(t *testing.T) {
	a := newArenaOf(t, testbrain.Builtin(t, "arena_v1", "{}"), 1)
	a.Act(0, []int32{0, 5, 4000})
	before, err := a.MarshalBinary()
	if err != nil || len(before) != 89*8+4*4+2*8 {
		t.Fatalf("%d bytes (%v), not 89 values of 8 bytes, 4 of 4 and 2 of 8", len(before), err)
	}
	for _, bad := range [][]byte{nil, before[1:], append(bytes.Clone(before), 0)} {
		if a.UnmarshalBinary(bad) == nil {
			t.Errorf("%d bytes were taken", len(bad))
		}
	}
	if after, err := a.MarshalBinary(); err != nil || !bytes.Equal(after, before) {
		t.Errorf("a refused state changed the arena (%v)", err)
	}
}
