//go:build linux && cgo && egl

package gpu_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/engine-gpu/engine-gpu/shaders"
)

// mutant is a change of one place of one file of the kernels.
type mutant struct {
	name     string
	file     string
	old, new string // old stands in the file once
}

// kernels returns the kernels with the change.
func (m mutant) kernels(t testing.TB) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for _, pattern := range []string{"*.comp", "*.glsl"} {
		names, err := fs.Glob(shaders.FS, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(shaders.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: text}
		}
	}
	text := string(files[m.file].Data)
	if strings.Count(text, m.old) != 1 {
		t.Fatalf("%q stands %d times in %s", m.old, strings.Count(text, m.old), m.file)
	}
	files[m.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, m.old, m.new, 1))}
	return files
}
