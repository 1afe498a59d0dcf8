package window

import (
	"context"
	"errors"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/view"
)

// playing is a player at work.
type playing struct {
	*Player
	news   chan struct{}
	cancel context.CancelFunc
	done   chan struct{}
	result *engine.Result
	err    error
}

func play(t testing.TB, p *Player) *playing {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &playing{Player: p, news: make(chan struct{}, 1), cancel: cancel, done: make(chan struct{})}
	p.Notify(func() {
		select {
		case r.news <- struct{}{}:
		default:
		}
	})
	go func() {
		defer close(r.done)
		r.result, r.err = p.Play(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-r.done
	})
	return r
}

// until waits for a frame that will do.
func (r *playing) until(t *testing.T, what string, good func(*view.Frame) bool) *view.Frame {
	t.Helper()
	for {
		_, frames := r.Fetch()
		for _, f := range frames {
			if good(f) {
				return f
			}
		}
		select {
		case <-r.news:
		case <-r.done:
			t.Fatalf("the player ended (%v) before there was %s", r.err, what)
		}
	}
}

// end ends the player and returns what its last run did.
func (r *playing) end(t *testing.T) *engine.Result {
	t.Helper()
	r.cancel()
	<-r.done
	if r.err != nil {
		t.Fatal(r.err)
	}
	return r.result
}

func over(f *view.Frame) bool   { return f.State.Over() }
func paused(f *view.Frame) bool { return f.State == view.Paused }

// TestResetRunsTheSame: a run begun anew, from its middle or its end, gives
// the spikes of one that nobody looks at.
func TestResetRunsTheSame(t *testing.T) {
	const ticks = 600
	want := plainHash(t, ticks)
	for _, c := range []struct {
		name string
		hold int32
	}{{"at the end", 0}, {"in the middle", 250}} {
		r := NewPlayer(begins(t, ticks, true))
		r.HoldAfter(c.hold)
		p := play(t, r)
		if c.hold > 0 {
			if f := p.until(t, "a pause", paused); f.Ticks != c.hold {
				t.Fatalf("held after %d ticks, want %d", f.Ticks, c.hold)
			}
			p.Controls.Resume()
		} else if f := p.until(t, "an end", over); f.Ticks != ticks {
			t.Fatalf("%s: the first run ended after %d ticks", c.name, f.Ticks)
		}
		first := p.Capture()
		p.Reset()
		p.until(t, "an end", func(f *view.Frame) bool { return p.Capture() != first && over(f) })
		if result := p.end(t); result.Ticks != ticks || result.SpikeHash != want {
			t.Errorf("%s: %d ticks with hash %s, want %d with %s", c.name, result.Ticks, result.SpikeHash, ticks, want)
		}
	}
}

// TestPausedPlayerStands: nothing moves until a step, which is one tick long.
func TestPausedPlayerStands(t *testing.T) {
	r := NewPlayer(begins(t, 1000, true))
	r.HoldAfter(300)
	p := play(t, r)
	at := p.until(t, "a pause", paused)
	if err := p.Controls.Step(7); err != nil {
		t.Fatal(err)
	}
	next := p.until(t, "a step", func(f *view.Frame) bool { return paused(f) && f.Ticks >= at.Ticks+7 })
	if next.Ticks != at.Ticks+7 {
		t.Errorf("a step of 7 ticks went from %d to %d", at.Ticks, next.Ticks)
	}
	if result := p.end(t); result.Ticks != next.Ticks || !result.Interrupted {
		t.Errorf("a paused run ended after %d ticks, paused at %d", result.Ticks, next.Ticks)
	}
}

func TestPlayerReportsFailure(t *testing.T) {
	broken := errors.New("no backend today")
	p := play(t, NewPlayer(func() (*Run, error) { return nil, broken }))
	<-p.done
	if !errors.Is(p.err, broken) {
		t.Errorf("Play returned %v", p.err)
	}
}
