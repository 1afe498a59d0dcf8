package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"strings"
	"time"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/view"
	"github.com/engine-gpu/engine-gpu/view/web"
)

// httpFlags are the flags of run that let browsers look on.
type httpFlags struct {
	address, token *string
	wait           *bool
	speed          *float64
}

// tokenVariable may hold the token, since a command line can be seen by others
// on the machine.
const tokenVariable = "ENGINE_GPU_HTTP_TOKEN"

// weakToken is the length below which a token is warned about.
const weakToken = 16

func runHTTPFlags(f *flags) httpFlags {
	speed := func(x float64) error {
		return new(view.Controls).SetSpeed(x)
	}
	return httpFlags{
		address: f.text("http", "HOST:PORT", "let browsers look on, as in 127.0.0.1:8080; port 0: any that is free"),
		token:   f.text("http-token", "TOKEN", "what browsers must show, by /?token=TOKEN; needed beyond this machine\n(or set "+tokenVariable+", which others on the machine cannot read)"),
		wait:    f.yes("http-wait", false, "after the run go on showing its end, until Ctrl-C; else the command ends with the run"),
		speed:   f.number("http-speed", "X", 0, speed, "speed at first, in multiples of real time; 0: as fast as it goes (default 0)"),
	}
}

// check finds what cannot be meant.
func (o httpFlags) check(f *flags) error {
	if *o.address == "" {
		for _, name := range []string{"http-token", "http-wait", "http-speed"} {
			if f.given(name) {
				return f.wrong("--%s needs --http: give the address, as in --http 127.0.0.1:8080", name)
			}
		}
		return nil
	}
	address, err := web.ParseAddress(*o.address)
	if err != nil {
		return f.wrong("--http %s", err)
	}
	if *o.token == "" {
		*o.token = os.Getenv(tokenVariable)
	}
	if *o.token == "" && !address.Loopback() {
		return f.wrong("--http %s can be reached from other machines: give a --http-token, or listen on 127.0.0.1", address)
	}
	if strings.ContainsFunc(*o.token, func(r rune) bool { return r <= ' ' || r > '~' }) || len(*o.token) > 512 {
		return f.wrong("the token of --http may have letters, digits and signs of ASCII without spaces, 512 at most")
	}
	return nil
}

// webView is the browser's side of a run.
type webView struct {
	address  web.Address
	listener net.Listener
	controls *view.Controls
	capture  *view.Capture
	server   *web.Server // nil before it starts
}

// openHTTP takes the port, before anything that takes its time.
func (s *session) openHTTP(ctx context.Context) error {
	if *s.o.http.address == "" {
		return nil
	}
	address, err := web.ParseAddress(*s.o.http.address)
	if err != nil {
		return err
	}
	listener, err := address.Listen(ctx)
	if err != nil {
		return fmt.Errorf("--http %w", err)
	}
	if !address.Loopback() && len(*s.o.http.token) < weakToken {
		s.std.warn("the token of --http is short, and others may guess it: take %d characters or more", weakToken)
	}
	s.web = &webView{address: address, listener: listener, controls: new(view.Controls)}
	return s.web.controls.SetSpeed(*s.o.http.speed)
}

// startHTTP lets browsers in.
func (s *session) startHTTP() {
	w := s.web
	if w == nil {
		return
	}
	w.capture = view.NewCapture(view.Config{
		Brain: s.brain, Arena: s.arena, Total: int32(*s.o.ticks), Controls: w.controls,
		Name: shortName(s.name), Backend: s.backend.Name, Device: s.backend.Device(),
	})
	w.server = web.NewServer(w.listener, web.Config{
		Capture: w.capture, Controls: w.controls, Token: *s.o.http.token, Loopback: w.address.Loopback(),
		Log: log.New(s.std.err, "warning: ", 0),
	})
	w.server.Start()
	with := ""
	if *s.o.http.token != "" {
		with = ", with its token"
	}
	watch := fmt.Sprintf("watch it at %s%s", web.URL(w.listener), with)
	if w.address.Port == 0 { // which one it became nobody could know, --quiet or not
		fmt.Fprintln(s.std.err, watch)
		return
	}
	s.note("%s", watch)
}

// observeHTTP adds the browser's view to a run.
func (s *session) observeHTTP(c *engine.Config) {
	if s.web != nil {
		c.Recorders = append(c.Recorders, s.web.capture)
		c.Observers = append(c.Observers, s.web.capture)
	}
}

// endHTTP shows the end of the run; result is nil if it failed.
func (s *session) endHTTP(result *engine.Result) {
	if s.web != nil {
		s.web.capture.Finish(result)
	}
}

// rewardsByHand is how many rewards someone who looked on gave.
func (s *session) rewardsByHand() int {
	n := s.byHand.before
	if s.web != nil {
		n += s.web.capture.RewardsByHand()
	}
	return n
}

// handRewards is the number of rewards by hand in a checkpoint.
type handRewards struct {
	before int // a resume
	now    func() int
}

// MarshalBinary returns the number up to now, those before a resume included.
func (r *handRewards) MarshalBinary() ([]byte, error) { return json.Marshal(r.now()) }

// UnmarshalBinary goes on with what MarshalBinary returned.
func (r *handRewards) UnmarshalBinary(data []byte) error { return json.Unmarshal(data, &r.before) }

// waitHTTP goes on serving a run that has ended, if that was asked for.
func (s *session) waitHTTP(ctx context.Context) {
	if s.web == nil || !*s.o.http.wait {
		return
	}
	s.note("its end can be seen at %s until Ctrl-C", web.URL(s.web.listener))
	<-ctx.Done()
}

// closeHTTP ends the serving: who looks on gets the last frame.
func (s *session) closeHTTP() error {
	w := s.web
	if w == nil {
		return nil
	}
	if w.server == nil {
		return ignoreClosed(w.listener.Close())
	}
	const patience = time.Second // with clients that do not read
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return ignoreClosed(w.server.Close(ctx))
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
