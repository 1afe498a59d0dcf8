package window

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/view"
)

// Run is a run that is ready to begin.
type Run struct {
	Brain       *snn.Brain
	Backend     engine.Backend // closed after the run
	BackendName string
	Name        string        // of the brain, for people
	Arena       *engine.Arena // nil: no world
	Config      engine.Config // less world, observers and recorders of frames
}

// Player runs a brain while somebody looks on, anew after every reset.
type Player struct {
	Controls *view.Controls

	begin   func() (*Run, error)
	again   chan struct{} // a reset may be waiting
	changed func()        // called when there is something new to see
	capture atomic.Pointer[view.Capture]
	hold    int32 // ticks after which the run pauses by itself; 0: never

	mu     sync.Mutex
	frames []*view.Frame // not fetched yet
}

// NewPlayer returns a player of runs that begin returns. They have to be equal:
// a reset shows the same run again.
func NewPlayer(begin func() (*Run, error)) *Player {
	return &Player{
		Controls: new(view.Controls), begin: begin, again: make(chan struct{}, 1), changed: func() {},
	}
}

// HoldAfter makes the first run pause after that many ticks, at least 1. Call
// it before Play.
func (p *Player) HoldAfter(ticks int32) { p.hold = ticks }

// Notify has a function called, from any goroutine, when there is something new
// to see. Call it before Play.
func (p *Player) Notify(changed func()) { p.changed = changed }

// Capture returns the capture of the present run, nil before the first one.
func (p *Player) Capture() *view.Capture { return p.capture.Load() }

// Reset begins the run anew, even one that is over.
func (p *Player) Reset() {
	p.Controls.Reset()
	select {
	case p.again <- struct{}{}:
	default:
	}
}

// Play runs until the context ends, and returns what the last run did. A run
// that is over stays to be looked at.
func (p *Player) Play(ctx context.Context) (*engine.Result, error) {
	for {
		result, err := p.run(ctx)
		if err != nil || !p.wantsMore(ctx) {
			return result, err
		}
		p.hold = 0
	}
}

// wantsMore waits for a reset, unless one is there.
func (p *Player) wantsMore(ctx context.Context) bool {
	for {
		if ctx.Err() != nil {
			return false
		}
		if p.Controls.TakeReset() {
			return true
		}
		select {
		case <-p.again:
		case <-ctx.Done():
		}
	}
}

func (p *Player) run(ctx context.Context) (result *engine.Result, err error) {
	r, err := p.begin()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Backend.Close()) }()
	cfg := r.Config
	if r.Arena != nil {
		cfg.World = r.Arena
	}
	capture := view.NewCapture(view.Config{
		Brain: r.Brain, Arena: r.Arena, Total: cfg.Ticks, Controls: p.Controls,
		Name: r.Name, Backend: r.BackendName, Device: r.Backend.Device(),
	})
	cfg.Recorders = append(cfg.Recorders[:len(cfg.Recorders):len(cfg.Recorders)], capture)
	cfg.Observers = append(cfg.Observers[:len(cfg.Observers):len(cfg.Observers)], &holder{capture, p.Controls, p.hold})
	stop := p.watch(capture)
	result, err = engine.Run(ctx, r.Brain, r.Backend, cfg)
	if err != nil {
		err = fmt.Errorf("%s: %w", r.Name, err)
	}
	capture.Finish(result)
	stop()
	return result, err
}

// watch gathers the frames of a run until stop is called, after the last one.
func (p *Player) watch(capture *view.Capture) (stop func()) {
	p.mu.Lock()
	p.frames = nil
	p.mu.Unlock()
	p.capture.Store(capture)
	watcher, over, done := capture.Watch(), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case f := <-watcher.Frames():
				p.keep(f)
			case <-over:
				select {
				case f := <-watcher.Frames():
					p.keep(f)
				default:
				}
				return
			}
		}
	}()
	return func() {
		close(over)
		<-done
		watcher.Close()
	}
}

// maxFrames bounds the frames that wait to be fetched.
const maxFrames = 64

func (p *Player) keep(f *view.Frame) {
	p.mu.Lock()
	if len(p.frames) == maxFrames {
		p.frames = p.frames[1:]
	}
	p.frames = append(p.frames, f)
	p.mu.Unlock()
	p.changed()
}

// Fetch returns the frames since the last call, oldest first, and the capture
// they belong to.
func (p *Player) Fetch() (*view.Capture, []*view.Frame) {
	p.mu.Lock()
	defer p.mu.Unlock()
	frames := p.frames
	p.frames = nil
	return p.capture.Load(), frames
}

// holder is a capture that looks after a certain number of ticks and pauses
// there.
type holder struct {
	*view.Capture
	controls *view.Controls
	at       int32 // 0: nowhere
}

// Next implements engine.Observer.
func (h *holder) Next(ticks int32) int32 {
	next := h.Capture.Next(ticks)
	if ticks < h.at {
		next = min(next, h.at)
	}
	return next
}

// Observe implements engine.Observer.
func (h *holder) Observe(m *engine.Moment) error {
	if h.at > 0 && m.Ticks() == h.at {
		h.controls.Pause()
	}
	return h.Capture.Observe(m)
}
