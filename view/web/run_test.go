package web

import (
	"context"
	"log"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/view"
)

// runOptions says what run a test serves.
type runOptions struct {
	address string // empty: any free port of this machine
	ticks   int32
	token   string
	alone   bool // without the arena
	prepare func(*view.Controls)
	limits  limits // zero: the usual ones
	far     bool   // as on an address that other machines reach
}

// served is a run that browsers can look at.
type served struct {
	url      string
	controls *view.Controls
	capture  watchedCapture
	server   *Server
	over     chan struct{} // closed when the run is over
	stop     context.CancelFunc
	closed   sync.Once
	log      *safeLog
}

// watchedCapture is a capture that tests wait for.
type watchedCapture struct{ *view.Capture }

// await waits until the run has come to a number of ticks.
func (c watchedCapture) await(t *testing.T, ticks int32) {
	t.Helper()
	for range 30_000 {
		if f := c.Latest(); f != nil && f.Ticks >= ticks {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("the run does not come to tick %d: %+v", ticks, c.Latest())
}

func startRun(t *testing.T, ticks int32, prepare func(*view.Controls)) *served {
	t.Helper()
	return startRunOf(t, runOptions{ticks: ticks, prepare: prepare})
}

func startRunAt(t *testing.T, address string, ticks int32, token string, prepare func(*view.Controls)) *served {
	t.Helper()
	return startRunOf(t, runOptions{address: address, ticks: ticks, token: token, prepare: prepare})
}

func startRunOf(t *testing.T, o runOptions) *served {
	t.Helper()
	brain := testbrain.Arena(t)
	backend, err := cpu.NewBackend(brain, snn.Options{Learn: true, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	cfg := engine.Config{Ticks: o.ticks}
	var world *engine.Arena
	if !o.alone {
		if world, err = engine.NewArena(brain, engine.DefaultArenaConfig()); err != nil {
			t.Fatal(err)
		}
		cfg.World = world
	}
	if o.address == "" {
		o.address = "127.0.0.1:0"
	}
	if o.limits == (limits{}) {
		o.limits = usualLimits()
	}
	var listener net.Listener
	for range 200 { // a port that was just left may take a moment
		if listener, err = net.Listen("tcp", o.address); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	r := &served{url: URL(listener), controls: new(view.Controls), over: make(chan struct{}), log: new(safeLog)}
	if o.prepare != nil {
		o.prepare(r.controls)
	}
	r.capture = watchedCapture{view.NewCapture(view.Config{
		Brain: brain, Arena: world, Total: o.ticks, Controls: r.controls, Name: "arena_v1", Backend: "cpu", Device: backend.Device(),
	})}
	cfg.Recorders = []engine.Recorder{r.capture}
	cfg.Observers = []engine.Observer{r.capture}
	r.server = newServer(listener, Config{
		Capture: r.capture.Capture, Controls: r.controls, Token: o.token, Loopback: !o.far, Log: log.New(r.log, "", 0),
	}, o.limits)
	r.server.Start()
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer close(r.over)
		result, err := engine.Run(ctx, brain, backend, cfg)
		if err != nil {
			t.Errorf("the run: %v", err)
		}
		r.capture.Finish(result)
	}()
	r.stop = func() { cancel(); <-r.over }
	t.Cleanup(func() {
		r.stop()
		r.close(t)
		backend.Close()
	})
	return r
}

// close ends the serving as the command run does.
func (r *served) close(t *testing.T) {
	t.Helper()
	r.closed.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if err := r.server.Close(ctx); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
}

// awaitViewers waits until so many look on.
func (r *served) awaitViewers(t *testing.T, viewers int) {
	t.Helper()
	for range 10_000 {
		if r.server.hub.viewers() == viewers {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("%d look on, want %d", r.server.hub.viewers(), viewers)
}

// safeLog collects a log.
type safeLog struct {
	mu   sync.Mutex
	text []byte
}

func (l *safeLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, p...)
	return len(p), nil
}

func (l *safeLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}
