//go:build unix

package crashtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/engine-gpu/engine-gpu/checkpoint"
	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/snn"
)

// How much TestCrash does, and its seed, come from the environment: a few kills
// suffice for every day.
const (
	killsVariable = "ENGINE_GPU_CRASH_KILLS"
	seedVariable  = "ENGINE_GPU_CRASH_SEED"
	fewKills      = 12
	killsPerTrial = 4
)

func number(t *testing.T, variable string, otherwise int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("%s is %q, must be a number", variable, text)
	}
	return n
}

// scenario is a run that is killed.
type scenario struct {
	name   string
	recipe string
	file   string // of the brain, which says its format
	flags  []string
	every  int // ticks between checkpoints
	save   bool
	record string // fields
}

// program has what a run can have: phases, noise, rewards.
const program = `{"tonic": 2.5, "phases": [{"duration": 100, "current": 6, "targets": {"stride": 7}},
	{"duration": 301, "noise": 3, "targets": {"stride": 20}}], "loop": true, "rewards": {"every": 150, "values": [1, 1, -0.5]}}`

// scenarios spend from nearly none to nearly all of their time on checkpoints.
// The first ones are those of every day.
func scenarios() []scenario {
	arena := []string{"--ticks", "4000", "--marks", "1,1000,2500,4000"}
	alone := []string{"--ticks", "9000", "--marks", "1,1000,2500,9000", "--program", "program.json", "--reward-homeostasis"}
	fields := "spikes,rates:50,weights:300,v:1-5,u:type=RS/1000,trajectory:20,body:50"
	return []scenario{
		{"arena, often", "arena_v1", "b.brain", arena, 20, false, ""},
		{"arena, recorded", "arena_v1", "b.brain", arena, 100, false, fields},
		{"small, saved", "kitchen_sink", "b.db", alone, 50, true, ""},
		{"arena, seldom", "arena_v1", "b.brain", arena, 1000, false, ""},
		{"pruning, saved database", "arena_dev_v1", "b.db", append(slices.Clone(alone), "--world", "none"), 150, true, ""},
		{"arena, saved columns", "arena_v1", "b.brain", arena, 100, true, ""},
		{"small, all the time", "kitchen_sink", "b.db", alone, 5, false, ""},
		{"small, saved and recorded", "kitchen_sink", "b.db", append(slices.Clone(alone), "--record-format", "csv"), 20, true, "spikes,rates,weights:7"},
	}
}

// TestCrash kills runs at random moments until they were killed as often as is
// asked for, and compares what they end with to a run that nobody stopped.
func TestCrash(t *testing.T) {
	kills, seed := number(t, killsVariable, fewKills), number(t, seedVariable, 1)
	binary := filepath.Join(t.TempDir(), "engine-gpu")
	if out, err := exec.Command("go", "build", "-o", binary, "../../cmd/engine-gpu").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	rng := rand.New(rand.NewPCG(uint64(seed), 0xdead))
	left, inside, recovered, trials := kills, 0, 0, 0
	all := scenarios()
	wants := map[int]*ending{}
	for left > 0 {
		i := trials % len(all)
		if wants[i] == nil {
			w := &world{t: t, binary: binary, dir: t.TempDir(), scenario: all[i], rng: rng}
			wants[i] = w.alone()
		}
		w := &world{t: t, binary: binary, dir: t.TempDir(), scenario: all[i], rng: rng}
		w.kills = min(left, killsPerTrial)
		w.play(wants[i])
		left -= w.kills
		inside += w.inside
		recovered += w.recovered
		trials++
		if t.Failed() {
			t.Fatalf("scenario %q, after %d kills with seed %d", all[i].name, kills-left, seed)
		}
	}
	t.Logf("%d kills in %d runs, %d of them while a file was being written, %d of whose recordings were recovered: all ended as runs that nobody stopped", kills, trials, inside, recovered)
	if kills >= 100 && inside < kills/10 {
		t.Errorf("only %d of %d kills hit a file being written", inside, kills)
	}
}

