//go:build linux && cgo && egl

package egl_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/go-gl/gl/v4.3-core/gl"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/internal/egltest"
	"github.com/engine-gpu/engine-gpu/gpu/internal/gltest"
)

func nothing() error { return nil }

func TestInfo(t *testing.T) {
	info := egltest.Open(t, egl.Options{Device: egl.Best}).Info()
	t.Logf("%v\nplatform %s, device %d %s, robust %t\nlimits %+v\nmemory %+v",
		info, info.Platform, info.Device, info.File, info.Robust, info.Limits, info.Memory)
	if info.Vendor == "" || info.Renderer == "" || info.GLSL == "" || !info.AtLeast(4, 3) {
		t.Errorf("%+v", info)
	}
	// What OpenGL 4.3 promises.
	l := info.Limits
	for name, ok := range map[string]bool{
		"StorageBlockSize":     l.StorageBlockSize >= 1<<24,
		"StorageBlocks":        l.StorageBlocks >= 8,
		"StorageBindings":      l.StorageBindings >= 8,
		"StorageAlignment":     l.StorageAlignment >= 1 && l.StorageAlignment <= 256,
		"UniformBlockSize":     l.UniformBlockSize >= 16384,
		"UniformComponents":    l.UniformComponents >= 512,
		"WorkGroupCount":       min(l.WorkGroupCount[0], l.WorkGroupCount[1], l.WorkGroupCount[2]) >= 65535,
		"WorkGroupSize":        min(l.WorkGroupSize[0], l.WorkGroupSize[1]) >= 1024 && l.WorkGroupSize[2] >= 64,
		"WorkGroupInvocations": l.WorkGroupInvocations >= 1024,
		"SharedMemory":         l.SharedMemory >= 32768,
	} {
		if !ok {
			t.Errorf("%s is less than OpenGL 4.3 promises: %+v", name, l)
		}
	}
}

func TestDevices(t *testing.T) {
	c := egltest.Open(t, egl.Options{Device: egl.Best})
	list, err := egl.Devices()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Skip("EGL lists no devices here")
	}
	opened := 0
	for i, d := range list {
		t.Logf("%v\n%s", d, strings.Join(d.Extensions, " "))
		if d.Index != i {
			t.Errorf("device %d says it is %d", i, d.Index)
		}
		if d.Err != nil {
			continue
		}
		opened++
		chosen := egltest.Open(t, egl.Options{Device: i}).Info()
		if chosen.Renderer != d.Info.Renderer || chosen.Device != i || chosen.Platform != egl.PlatformDevice {
			t.Errorf("device %d: listed as %v, opened as %+v", i, d, chosen)
		}
		if !d.Software && c.Info().Software {
			t.Errorf("the best device is %v although %v is a real one", c.Info(), d)
		}
	}
	if opened == 0 {
		t.Error("no device could be opened")
	}
	// The list's short contexts must not have ended the one that lives.
	egltest.Do(t, c, func() error {
		if code := gl.GetError(); code != gl.NO_ERROR || gl.GetString(gl.VERSION) == nil {
			return fmt.Errorf("the context died: GL error %#x", code)
		}
		return nil
	})
}

func TestNoSuchDevice(t *testing.T) {
	egltest.Open(t, egl.Options{Device: egl.Best})
	list, err := egl.Devices()
	if err != nil {
		t.Fatal(err)
	}
	for _, index := range []int{-7, len(list), 1 << 40} {
		_, err := egl.Open(egl.Options{Device: index})
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("device %d does not exist", index)) {
			t.Errorf("device %d: %v", index, err)
			continue
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("more than one line: %v", err)
		}
		for _, d := range list {
			if !strings.Contains(err.Error(), d.String()) {
				t.Errorf("device %d: %v: does not list %v", index, err, d)
			}
		}
	}
}

