//go:build linux && cgo && egl

package gpu_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// calls are all calls of a backend that return an error.
func calls(b *gpu.Backend, brain *snn.Brain) map[string]func() error {
	return map[string]func() error{
		"Advance":  func() error { return b.Advance(1, &snn.Spikes{}) },
		"Reward":   func() error { return b.Reward(1) },
		"Snapshot": func() error { return b.Snapshot(snn.NewSnapshot(brain)) },
		"Profile":  func() error { _, err := b.Profile(); return err },
	}
}

// TestAfterClose: every call after Close says that the backend is closed, and
// Close itself may come again.
func TestAfterClose(t *testing.T) {
	needGL(t)
	brain := backendtest.Lively(30).Generate(1)
	b, err := gpu.New(brain, snn.Options{Learn: true}, best())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
	b.SetCurrents(constant(30, 1))
	b.UpdateCurrents([]int32{1}, []float64{2})
	b.UpdateCurrents([]int32{2}, []float64{2})
	b.SetNoise(constant(30, 1), 1)
	for name, call := range calls(b, brain) {
		if err := call(); !errors.Is(err, gpu.ErrClosed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b.Device() == "" || b.Network() == nil || b.Shards() != 1 {
		t.Error("it has forgotten what it was")
	}
}

// TestLostContext: when the context is gone in the middle of a run, every call
// says so in one line that names the device, and Close frees the rest.
func TestLostContext(t *testing.T) {
	needGL(t)
	brain := backendtest.Lively(30).Generate(1)
	b, err := gpu.New(brain, snn.Options{Learn: true}, best())
	if err != nil {
		t.Fatal(err)
	}
	name, _, _ := strings.Cut(b.Device(), ",")
	if err := b.Advance(70, &snn.Spikes{}); err != nil {
		t.Fatal(err)
	}
	if err := b.LoseContext(); err != nil {
		t.Fatal(err)
	}
	b.SetNoise(constant(30, 1), 1)
	for call, f := range calls(b, brain) {
		if err := f(); !errors.Is(err, egl.ErrClosed) || !strings.HasPrefix(err.Error(), name) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", call, err)
		}
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

// failing are ways in which New fails, by what the error says.
func failing(t *testing.T) map[string]func() (*gpu.Backend, error) {
	brain := dense(60, 50)
	with := func(a gpu.Altered) func() (*gpu.Backend, error) {
		if a.Config.Device == 0 {
			a.Config.Device = gpu.Best
		}
		return func() (*gpu.Backend, error) { return gpu.NewAltered(brain, snn.Options{Learn: true}, a) }
	}
	broken := func(file, old string) gpu.Altered {
		return gpu.Altered{Kernels: mutant{"", file, old, "no GLSL"}.kernels(t)}
	}
	return map[string]func() (*gpu.Backend, error){
		"the brain has no neurons":                                      func() (*gpu.Backend, error) { return gpu.New(&snn.Brain{}, snn.Options{}, best()) },
		"device 999 does not exist":                                     with(gpu.Altered{Config: gpu.Config{Device: 999}}),
		"bytes in one array, a storage block of this device holds 100":  with(gpu.Altered{Config: gpu.Config{BlockSize: 100}}),
		"bytes, a storage block of this device holds 2000":              with(gpu.Altered{Config: gpu.Config{BlockSize: 2000}}),
		"bytes, the device has 30000; the largest arrays: links ":       with(gpu.Altered{Memory: 30000}),
		"the device fails the self-test of 32-bit atomics in 1 of 4096": with(gpu.Altered{Kernels: mutant{"", "arithmetic.comp", "atomicAdd(sums[2], 1);", ""}.kernels(t)}),
		"self-test: arithmetic.comp does not compile on ":               with(broken("arithmetic.comp", "precise float sum = a + b;")),
		"integrate.comp does not compile on ":                           with(broken("integrate.comp", "Recovery p = recovery[n];")),
		"input.comp does not compile on ":                               with(broken("input.comp", "uniform int input_count;")),
		"meet.glsl":                                                     with(broken("meet.glsl", "memoryBarrierShared();")),
	}
}

// failingChild is set in the environment of the child process in which
// TestNewFails counts what failures leave behind.
const failingChild = "ENGINE_GPU_NEW_FAILS"

// TestNewFails: every way in which New fails is told with the numbers, in one
// line unless a driver's log belongs to it; sixty failures in a row leave no
// thread, no file and no memory behind; and then New works. A process of its own
// does it, with one arena of malloc: what other tests have left to the collector,
// and what glibc keeps in an arena for each thread there ever was, come and go by
// ten times more than a context holds.
func TestNewFails(t *testing.T) {
	needGL(t)
	if os.Getenv(failingChild) == "" {
		child := exec.Command(os.Args[0], "-test.run=^TestNewFails$", "-test.v")
		child.Env = append(os.Environ(), failingChild+"=1", "MALLOC_ARENA_MAX=1")
		out, err := child.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "--- PASS: TestNewFails") {
			t.Errorf("%v\n%s", err, out)
		}
		t.Logf("%s", out)
		return
	}
	ways := failing(t)
	once := func() {
		for want, try := range ways {
			b, err := try()
			if err == nil {
				b.Close()
				t.Fatalf("no error that says %q", want)
			}
			log := strings.Contains(err.Error(), "does not compile")
			if !strings.Contains(err.Error(), want) || !log && strings.Contains(err.Error(), "\n") {
				t.Errorf("%q does not say %q in one line", err, want)
			}
			if log && !strings.Contains(err.Error(), want[:5]) {
				t.Errorf("%q does not name the file", err)
			}
		}
	}
	for range 2 { // what is made once stays
		once()
	}
	before := used(t)
	for range 60/len(ways) + 1 {
		once()
	}
	after := used(t)
	if after.threads > before.threads+2 || after.files > before.files || after.resident > before.resident+24<<20 { // the race detector keeps some 9 MB itself
		t.Errorf("%+v after the failures, %+v before", after, before)
	}
	t.Logf("before %+v, after %+v", before, after)
	b := open(t, dense(60, 50), snn.Options{Learn: true}, gpu.Altered{})
	if err := b.Advance(10, &snn.Spikes{}); err != nil {
		t.Error(err)
	}
}

// usage is what the process holds of the system.
type usage struct {
	threads, files int
	resident       int // bytes
}

func used(t *testing.T) usage {
	t.Helper()
	debug.FreeOSMemory() // what Go's collector has not yet come to is not left behind
	count := func(dir string) int {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	var size, resident int
	if _, err := fmt.Sscan(string(text), &size, &resident); err != nil {
		t.Fatal(err)
	}
	return usage{count("/proc/self/task"), count("/proc/self/fd"), resident * os.Getpagesize()}
}

// TestDebugContext: a run of everything in a debug context raises no error, and
// the driver complains of nothing grave.
func TestDebugContext(t *testing.T) {
	needGL(t)
	t.Parallel()
	brain, protocol := sensitive()
	opt := snn.Options{Learn: true, RewardHomeostasis: true}
	b := open(t, brain, opt, gpu.Altered{Config: gpu.Config{Debug: true, Profile: true}, Shards: 3})
	got, err := backendtest.Play(b, brain, protocol, 50)
	if err != nil {
		t.Fatal(err)
	}
	backendtest.SameBits(t, brain, play(t, backendtest.Oracle, brain, opt, protocol, 0), got)
	messages, err := b.Messages()
	if err != nil {
		t.Error(err)
	}
	for _, m := range messages {
		if m.Severity == "high" || m.Error {
			t.Errorf("the driver says %+v", m)
		}
	}
	t.Logf("%d messages", len(messages))
	table, err := b.Profile()
	if err != nil {
		t.Fatal(err)
	}
	for _, kernel := range []string{"integrate", "deliver", "learn", "gap", "late", "window", "prune", "reward"} {
		if !strings.Contains(table, kernel+".comp") {
			t.Errorf("the profile lacks %s:\n%s", kernel, table)
		}
	}
}
