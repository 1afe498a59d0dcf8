package web

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/net/netutil"

	"github.com/engine-gpu/engine-gpu/view"
)

//go:embed page
var page embed.FS

// maxConnections leaves the run the file descriptors that it needs.
const maxConnections = 512

// maxHeader bounds a request's header [bytes].
const maxHeader = 16 << 10

// limits are how long the server waits for clients.
type limits struct {
	header    time.Duration // for a request's header
	request   time.Duration // for a request, and to be rid of its answer
	idle      time.Duration // between two requests
	patience  time.Duration // for one that looks on to take a frame
	heartbeat time.Duration
}

func usualLimits() limits {
	return limits{
		header: 5 * time.Second, request: 10 * time.Second, idle: time.Minute,
		patience: 10 * time.Second, heartbeat: 15 * time.Second,
	}
}

// Config says what a Server serves.
type Config struct {
	Capture  *view.Capture
	Controls *view.Controls // those of the capture
	Token    string         // what everyone must show; empty: nothing
	Loopback bool           // the address is one that only this machine reaches
	Log      *log.Logger    // of the server's own failures; no request is logged
}

// Server serves one run to browsers.
type Server struct {
	capture  *view.Capture
	controls *view.Controls
	hub      *hub
	limits   limits
	listener net.Listener
	http     *http.Server

	closing chan struct{}
	once    sync.Once
	served  chan error
}

// NewServer returns a server on a listener, which it then owns. Start starts
// it.
func NewServer(l net.Listener, cfg Config) *Server {
	return newServer(l, cfg, usualLimits())
}

func newServer(l net.Listener, cfg Config, lim limits) *Server {
	s := &Server{
		capture: cfg.Capture, controls: cfg.Controls, hub: newHub(cfg.Capture), limits: lim,
		listener: l, closing: make(chan struct{}), served: make(chan error, 1),
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		port = "0"
	}
	s.http = &http.Server{
		Handler:           newGuard(cfg.Loopback, cfg.Token, port).protect(s.routes()),
		ReadHeaderTimeout: lim.header, ReadTimeout: lim.request, WriteTimeout: lim.request, IdleTimeout: lim.idle,
		MaxHeaderBytes: maxHeader, ErrorLog: cfg.Log,
	}
	return s
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	files, err := fs.Sub(page, "page")
	if err != nil {
		panic(err) // the folder is in the program
	}
	mux.Handle("GET /", http.FileServerFS(files))
	mux.HandleFunc("GET /events", s.events)
	mux.HandleFunc("POST /control", s.control)
	mux.Handle("GET /metrics", promhttp.HandlerFor(newMetrics(s.capture, s.hub.viewers), promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write([]byte("ok\n")) //nolint:errcheck // who asked has gone
	})
	return mux
}

// Start serves, without waiting.
func (s *Server) Start() {
	go func() {
		err := s.http.Serve(netutil.LimitListener(s.listener, maxConnections))
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		}
		s.served <- err
	}()
}

// Close ends the serving. Who looks on gets the last frame first, unless ctx
// ends before that.
func (s *Server) Close(ctx context.Context) error {
	s.once.Do(func() { close(s.closing) })
	if err := s.http.Shutdown(ctx); err != nil {
		s.http.Close() //nolint:errcheck // who has not gone by now is cut off
	}
	return <-s.served
}
