package web

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/view"
)

// BenchmarkServed runs 30,000 ticks of the worm in its dish in turn alone,
// served but with nobody who looks on, and with a client that reads all. The
// three take turns, so that what else goes on in the machine hits all alike.
func BenchmarkServed(b *testing.B) {
	const ticks = 30_000
	var took [3]time.Duration
	for b.Loop() {
		for i, kind := range []struct{ served, client bool }{{false, false}, {true, false}, {true, true}} {
			took[i] += runServed(b, ticks, kind.served, kind.client)
		}
	}
	for i, unit := range []string{"ticks/s-alone", "ticks/s-served", "ticks/s-watched"} {
		b.ReportMetric(float64(ticks)*float64(b.N)/took[i].Seconds(), unit)
	}
}

// runServed returns how long a run takes.
func runServed(b *testing.B, ticks int32, served, client bool) time.Duration {
	b.Helper()
	brain := testbrain.Arena(b)
	backend, err := cpu.NewBackend(brain, snn.Options{Learn: true, Threads: 1})
	if err != nil {
		b.Fatal(err)
	}
	defer backend.Close()
	world, err := engine.NewArena(brain, engine.DefaultArenaConfig())
	if err != nil {
		b.Fatal(err)
	}
	cfg := engine.Config{Ticks: ticks, World: world}
	if served {
		controls := new(view.Controls)
		capture := view.NewCapture(view.Config{Brain: brain, Arena: world, Total: ticks, Controls: controls})
		cfg.Recorders, cfg.Observers = []engine.Recorder{capture}, []engine.Observer{capture}
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		s := NewServer(listener, Config{Capture: capture, Controls: controls, Loopback: true})
		s.Start()
		defer s.Close(context.Background())
		if client {
			answer, err := http.Get(URL(listener) + "events") //nolint:noctx // it ends with the run
			if err != nil {
				b.Fatal(err)
			}
			read := make(chan int64)
			go func() {
				n, _ := io.Copy(io.Discard, answer.Body)
				read <- n
			}()
			defer func() {
				capture.Finish(&engine.Result{Ticks: ticks})
				if n := <-read; n < 100_000 {
					b.Errorf("the client read %d bytes only", n)
				}
				answer.Body.Close()
			}()
		}
	}
	start := time.Now()
	if _, err := engine.Run(context.Background(), brain, backend, cfg); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}
