package launch

import (
	"context"
	"errors"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// TestReadEnds: whoever waits for a brain is not held by a reading that goes on.
func TestReadEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	release := make(chan struct{})
	defer close(release)
	_, _, err := unless(ctx, func() (*snn.Brain, []string, error) {
		cancel()
		<-release
		return nil, nil, nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	want := new(snn.Brain)
	if brain, _, err := unless(t.Context(), func() (*snn.Brain, []string, error) { return want, nil, nil }); brain != want || err != nil {
		t.Errorf("%p, %v", brain, err)
	}
}
