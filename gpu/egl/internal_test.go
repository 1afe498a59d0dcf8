//go:build linux && cgo && egl

package egl

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/go-gl/gl/v4.3-core/gl"

	"github.com/engine-gpu/engine-gpu/gpu/egl/internal/thread"
	"github.com/engine-gpu/engine-gpu/gpu/internal/gltest"
)

// candidates are all displays there are, the first of which works.
func candidates(t *testing.T) []candidate {
	t.Helper()
	devices, err := deviceCandidates()
	if err != nil {
		gltest.Missing(t, "%v", err)
	}
	for _, c := range append(devices, otherCandidates()...) {
		if opened, err := openCandidate(c, false); err == nil {
			opened.Close()
			return []candidate{c}
		}
	}
	gltest.Missing(t, "no display works")
	return nil
}

// broken is a display that cannot be had.
func broken(index int) candidate {
	return candidate{
		platform: PlatformDevice, index: index, file: "/dev/dri/renderD128",
		display: func() (display, error) { return 0, &Error{"eglGetPlatformDisplay", 0x3003} },
	}
}

func TestBestPassesBrokenDevices(t *testing.T) {
	works := candidates(t)[0]
	works.platform, works.index = PlatformDevice, 1
	for _, software := range []bool{false, true} { // as far as known before
		works.software = software
		c, err := openBest([]candidate{broken(0), works}, nil, false)
		if err != nil {
			t.Fatal(err)
		}
		info := c.Info()
		c.Close()
		want := "device 0 (/dev/dri/renderD128): eglGetPlatformDisplay: EGL_BAD_ALLOC"
		if info.Device != 1 || len(info.Failed) != 1 || info.Failed[0] != want {
			t.Errorf("device %d after %q, want 1 after %q", info.Device, info.Failed, want)
		}
	}
}

func TestBestWithoutDeviceList(t *testing.T) {
	candidates(t)
	c, err := openBest(nil, errors.New("no list"), false)
	if err != nil {
		t.Skipf("only the devices work here: %v", err)
	}
	defer c.Close()
	if info := c.Info(); info.Platform == PlatformDevice || info.Device != -1 || info.Failed[0] != "no list" {
		t.Errorf("%+v", info)
	}
}

// TestPbuffer makes a context for a driver that wants a surface.
func TestPbuffer(t *testing.T) {
	from := candidates(t)[0]
	thread := thread.Start()
	defer thread.Close()
	err := thread.Do(func() error {
		d, err := from.display()
		if err != nil {
			return err
		}
		if err := displays.open(d); err != nil {
			return err
		}
		n := native{display: d}
		if err := n.create(false, extensions{}); err != nil {
			return errors.Join(err, n.destroy())
		}
		if n.surface == 0 {
			t.Error("no surface was made")
		}
		if err := loadGL(); err != nil {
			return err
		}
		if gl.GetString(gl.VERSION) == nil {
			t.Error("the context is not current")
		}
		return n.destroy()
	})
	if err != nil {
		t.Error(err)
	}
}

// TestDisplaysAreCounted expects nothing to stay open.
func TestDisplaysAreCounted(t *testing.T) {
	candidates(t)
	displays.mu.Lock()
	defer displays.mu.Unlock()
	if len(displays.users) != 0 {
		t.Errorf("displays in use: %v", displays.users)
	}
}

func TestErrorText(t *testing.T) {
	for code, want := range map[int]string{
		0x3001: "eglInitialize: EGL_NOT_INITIALIZED",
		0x300E: "eglInitialize: EGL_CONTEXT_LOST",
		0x1234: "eglInitialize: EGL error 0x1234",
	} {
		if got := (&Error{"eglInitialize", code}).Error(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	seen := map[string]bool{}
	for code := 0x3000; code <= 0x300E; code++ {
		name, ok := errorName(code)
		if !ok || seen[name] {
			t.Errorf("%#x is %q, %t", code, name, ok)
		}
		seen[name] = true
	}
}

func TestSoftware(t *testing.T) {
	for renderer, want := range map[string]bool{
		"llvmpipe (LLVM 15.0.6, 256 bits)":                  true,
		"softpipe":                                          true,
		"Software Rasterizer":                               true,
		"SwiftShader Device (LLVM 10.0.0)":                  true,
		"NVIDIA H100 80GB HBM3/PCIe/SSE2":                   false,
		"AMD Radeon RX 6800 (radeonsi, navi21, LLVM 15.0)":  false,
		"Mesa Intel(R) UHD Graphics 630 (CFL GT2)":          false,
		"zink Vulkan 1.3(llvmpipe (LLVM 15.0.7, 256 bits))": true,
	} {
		if software(renderer) != want {
			t.Errorf("%s: software is not %t", renderer, want)
		}
	}
}

func TestHintNamesAFileThatMayNotBeOpened(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may open every file")
	}
	file := t.TempDir() + "/renderD128"
	if err := os.WriteFile(file, nil, 0); err != nil {
		t.Fatal(err)
	}
	if got := hint([]candidate{{file: file}}); !strings.Contains(got, file+" may not be opened") {
		t.Errorf("got %q", got)
	}
}
