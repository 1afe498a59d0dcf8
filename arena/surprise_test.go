package arena_test

import (
	"math"
	"testing"

	"github.com/engine-gpu/engine-gpu/arena"
)

// TestSurpriseClosedForm: under a constant reward the n-th surprise is
// (1 - 1/10)^n of it, and a fall of it to nothing surprises by all that was
// expected.
func TestSurpriseClosedForm(t *testing.T) {
	var s arena.Surprise
	for n := range 100 {
		want := math.Pow(0.9, float64(n))
		if got := s.Notice(-1); !near(got, want, 1e-15) {
			t.Fatalf("surprise %d is %v, want %v", n, got, want)
		}
		if want := -1 + math.Pow(0.9, float64(n+1)); !near(s.Expected, want, 1e-14) {
			t.Fatalf("after %d intervals %v is expected, want %v", n+1, s.Expected, want)
		}
	}
	if got := s.Notice(0); !near(got, 1, 1e-4) {
		t.Errorf("no reward where -1 was expected surprises by %v", got)
	}
	if got := s.Notice(1); !near(got, 1.9, 1e-4) {
		t.Errorf("a reward of 1 where -0.9 was expected surprises by %v", got)
	}
}
