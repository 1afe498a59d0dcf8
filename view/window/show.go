//go:build glfw && cgo

package window

import (
	"context"

	"github.com/engine-gpu/engine-gpu/engine"
)

// Show opens a window and shows in it what the player plays, until the window
// is closed or the context ends. It returns what the last run did. Call it from
// the main goroutine, locked to the main thread: window systems want that.
func Show(ctx context.Context, p *Player, o Options) (*engine.Result, error) {
	w, err := open(p, o)
	if err != nil {
		return nil, err
	}
	defer w.close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		result *engine.Result
		failed error
		over   = make(chan struct{})
	)
	go func() {
		result, failed = p.Play(ctx)
		close(over)
		w.wake()
	}()
	err = w.loop(ctx, over)
	cancel()
	<-over // before the window goes: frames wake it
	if failed != nil {
		return nil, failed
	}
	return result, err
}

// loop shows frames until the window is to be closed.
func (w *window) loop(ctx context.Context, over <-chan struct{}) error {
	for !w.glfw.ShouldClose() && ctx.Err() == nil {
		select {
		case <-over: // only a failure ends the player by itself
			return nil
		default:
		}
		if err := w.turn(); err != nil {
			return err
		}
		w.wait()
	}
	return nil
}
