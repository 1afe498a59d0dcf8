package main

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/view/window"
)

// call runs one command line.
func call(t *testing.T, ctx context.Context, args ...string) (code int, out, errs string) { //nolint:revive // the test comes first
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var o, e bytes.Buffer
	code = execute(ctx, args, &o, &e)
	return code, o.String(), e.String()
}

// TestUsage: what is not understood ends with 2 and one line that says what
// would be right.
func TestUsage(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"--bran x.db", "unknown flag --bran"},
		{"--brain", "a value is missing after --brain"},
		{"--ticks -1", `invalid value "-1" for --ticks: must be a whole number from 0 to`},
		{"--backend tpu", "for --backend: must be one of auto, cpu, gpu, reference"},
		{"--world moon", "for --world: must be one of auto, arena, none"},
		{"--speed -2", "for --speed: must be a number from 0"},
		{"--speed 0.0001", "--speed must be 0 or at least 0.001"},
		{"--sensory-gain NaN", "for --sensory-gain: must be a number"},
		{"--width 0", "for --width: must be a whole number from 1"},
		{"--learn=perhaps", "for --learn"},
		{"extra", `unexpected argument "extra"`},
		{"--screenshot-at 5", "--screenshot-at needs --screenshot FILE"},
		{"--ticks 10 --screenshot a.png --screenshot-at 11", "--screenshot-at 11 is never reached with --ticks 10"},
		{"--exit", "--exit needs --screenshot or --ticks"},
	} {
		code, out, errs := call(t, t.Context(), strings.Fields(c.args)...)
		if code != exitUsage || out != "" || !strings.Contains(errs, c.want) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: code %d, %q, %q; want %d and %q", c.args, code, out, errs, exitUsage, c.want)
		}
	}
}

// TestHelp names every flag and key.
func TestHelp(t *testing.T) {
	code, out, errs := call(t, t.Context(), "--help")
	if code != exitOK || errs != "" {
		t.Fatalf("code %d, %q", code, errs)
	}
	for _, part := range []string{"space", "esc", "--brain FILE", "--learn=false", "--speed X", "--screenshot-at N", "--exit", "(default auto)"} {
		if !strings.Contains(out, part) {
			t.Errorf("the help does not say %s:\n%s", part, out)
		}
	}
}

func TestMissingFiles(t *testing.T) {
	for _, flag := range []string{"--brain", "--program"} {
		if code, _, errs := call(t, t.Context(), flag, "/no/such/file"); code != exitFailure || !strings.Contains(errs, "/no/such/file") {
			t.Errorf("%s: code %d, %q", flag, code, errs)
		}
	}
}

// needsWindow skips a test where no window can be opened, or fails it if the
// environment says that one must.
func needsWindow(t *testing.T, errs string) {
	t.Helper()
	if os.Getenv("ENGINE_GPU_REQUIRE_WINDOW") == "1" {
		t.Fatal(errs)
	}
	t.Skip(errs)
}

// TestNoWindow: without a display, or built without a window, the program says
// so in one line, and where else one can look on.
func TestNoWindow(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("DISPLAY", "")
	os.Unsetenv("DISPLAY")
	code, out, errs := call(t, t.Context(), "--ticks", "10", "--exit")
	last := errs[strings.LastIndex(strings.TrimSpace(errs), "\n")+1:]
	if code != exitFailure || out != "" || !strings.HasPrefix(last, "engine-gpu-view: ") || !strings.Contains(last, "engine-gpu run --http") {
		t.Errorf("code %d, %q, %q", code, out, errs)
	}
}

// TestScript: what a script asks for, and the certificate of a run without a
// window.
func TestScript(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	file := filepath.Join(t.TempDir(), "a.png")
	code, out, errs := call(t, t.Context(), "--ticks", "300", "--speed", "0", "--seed", "3", "--threads", "1",
		"--screenshot", file, "--screenshot-at", "300", "--exit", "--width", "1000", "--height", "700")
	if code != exitOK && (strings.Contains(errs, "no window") || strings.Contains(errs, window.ErrUnavailable.Error())) {
		needsWindow(t, errs)
	}
	if code != exitOK {
		t.Fatalf("code %d, %s", code, errs)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if img, err := png.Decode(f); err != nil || img.Bounds().Dx() != 1000 || img.Bounds().Dy() != 700 {
		t.Errorf("the picture is %v", err)
	}

	o, err := parse([]string{"--ticks", "300", "--seed", "3", "--threads", "1"})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{o: o, errs: new(bytes.Buffer)}
	if err := s.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, err := s.begin()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Backend.Close()
	r.Config.World = r.Arena
	result, err := engine.Run(t.Context(), r.Brain, r.Backend, r.Config)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out, "300 ticks") || !strings.Contains(out, result.SpikeHash) {
		t.Errorf("it prints %q, without a window the hash is %s", out, result.SpikeHash)
	}
}

// TestInterrupt ends the window with 130, and the summary is printed.
func TestInterrupt(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("Ctrl-C"))
	code, out, errs := call(t, ctx, "--threads", "1")
	if code == exitFailure && (strings.Contains(errs, "no window") || strings.Contains(errs, window.ErrUnavailable.Error())) {
		needsWindow(t, errs)
	}
	if code != exitInterrupted || !strings.Contains(out, "spike_sha256") {
		t.Errorf("code %d, %q, %q", code, out, errs)
	}
}