// world is a folder in which a scenario is played.
type world struct {
	t        *testing.T
	binary   string
	dir      string
	scenario scenario
	rng      *rand.Rand
	kills    int
	inside   int // kills that left a file half written

	recovered int // recordings that kills left
}

// ending is all that a run leaves.
type ending struct {
	summary    map[string]any // what does not depend on time and threads
	trajectory []byte
	brain      string            // content of the brain's file
	recorded   map[string]string // SHA-256 of every file of the recording
	spikes     []int32           // recorded: tick, number and positions, of every tick with spikes
}

const (
	checkpointFile = "run.ckpt"
	deadline       = 5 * time.Minute
)

func (w *world) path(name string) string { return filepath.Join(w.dir, name) }

// prepare makes the brain and the program.
func (w *world) prepare() {
	w.t.Helper()
	if err := os.WriteFile(w.path("program.json"), []byte(program), 0o666); err != nil {
		w.t.Fatal(err)
	}
	if out, err := w.command("generate", "--recipe", w.scenario.recipe, "--out", w.scenario.file).CombinedOutput(); err != nil {
		w.t.Fatalf("generate: %v\n%s", err, out)
	}
}

func (w *world) command(args ...string) *exec.Cmd {
	cmd := exec.Command(w.binary, args...)
	cmd.Dir = w.dir
	return cmd
}

// run is the command of the scenario from the start, or from its checkpoint.
func (w *world) run(resume bool) *exec.Cmd {
	args := []string{"run", "--backend", "cpu", "--threads", strconv.Itoa(1 + w.rng.IntN(3)), "--json", "--quiet", "--out", "out"}
	if resume {
		args = append(args, "--resume", checkpointFile)
	} else {
		args = append(append(args, "--brain", w.scenario.file), w.scenario.flags...)
		if w.scenario.record != "" {
			args = append(args, "--record", w.scenario.record)
		}
	}
	args = append(args, "--checkpoint", checkpointFile, "--checkpoint-every", strconv.Itoa(w.scenario.every))
	if w.scenario.save {
		args = append(args, "--save")
	}
	return w.command(args...)
}

// alone plays the scenario without a kill.
func (w *world) alone() *ending {
	w.t.Helper()
	w.prepare()
	before := w.brain()
	start := time.Now()
	if out, err := w.run(false).CombinedOutput(); err != nil {
		w.t.Fatalf("%s: %v\n%s", w.scenario.name, err, out)
	}
	e := w.ending()
	if spikes, _ := e.summary["spikes"].(float64); spikes < 1000 {
		w.t.Fatalf("%s: the scenario is empty: %v spikes", w.scenario.name, e.summary["spikes"])
	}
	if (e.brain != before) != w.scenario.save {
		w.t.Fatalf("%s: the scenario is empty: saving is %v", w.scenario.name, w.scenario.save)
	}
	w.t.Logf("%s: left alone it takes %v", w.scenario.name, time.Since(start).Round(time.Millisecond))
	return e
}

