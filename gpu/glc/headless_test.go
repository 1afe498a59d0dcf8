//go:build linux && cgo && egl

package glc

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/internal/egltest"
)

// TestLinksNoX builds a program on the two packages and looks at the libraries
// that it needs: it must run where nothing of X is installed.
func TestLinksNoX(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	for _, tool := range []string{"go", "ldd"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not here", tool)
		}
	}
	binary := filepath.Join(t.TempDir(), "headless")
	if out, err := exec.Command("go", "build", "-tags", "egl", "-o", binary, "./testdata/headless").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command("ldd", binary).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "libEGL.so") {
		t.Errorf("does not link libEGL:\n%s", out)
	}
	for _, library := range []string{"libX11", "libxcb", "libGL.so", "libGLX", "libOpenGL", "libwayland"} {
		if strings.Contains(string(out), library) {
			t.Errorf("links %s:\n%s", library, out)
		}
	}
	egltest.Open(t, egl.Options{Device: egl.Best})
	cmd := exec.Command(binary)
	cmd.Env = append(cmd.Environ(), "DISPLAY=", "WAYLAND_DISPLAY=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("without a display: %v\n%s", err, out)
	}
}