func TestDoServesOtherGoroutines(t *testing.T) {
	c := egltest.Open(t, egl.Options{Device: egl.Best})
	t.Run("subtest", func(t *testing.T) {
		egltest.Do(t, c, func() error {
			if gl.GetString(gl.VERSION) == nil {
				return errors.New("the context is not current here")
			}
			return nil
		})
	})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 100 {
				err := c.Do(func() error {
					var id uint32
					gl.GenBuffers(1, &id)
					gl.BindBuffer(gl.COPY_READ_BUFFER, id)
					var bound int32
					gl.GetIntegerv(gl.COPY_READ_BUFFER, &bound)
					gl.DeleteBuffers(1, &id)
					if bound != int32(id) {
						return fmt.Errorf("buffer %d bound, another goroutine's %d found", id, bound)
					}
					return nil
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
}

func TestClose(t *testing.T) {
	c := egltest.Open(t, egl.Options{Device: egl.Best})
	other := egltest.Open(t, egl.Options{Device: egl.Best})
	for range 2 {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := c.Do(nothing); !errors.Is(err, egl.ErrClosed) {
		t.Errorf("Do after Close: %v", err)
	}
	if _, err := c.Memory(); !errors.Is(err, egl.ErrClosed) {
		t.Errorf("Memory after Close: %v", err)
	}
	// Another context on the same display lives on.
	egltest.Do(t, other, func() error {
		if gl.GetString(gl.VERSION) == nil {
			return errors.New("closing one context ended another")
		}
		return nil
	})
}

func TestCloseInsideDo(t *testing.T) {
	c := egltest.Open(t, egl.Options{Device: egl.Best})
	if err := c.Do(c.Close); err == nil {
		t.Error("closing from inside Do was not refused")
	}
	egltest.Do(t, c, func() error {
		if gl.GetString(gl.VERSION) == nil {
			return errors.New("the refused Close ended the context")
		}
		return nil
	})
}

func TestPanic(t *testing.T) {
	c := egltest.Open(t, egl.Options{Device: egl.Best})
	err := c.Do(func() error { panic("boom") })
	if err == nil || !strings.Contains(err.Error(), "boom") {
		t.Errorf("got %v", err)
	}
	egltest.Do(t, c, nothing)
}

// TestManyContexts opens and closes contexts one after the other and expects
// files, threads and memory to come back.
func TestManyContexts(t *testing.T) {
	count := 60
	if testing.Short() {
		count = 20
	}
	open := func() {
		c, err := egl.Open(egl.Options{Device: egl.Best})
		if err != nil {
			gltest.Missing(t, "%v", err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for range 5 { // what a process has once
		open()
	}
	files, threads, memory := entries(t, "fd"), entries(t, "task"), resident(t)
	for range count {
		open()
	}
	if now := entries(t, "fd"); now > files+2 {
		t.Errorf("%d open files, %d before", now, files)
	}
	if now := entries(t, "task"); now > threads+4 { // Go keeps some of its own
		t.Errorf("%d threads, %d before", now, threads)
	}
	if now := resident(t); now > memory+64<<20 {
		t.Errorf("%d MiB resident, %d MiB before", now>>20, memory>>20)
	}
}

// entries counts a folder of the process's in /proc.
func entries(t *testing.T, folder string) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/" + folder)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

// resident is the process's memory in bytes.
func resident(t *testing.T) int64 {
	t.Helper()
	runtime.GC()
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	var size, pages int64
	if _, err := fmt.Sscan(string(data), &size, &pages); err != nil {
		t.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}

// TestOldDriver makes Mesa say that it has less than this needs.
func TestOldDriver(t *testing.T) {
	if !strings.Contains(egltest.Open(t, egl.Options{Device: egl.Best}).Info().Version, "Mesa") {
		t.Skip("only Mesa can be told to be old")
	}
	out := openElsewhere(t, "MESA_GL_VERSION_OVERRIDE=4.2")
	for _, want := range []string{"no OpenGL 4.3 here", "the driver offers OpenGL 4.2", "needs 4.3"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q does not tell %q", out, want)
		}
	}
}

// TestNoDriver hides all drivers from EGL.
func TestNoDriver(t *testing.T) {
	egltest.Open(t, egl.Options{Device: egl.Best})
	out := openElsewhere(t, "__EGL_VENDOR_LIBRARY_FILENAMES=/dev/null", "__EGL_VENDOR_LIBRARY_DIRS=/dev/null", "LIBGL_DRIVERS_PATH=/dev/null")
	if strings.Contains(out, "opened") {
		t.Skip("EGL here does not load its drivers by libglvnd's variables")
	}
	for _, want := range []string{"EGL_", "install"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q does not tell %q", out, want)
		}
	}
}

// elsewhere, set in the environment, makes TestElsewhere open a context.
const elsewhere = "ENGINE_GPU_TEST_ELSEWHERE"

// openElsewhere opens a context in another process, whose environment drivers
// have not read yet, and returns what it says.
func openElsewhere(t *testing.T, environment ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestElsewhere$", "-test.v")
	cmd.Env = append(append(os.Environ(), environment...), elsewhere+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if said, ok := strings.CutPrefix(line, "RESULT "); ok {
			t.Log(strings.TrimSpace(said))
			return said
		}
	}
	t.Fatalf("no result:\n%s", out)
	return ""
}

func TestElsewhere(t *testing.T) {
	if os.Getenv(elsewhere) == "" {
		t.Skip("runs in the process that another test starts")
	}
	c, err := egl.Open(egl.Options{Device: egl.Best})
	if err != nil {
		fmt.Printf("\nRESULT %v\n", err)
		return
	}
	fmt.Printf("\nRESULT opened %v\n", c.Info())
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func BenchmarkDo(b *testing.B) {
	c := egltest.Open(b, egl.Options{Device: egl.Best})
	for b.Loop() {
		if err := c.Do(nothing); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenClose(b *testing.B) {
	egltest.Open(b, egl.Options{Device: egl.Best})
	for b.Loop() {
		c, err := egl.Open(egl.Options{Device: egl.Best})
		if err != nil {
			b.Fatal(err)
		}
		if err := c.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
