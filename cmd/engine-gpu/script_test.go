package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite" // for the script command sql

	"github.com/engine-gpu/engine-gpu/gpu"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"engine-gpu": main})
}

// TestScripts runs testdata/script: the program as its users meet it.
func TestScripts(t *testing.T) {
	mountPoint := t.TempDir()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
			readme, err := filepath.Abs("../../README.md")
			env.Setenv("README", readme)
			if err != nil {
				return err
			}
			sounds, err := filepath.Abs("../../encoder/testdata")
			env.Setenv("SOUNDS", sounds)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "fails": fails, "interrupt": interrupt, "occupy": occupy, "watch": watch,
			"marks": marks, "keys": keys, "value": value, "same": same, "files": files,
			"sql": execSQL, "tmpfs": tmpfs, "killafter": killAfter, "timeless": timeless, "readonly": readOnly, "parquet": toParquet, "gzip": zip,
			"killed": killed, "taken": taken, "crashed": crashed, "edit": edit, "append": appendLine, "certified": certified,
		},
		Condition: func(name string) (bool, error) {
			switch name {
			case "tmpfs":
				return canMount(t, mountPoint), nil
			case "gl":
				return haveGL(t), nil
			case "pandas":
				return havePandas(t), nil
			}
			return false, fmt.Errorf("unknown condition %s", name)
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// haveGL reports whether a GL device can be used. Where one has to be, its
// absence is a failure.
func haveGL(t *testing.T) bool {
	devices, err := gpu.Devices()
	if err == nil && len(devices) > 0 && devices[0].Err == nil {
		return true
	}
	if os.Getenv("ENGINE_GPU_REQUIRE_GL") == "1" {
		t.Errorf("ENGINE_GPU_REQUIRE_GL is 1, and no GL device can be used: %v", err)
	}
	return false
}

// exits CODE PROGRAM ARGS...: the program ends with the exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := exitCode(ts, ts.Exec(args[1], args[2:]...)); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func exitCode(ts *testscript.TestScript, err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	ts.Fatalf("%v", err)
	return -1
}

// fails CODE ARGS...: engine-gpu ends with the exit code, prints nothing on
// standard output, and its last line on standard error, the only one but for
// warnings and notes of progress, is the error.
func fails(ts *testscript.TestScript, neg bool, args []string) {
	exits(ts, neg, append([]string{args[0], "engine-gpu"}, args[1:]...))
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("standard output is not empty: %s", out)
	}
	failures := 0
	for line := range strings.Lines(ts.ReadFile("stderr")) {
		switch {
		case !strings.HasSuffix(line, "\n"):
			ts.Fatalf("the line has no end: %s", line)
		case strings.HasPrefix(line, "engine-gpu: "):
			failures++
		case strings.HasPrefix(line, "  ") && failures == 1: // one of its details
		case !strings.HasPrefix(line, "warning: ") && !strings.HasPrefix(line, "running ") && !strings.HasPrefix(line, "generating ") && !strings.HasPrefix(line, "importing "):
			ts.Fatalf("neither error, warning nor progress: %s", line)
		}
		if len(line) > 800 {
			ts.Fatalf("the line is too long: %s", line)
		}
	}
	if failures != 1 {
		ts.Fatalf("%d lines of error, want 1", failures)
	}
}

// watched collects a program's output and tells when a line matches.
type watched struct {
	mu      sync.Mutex
	text    bytes.Buffer
	pattern *regexp.Regexp
	found   chan struct{}
	once    sync.Once
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p)
	if w.pattern.Match(w.text.Bytes()) {
		w.once.Do(func() { close(w.found) })
	}
	return len(p), nil
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// interrupt SIGNAL ARGS...: starts engine-gpu, sends it the signal (INT, TERM or
// HUP) a moment after the ticks have begun, and expects exit code 130.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	sig, known := map[string]os.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}[args[0]]
	if neg || !known {
		ts.Fatalf("usage: interrupt INT|TERM|HUP ARGS...")
	}
	program, err := exec.LookPath("engine-gpu")
	ts.Check(err)
	cmd := exec.Command(program, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+ts.Getenv("XDG_CACHE_HOME"))
	// Under nohup this process ignores SIGHUP, and what a process ignores, its
	// children ignore; what it handles, they do not.
	handled := make(chan os.Signal, 1)
	signal.Notify(handled, syscall.SIGHUP)
	defer signal.Stop(handled)
	stderr := &watched{pattern: regexp.MustCompile(`(?m)^running .*\n`), found: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = ts.Stdout(), stderr
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-stderr.found:
	case err := <-ended:
		ts.Fatalf("ended before the signal: %v\n%s", err, stderr.text.String())
	case <-time.After(time.Minute):
		cmd.Process.Kill()
		ts.Fatalf("did not begin to run: %s", stderr.text.String())
	}
	time.Sleep(200 * time.Millisecond) // some ticks
	ts.Check(cmd.Process.Signal(sig))
	select {
	case err = <-ended:
	case <-time.After(time.Minute):
		cmd.Process.Kill()
		ts.Fatalf("did not end")
	}
	ts.Stderr().Write(stderr.text.Bytes())
	if got := exitCode(ts, err); got != exitInterrupted {
		ts.Fatalf("exit code %d, want %d: %s", got, exitInterrupted, stderr.text.String())
	}
}

