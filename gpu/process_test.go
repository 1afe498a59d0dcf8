//go:build linux && cgo && egl

package gpu_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/internal/egltest"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// errand, set in the environment, makes a process of these tests print why New
// fails there; spare is the memory that it may use beyond what it starts with
// [bytes].
const (
	errand = "ENGINE_GPU_TEST_NEW"
	spare  = "ENGINE_GPU_TEST_SPARE"
)

// TestErrand is what a process does that another test started.
func TestErrand(t *testing.T) {
	if os.Getenv(errand) == "" {
		t.Skip("runs in the process that another test starts")
	}
	s := backendtest.Lively(500, snn.Plastic)
	s.Delays = []int32{60000} // 65,536 slots x 500 neurons x 4 bytes
	brain := s.Generate(1)
	if text := os.Getenv(spare); text != "" {
		small := open(t, backendtest.Lively(20).Generate(1), snn.Options{}, gpu.Altered{}) // brings in the driver
		if err := small.Advance(1, &snn.Spikes{}); err != nil {
			t.Fatal(err)
		}
		limitMemory(t, text)
	}
	b, err := gpu.New(brain, snn.Options{Learn: true}, best())
	if err != nil {
		fmt.Printf("New: %v\n", err)
		return
	}
	defer b.Close()
	fmt.Printf("New: works on %s, %v\n", b.Device(), b.Advance(3, &snn.Spikes{}))
}

// limitMemory lets the process map only so many bytes more.
func limitMemory(t *testing.T, more string) {
	t.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	var pages, bytes uint64
	if _, err := fmt.Sscan(string(text), &pages); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(more, &bytes); err != nil {
		t.Fatal(err)
	}
	limit := pages*uint64(os.Getpagesize()) + bytes
	if err := syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		t.Fatal(err)
	}
}

// elsewhere runs the errand in another environment and returns what it printed.
func elsewhere(t *testing.T, environment ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestErrand$")
	cmd.Env = append(append(os.Environ(), errand+"=1"), environment...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	line, _, _ := strings.Cut(string(out), "\nPASS")
	if !strings.HasPrefix(line, "New: ") || strings.Contains(line, "\n") {
		t.Fatalf("not one line:\n%s", out)
	}
	return strings.TrimPrefix(line, "New: ")
}

// TestNewElsewhere: what New says where GL is old, absent or short of memory.
func TestNewElsewhere(t *testing.T) {
	info := egltest.Open(t, egl.Options{Device: egl.Best}).Info()
	if !strings.Contains(info.Version, "Mesa") || !info.Software {
		t.Skip("only Mesa's software can be told to be old, and be kept short of memory")
	}
	t.Parallel()
	for _, c := range []struct {
		name        string
		environment []string
		want        []string
	}{
		{"here", nil, []string{"works on ", ", <nil>"}},
		{"GL 4.2", []string{"MESA_GL_VERSION_OVERRIDE=4.2"}, []string{"the driver offers OpenGL 4.2", "this needs 4.3", "install"}},
		{"no driver", []string{"__EGL_VENDOR_LIBRARY_FILENAMES=/nowhere"}, []string{"no OpenGL 4.3 here", "install"}},
		{"short of memory", []string{spare + "=120000000"}, []string{
			"array ring", "out of GPU memory", "131072000 bytes (125.00 MiB) more beside", "GL_OUT_OF_MEMORY"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := elsewhere(t, c.environment...)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("%q does not say %q", got, want)
				}
			}
		})
	}
}

// TestConformanceOnOldGL runs a part of the suite where Mesa offers OpenGL 4.3
// and nothing of 4.4 and 4.5: no persistent mapping and no immutable storage.
func TestConformanceOnOldGL(t *testing.T) {
	if !strings.Contains(egltest.Open(t, egl.Options{Device: egl.Best}).Info().Version, "Mesa") {
		t.Skip("only Mesa can be told to be old")
	}
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestConformance$/^(contract|parity)$/(alone|keeps)", "-test.v")
	cmd.Env = append(os.Environ(), "MESA_GL_VERSION_OVERRIDE=4.3",
		"MESA_EXTENSION_OVERRIDE=-GL_ARB_buffer_storage -GL_ARB_robustness -GL_KHR_robustness")
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Count(string(out), "--- PASS") < 10 {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestCommandLinksNoX builds the command and looks at the libraries that it
// needs: it must run where nothing of X is installed.
func TestCommandLinksNoX(t *testing.T) {
	for _, tool := range []string{"go", "ldd"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("SKIPPED: %s is not here", tool)
		}
	}
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "engine-gpu")
	if out, err := exec.Command("go", "build", "-tags", "egl", "-o", binary, "../cmd/engine-gpu").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command("ldd", binary).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, library := range []string{"libX11", "libxcb", "libGL.so", "libGLX", "libOpenGL", "libwayland"} {
		if strings.Contains(string(out), library) {
			t.Errorf("links %s:\n%s", library, out)
		}
	}
	t.Logf("%s", out)
}

// TestBuildsWithoutGL vets the package as it is built without cgo, with the tag
// and without.
func TestBuildsWithoutGL(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("SKIPPED: go is not here")
	}
	t.Parallel()
	for _, c := range [][]string{{"CGO_ENABLED=0"}, {"CGO_ENABLED=0", "GOFLAGS=-tags=egl"}} {
		cmd := exec.Command("go", "vet", "./...")
		cmd.Env = append(os.Environ(), c...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", c, err, out)
		}
	}
}
