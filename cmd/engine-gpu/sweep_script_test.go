package main

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// killafter LINES FILE ARGS...: starts engine-gpu and kills it, as kill -9 does,
// once the file has that many lines.
func killAfter(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: killafter LINES FILE ARGS...")
	}
	lines, err := strconv.Atoi(args[0])
	ts.Check(err)
	program, err := exec.LookPath("engine-gpu")
	ts.Check(err)
	cmd := exec.Command(program, args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		text, _ := os.ReadFile(ts.MkAbs(args[1])) // missing at first
		if bytes.Count(text, []byte("\n")) >= lines {
			break
		}
		if time.Now().After(deadline) {
			cmd.Process.Kill()
			ts.Fatalf("%s has not grown to %d lines", args[1], lines)
		}
	}
	cmd.Process.Kill()
	if err := <-ended; err == nil {
		ts.Fatalf("it ended before it was killed")
	}
}

// timeless FILE OTHER: two results of a sweep are byte for byte the same, but
// for the lines that tell how long it took and on how many cores.
func timeless(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: timeless FILE OTHER")
	}
	timing := regexp.MustCompile(`(?m)^  "(wall_seconds|ticks_per_second|jobs)": .*\n`)
	var texts []string
	for _, file := range args {
		text := ts.ReadFile(file)
		if n := len(timing.FindAllString(text, -1)); n != 3 {
			ts.Fatalf("%d lines of timing in %s, want 3", n, file)
		}
		texts = append(texts, timing.ReplaceAllString(text, ""))
	}
	if texts[0] != texts[1] {
		ts.Fatalf("%s and %s differ:\n%s\n%s", args[0], args[1], texts[0], texts[1])
	}
}
