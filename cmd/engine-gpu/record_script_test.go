package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/engine-gpu/engine-gpu/checkpoint"
	"github.com/engine-gpu/engine-gpu/record"
)

// havePandas reports whether Debian's Python has NumPy and pandas. Where it has
// to, their absence is a failure.
func havePandas(t *testing.T) bool {
	err := exec.Command("/usr/bin/python3", "-c", "import numpy, pandas").Run()
	if err != nil && os.Getenv("ENGINE_GPU_REQUIRE_PANDAS") == "1" {
		t.Errorf("ENGINE_GPU_REQUIRE_PANDAS is 1, and /usr/bin/python3 has no pandas (%v): apt-get install python3-numpy python3-pandas", err)
	}
	return err == nil
}

// killed DIR ARGS...: starts engine-gpu, which records into DIR, and kills it
// once ticks are recorded for good, so that it can do nothing more.
func killed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: killed DIR ARGS...")
	}
	program, err := exec.LookPath("engine-gpu")
	ts.Check(err)
	cmd := exec.Command(program, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Stderr = ts.Stderr()
	ts.Check(cmd.Start())
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		var commit struct{ Ticks int }
		text, err := os.ReadFile(filepath.Join(ts.MkAbs(args[0]), ".recording.commit"))
		if err == nil && json.Unmarshal(text, &commit) == nil && commit.Ticks > 0 {
			break
		}
		if time.Now().After(deadline) {
			ts.Check(cmd.Process.Kill())
			ts.Fatalf("nothing was recorded: %v", err)
		}
	}
	ts.Check(cmd.Process.Kill())
	if err := cmd.Wait(); err == nil {
		ts.Fatalf("it ended before it was killed")
	}
}

// edit FILE REGEX NEW: replaces the first match in a file, of which there must be
// one. In NEW, \n is a new line.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit FILE REGEX NEW")
	}
	pattern, text := regexp.MustCompile(args[1]), []byte(ts.ReadFile(args[0]))
	at := pattern.FindSubmatchIndex(text)
	if at == nil {
		ts.Fatalf("%s has no %s", args[0], args[1])
	}
	changed := pattern.Expand(slices.Clone(text[:at[0]]), []byte(strings.ReplaceAll(args[2], `\n`, "\n")), text, at)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), append(changed, text[at[1]:]...), 0o666))
}

// appendLine FILE LINE: appends a line to a file.
func appendLine(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: append FILE LINE")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(ts.ReadFile(args[0])+args[1]+"\n"), 0o666))
}

// crashed FILE ARGS...: starts engine-gpu and kills it once the file is there, so
// that it can do nothing more.
func crashed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: crashed FILE ARGS...")
	}
	program, err := exec.LookPath("engine-gpu")
	ts.Check(err)
	cmd := exec.Command(program, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Stderr = ts.Stderr()
	ts.Check(cmd.Start())
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			break
		}
		if time.Now().After(deadline) {
			ts.Check(cmd.Process.Kill())
			ts.Fatalf("%s was not written", args[0])
		}
	}
	ts.Check(cmd.Process.Kill())
	if err := cmd.Wait(); err == nil {
		ts.Fatalf("it ended before it was killed")
	}
}

// taken FILE: a run keeps its checkpoints in a file, until the end of the script.
func taken(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: taken FILE")
	}
	lock, err := checkpoint.Take(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(lock.Release)
}

// certified DIR ARGS...: the recording in DIR has as many spikes as, and the
// hash of, a run of its number of ticks.
func certified(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: certified DIR ARGS...")
	}
	r, err := record.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	m := &r.Manifest
	ts.Check(ts.Exec("engine-gpu", append(args[1:], "--json", "--quiet", "--ticks", strconv.Itoa(int(m.Ticks)))...))
	var sum struct {
		Ticks  int32
		Spikes int64
		Hash   string `json:"spike_sha256"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &sum))
	if sum.Ticks != m.Ticks || sum.Spikes != m.Spikes || sum.Hash != m.SpikeHash || m.Ticks == 0 {
		ts.Fatalf("the recording has %d ticks, %d spikes and the hash %s; the run %+v", m.Ticks, m.Spikes, m.SpikeHash, sum)
	}
	recorded := int64(0)
	ts.Check(r.Spikes(func(_ int32, neurons []int32) error {
		recorded += int64(len(neurons))
		return nil
	}))
	if recorded != m.Spikes {
		ts.Fatalf("%d spikes are recorded, the manifest says %d", recorded, m.Spikes)
	}
}
