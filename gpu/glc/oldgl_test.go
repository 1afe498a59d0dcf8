//go:build linux && cgo && egl

package glc

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/internal/egltest"
)

// again, set in the environment, says that the tests run on an old GL.
const again = "ENGINE_GPU_TEST_OLD_GL"

// TestOldGL runs the other tests once more in a process where Mesa offers
// OpenGL 4.3 and nothing of 4.4 and 4.5 that the package would use.
func TestOldGL(t *testing.T) {
	if os.Getenv(again) != "" {
		t.Skip("runs in the process that it starts")
	}
	if !strings.Contains(egltest.Open(t, egl.Options{Device: egl.Best}).Info().Version, "Mesa") {
		t.Skip("only Mesa can be told to be old")
	}
	cmd := exec.Command(os.Args[0], "-test.v", "-test.short")
	cmd.Env = append(os.Environ(), again+"=1", "MESA_GL_VERSION_OVERRIDE=4.3",
		"MESA_EXTENSION_OVERRIDE=-GL_ARB_buffer_storage -GL_ARB_robustness -GL_KHR_robustness")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "--- PASS: TestIsOld ") {
		t.Errorf("it was not old:\n%s", out)
	}
}

func TestIsOld(t *testing.T) {
	if os.Getenv(again) == "" {
		t.Skip("runs in the process that another test starts")
	}
	inside(t, true, Options{}, func(d *Device) error {
		if d.storage || d.info.AtLeast(4, 4) {
			t.Errorf("OpenGL %s, storage %t", d.info.Version, d.storage)
		}
		return nil
	})
}
