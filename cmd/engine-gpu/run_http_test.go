package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// occupy: listens on a port of this machine, to be found in $PORT.
func occupy(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: occupy")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	_, port, err := net.SplitHostPort(l.Addr().String())
	ts.Check(err)
	ts.Setenv("PORT", port)
}

// looking is a run that is looked at while it goes on.
type looking struct {
	ts     *testscript.TestScript
	cmd    *exec.Cmd
	stderr *watched
	url    string
	ended  chan error
	frames io.ReadCloser
}

// watch reward|close|interrupt|wait ARGS...: starts engine-gpu, opens the
// events of its page and then gives two rewards; closes the page; interrupts
// the run; or waits for its end, looks at it once more, and only then
// interrupts. It expects exit code 0, and 130 of the interrupted run.
func watch(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: watch reward|close|interrupt|wait ARGS...")
	}
	l := lookAt(ts, args[1:])
	want := exitOK
	switch args[0] {
	case "reward":
		l.post(`{"action":"reward","value":1}`)
		l.post(`{"action":"reward","value":-0.25}`)
		l.post(`{"action":"speed","value":0}`)
		l.awaitEvent(`"state":"ended"`)
	case "close":
		l.awaitEvent(`event: frame`)
		ts.Check(l.frames.Close())
		l.post(`{"action":"speed","value":0}`)
	case "interrupt":
		l.awaitEvent(`event: frame`)
		ts.Check(l.cmd.Process.Signal(os.Interrupt))
		l.awaitEvent(`"state":"interrupted"`)
		want = exitInterrupted
	case "wait":
		l.awaitEvent(`"state":"ended"`)
		l.awaitNote(`its end can be seen at `)
		answer, err := http.Get(l.url + "events")
		ts.Check(err)
		l.frames = answer.Body
		l.awaitEvent(`"state":"ended"`)
		ts.Check(l.cmd.Process.Signal(os.Interrupt))
	default:
		ts.Fatalf("what is %s?", args[0])
	}
	select {
	case err := <-l.ended:
		ts.Stderr().Write([]byte(l.stderr.String()))
		if got := exitCode(ts, err); got != want {
			ts.Fatalf("exit code %d, want %d: %s", got, want, l.stderr.String())
		}
	case <-time.After(time.Minute):
		l.cmd.Process.Kill()
		ts.Fatalf("did not end")
	}
}

// lookAt starts engine-gpu and opens the events of its page.
func lookAt(ts *testscript.TestScript, args []string) *looking {
	program, err := exec.LookPath("engine-gpu")
	ts.Check(err)
	l := &looking{ts: ts, cmd: exec.Command(program, args...), ended: make(chan error, 1)}
	l.cmd.Dir = ts.MkAbs(".")
	l.cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+ts.Getenv("XDG_CACHE_HOME"))
	l.stderr = &watched{pattern: regexp.MustCompile(`(?m)^watch it at .*\n`), found: make(chan struct{})}
	l.cmd.Stdout, l.cmd.Stderr = ts.Stdout(), l.stderr
	ts.Check(l.cmd.Start())
	go func() { l.ended <- l.cmd.Wait() }()
	select {
	case <-l.stderr.found:
	case err := <-l.ended:
		ts.Fatalf("ended before it could be watched: %v\n%s", err, l.stderr.String())
	case <-time.After(time.Minute):
		l.cmd.Process.Kill()
		ts.Fatalf("cannot be watched: %s", l.stderr.String())
	}
	l.url = regexp.MustCompile(`watch it at (\S+)`).FindStringSubmatch(l.stderr.String())[1]
	answer, err := http.Get(l.url + "events")
	ts.Check(err)
	l.frames = answer.Body
	return l
}

func (l *looking) post(wish string) {
	answer, err := http.Post(l.url+"control", "application/json", strings.NewReader(wish))
	l.ts.Check(err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusNoContent {
		l.ts.Fatalf("%s: %s", wish, answer.Status)
	}
}

// awaitEvent reads events until one has the text.
func (l *looking) awaitEvent(text string) {
	r := bufio.NewReader(l.frames)
	for {
		line, err := r.ReadString('\n')
		if strings.Contains(line, text) {
			return
		}
		if errors.Is(err, io.EOF) {
			l.ts.Fatalf("the events end without %s", text)
		}
		l.ts.Check(err)
	}
}

// awaitNote waits for a note on standard error.
func (l *looking) awaitNote(text string) {
	for range 6000 {
		if strings.Contains(l.stderr.String(), text) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	l.ts.Fatalf("no note %q: %s", text, l.stderr.String())
}