// play plays the scenario, kills it, goes on, and compares the end.
func (w *world) play(want *ending) {
	w.t.Helper()
	w.prepare()
	for killed := 0; ; {
		resume := w.readable()
		var out, problems bytes.Buffer
		cmd := w.run(resume)
		cmd.Stdout, cmd.Stderr = &out, &problems
		if err := cmd.Start(); err != nil {
			w.t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		if killed == w.kills {
			if err := w.await(ended); err != nil {
				w.t.Errorf("going on: %v\n%s", err, &problems)
				return
			}
			break
		}
		w.wait(ended)
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			w.t.Fatal(err)
		}
		err := w.await(ended)
		if err == nil { // it was at its end before
			w.kills = killed
			break
		}
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.Exited() {
			w.t.Errorf("ended by itself: %v\n%s", err, &problems)
			return
		}
		killed++
		if len(w.halfWritten()) > 0 {
			w.inside++
		}
		if w.scenario.record != "" {
			w.recover(want)
		}
		if w.t.Failed() {
			return
		}
	}
	if w.brain() != want.brain {
		w.t.Error("the brain's file is another one than without kills")
	}
	if got := w.ending(); fmt.Sprint(got.summary) != fmt.Sprint(want.summary) {
		w.t.Errorf("the summary is\n%v, without kills\n%v", got.summary, want.summary)
	} else if !bytes.Equal(got.trajectory, want.trajectory) {
		w.t.Error("the trajectory is another one than without kills")
	} else if !maps.Equal(got.recorded, want.recorded) {
		w.t.Errorf("the recording is\n%v, without kills\n%v", got.recorded, want.recorded)
	}
	w.readable()
}

// await waits for the end of a run.
func (w *world) await(ended <-chan error) error {
	select {
	case err := <-ended:
		return err
	case <-time.After(deadline):
		return errors.New("it does not end")
	}
}

// wait waits for the moment of a kill: any, or one in which a file is being
// written.
func (w *world) wait(ended chan error) {
	moment := time.Duration(w.rng.Int64N(int64(300 * time.Millisecond)))
	aimed := w.rng.IntN(2) == 0
	depth := w.rng.IntN(4) // files to let pass
	for start := time.Now(); time.Since(start) < 4*time.Second; {
		select {
		case err := <-ended:
			ended <- err // for whoever asks next
			return
		default:
		}
		if time.Since(start) >= moment {
			if !aimed {
				return
			}
			if len(w.halfWritten()) > 0 {
				if depth == 0 {
					return
				}
				depth--
				time.Sleep(time.Duration(w.rng.Int64N(int64(5 * time.Millisecond))))
			}
		}
	}
}

// halfWritten lists the files that are not in their place.
func (w *world) halfWritten() []string {
	var names []string
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range entries {
		if strings.Contains(e.Name(), "tmp") || strings.HasSuffix(e.Name(), ".new") {
			names = append(names, e.Name())
		}
	}
	return names
}

// readable demands that a checkpoint can be read if there is one, and reports
// whether there is.
func (w *world) readable() bool {
	w.t.Helper()
	f, warning, err := checkpoint.Open(w.path(checkpointFile))
	if errors.Is(err, os.ErrNotExist) {
		return false
	}
	if err != nil {
		w.t.Fatalf("no checkpoint can be read: %v", err)
	}
	defer f.Close()
	if warning != "" && !strings.Contains(warning, "there is no such checkpoint") {
		w.t.Errorf("a checkpoint was damaged: %s", warning)
	}
	return true
}

// brain returns the content of the brain's file, which must be whole.
func (w *world) brain() string {
	w.t.Helper()
	b, _, err := loader.Read(w.path(w.scenario.file))
	if err != nil {
		w.t.Fatalf("the brain cannot be read: %v", err)
	}
	return snn.BrainHash(b)
}

// ending reads what the run left.
func (w *world) ending() *ending {
	w.t.Helper()
	text, err := os.ReadFile(w.path("out/summary.json"))
	if err != nil {
		w.t.Fatal(err)
	}
	e := &ending{brain: w.brain()}
	if err := json.Unmarshal(text, &e.summary); err != nil {
		w.t.Fatal(err)
	}
	for _, key := range []string{"threads", "resumed_at", "load_seconds", "wall_seconds", "ticks_per_second"} {
		delete(e.summary, key)
	}
	if e.trajectory, err = os.ReadFile(w.path("out/trajectory.csv")); err != nil && !errors.Is(err, os.ErrNotExist) {
		w.t.Fatal(err)
	}
	if w.scenario.record != "" {
		e.recorded, e.spikes = recorded(w.t, w.path("out"))
	}
	return e
}