// object reads a JSON object.
func object(ts *testscript.TestScript, file string) (names []string, values map[string]json.RawMessage) {
	text := ts.ReadFile(file)
	ts.Check(json.Unmarshal([]byte(text), &values))
	d := json.NewDecoder(strings.NewReader(text))
	_, err := d.Token() // {
	ts.Check(err)
	for d.More() {
		name, err := d.Token()
		ts.Check(err)
		names = append(names, name.(string))
		var skipped json.RawMessage
		ts.Check(d.Decode(&skipped))
	}
	return names, values
}

// keys FILE: prints the keys of a JSON object in order, a line each.
func keys(ts *testscript.TestScript, _ bool, args []string) {
	names, _ := object(ts, args[0])
	fmt.Fprintln(ts.Stdout(), strings.Join(names, "\n"))
}

// value FILE KEY...: prints values of a JSON object, a line each.
func value(ts *testscript.TestScript, _ bool, args []string) {
	_, values := object(ts, args[0])
	for _, key := range args[1:] {
		v, found := values[key]
		if !found {
			ts.Fatalf("no %s in %s", key, args[0])
		}
		fmt.Fprintf(ts.Stdout(), "%s\n", v)
	}
}

// marks FILE: prints the marks of a summary as lines of tick, spikes and hash.
func marks(ts *testscript.TestScript, _ bool, args []string) {
	var sum struct {
		Marks []struct {
			Tick   int    `json:"tick"`
			Spikes int    `json:"spikes"`
			Hash   string `json:"spike_sha256"`
		} `json:"marks"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &sum))
	for _, m := range sum.Marks {
		fmt.Fprintln(ts.Stdout(), m.Tick, m.Spikes, m.Hash)
	}
}

// same KEY FILE OTHER: the only value of a key, at whatever depth, is the same in
// two JSON files.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: same KEY FILE OTHER")
	}
	pattern := regexp.MustCompile(`"` + args[0] + `": (.*?),?\n`)
	var values []string
	for _, file := range args[1:] {
		found := pattern.FindAllStringSubmatch(ts.ReadFile(file), -1)
		if len(found) != 1 {
			ts.Fatalf("%d values of %s in %s, want 1", len(found), args[0], file)
		}
		values = append(values, found[0][1])
	}
	if values[0] != values[1] {
		ts.Fatalf("%s is %s in %s and %s in %s", args[0], values[0], args[1], values[1], args[2])
	}
}

// files DIR: prints the names in a folder, hidden ones too, a line each, or
// that it is empty. The scripts' own hidden folders do not count.
func files(ts *testscript.TestScript, _ bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0])) // sorted
	ts.Check(err)
	var names []string
	for _, e := range entries {
		if e.Name() != ".tmp" && e.Name() != ".cache" {
			names = append(names, e.Name())
		}
	}
	if len(names) == 0 {
		names = []string{"empty"}
	}
	fmt.Fprintln(ts.Stdout(), strings.Join(names, "\n"))
}

// sql FILE STATEMENT: runs SQL on a database.
func execSQL(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sql FILE STATEMENT")
	}
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec(args[1])
	ts.Check(errors.Join(err, db.Close()))
}

// tmpfs DIR SIZE: puts a file system of the given size at the folder; see the
// condition of that name.
func tmpfs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: tmpfs DIR SIZE")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o777))
	unmount, err := mountTmpfs(dir, args[1])
	ts.Check(err)
	ts.Defer(unmount)
}

// readonly DIR: makes a file system of tmpfs read-only.
func readOnly(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: readonly DIR")
	}
	ts.Check(makeReadOnly(ts.MkAbs(args[0])))
}

// canMount reports whether the script command tmpfs works here. Where it has
// to, its absence is a failure.
func canMount(t *testing.T, dir string) bool {
	unmount, err := mountTmpfs(dir, "16k")
	if err == nil {
		unmount()
		return true
	}
	if os.Getenv("ENGINE_GPU_REQUIRE_ROOT_TESTS") == "1" {
		t.Errorf("ENGINE_GPU_REQUIRE_ROOT_TESTS is 1, and no file system can be mounted: %v", err)
	}
	return false
}
