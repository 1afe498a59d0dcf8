//go:build linux && cgo && egl

package gpu_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestMain sets Mesa up for the tests, where the user has not. They make some
// hundred backends: it keeps compiled kernels, in a place of the tests' own
// where it has none, since to compile anew takes a second; and software GL
// computes on the thread that calls it, so that tests run beside each other.
// TestConformanceWithThreads is there for its threads.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		const cache, threads = "MESA_SHADER_CACHE_DIR", "LP_NUM_THREADS"
		if os.Getenv(cache) == "" && !cacheable() {
			dir, err := os.MkdirTemp("", "kernels")
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				return 1
			}
			defer os.RemoveAll(dir)
			os.Setenv(cache, dir)
		}
		if os.Getenv(threads) == "" {
			os.Setenv(threads, "0")
		}
		return m.Run()
	}())
}

// cacheable reports whether Mesa can write where it would by itself.
func cacheable() bool {
	dir, err := os.UserCacheDir()
	return err == nil && os.MkdirAll(filepath.Join(dir, "mesa_shader_cache"), 0o755) == nil
}
