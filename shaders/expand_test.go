package shaders

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// files makes a file system of names and texts in turn.
func files(pairs ...string) fs.FS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

func TestExpand(t *testing.T) {
	fsys := files(
		"k.comp", "// kernel\n#include \"a.glsl\"\n#include \"b.glsl\"\nvoid main() {}\n",
		"a.glsl", "#include \"b.glsl\"\nint a;",
		"b.glsl", "int b;\r\n",
	)
	got, err := Expand(fsys, "k.comp", Define{"N", "4"}, Define{"FAST", ""})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		text  string
		place Place
	}{
		{"#version 430 core", Place{Prelude, 1}},
		{"#define N 4", Place{Prelude, 2}},
		{"#define FAST ", Place{Prelude, 3}},
		{"// kernel", Place{"k.comp", 1}},
		{"int b;", Place{"b.glsl", 1}},
		{"int a;", Place{"a.glsl", 2}},
		{"void main() {}", Place{"k.comp", 4}}, // b.glsl is in already
	}
	lines := strings.Split(strings.TrimSuffix(got.Text, "\n"), "\n")
	if len(lines) != len(want) {
		t.Fatalf("got\n%s", got.Text)
	}
	for i, w := range want {
		place, ok := got.Place(i + 1)
		if lines[i] != w.text || place != w.place || !ok {
			t.Errorf("line %d: %q of %v, want %q of %v", i+1, lines[i], place, w.text, w.place)
		}
	}
	for _, line := range []int{-1, 0, len(want) + 1} {
		if place, ok := got.Place(line); ok {
			t.Errorf("line %d is at %v", line, place)
		}
	}
	if names := strings.Join(got.Files(), " "); names != "k.comp b.glsl a.glsl" {
		t.Errorf("files %s", names)
	}
	if got.Name != "k.comp" {
		t.Errorf("name %s", got.Name)
	}
}

func TestExpandLooksBesideTheIncludingFile(t *testing.T) {
	fsys := files("x/k.comp", "#include \"lib/a.glsl\"\n", "x/lib/a.glsl", "#include \"../b.glsl\"\n", "x/b.glsl", "int b;\n")
	got, err := Expand(fsys, "x/k.comp")
	if err != nil {
		t.Fatal(err)
	}
	if names := strings.Join(got.Files(), " "); names != "x/b.glsl" {
		t.Errorf("files %s", names)
	}
}

func TestExpandTakesIncludesOnlyFromCode(t *testing.T) {
	for name, text := range map[string]string{
		"line comment":         "// #include \"none\"\n",
		"block comment":        "/* a\n#include \"none\"\n b */\n",
		"comment in a comment": "// /*\n/* // */\n",
		"later on the line":    "int a; /*\n*/ int b; // #include \"none\"\n",
	} {
		if _, err := Expand(files("k.comp", text), "k.comp"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, text := range map[string]string{
		"spaces":              "  #  include   \"a.glsl\"  // why\n",
		"after a comment":     "/* x */ #include \"a.glsl\"\n",
		"after a division":    "int x = a / b; /* c */\n#include \"a.glsl\"\n",
		"after a conditional": "#ifdef A\n#endif\n#include \"a.glsl\"\n",
	} {
		got, err := Expand(files("k.comp", text, "a.glsl", "int included;\n"), "k.comp")
		if err != nil || !strings.Contains(got.Text, "int included;\n") {
			t.Errorf("%s: got %q, error %v", name, got.Text, err)
		}
	}
}

func TestExpandKeepsTheKernelsOwnVersionOut(t *testing.T) {
	got, err := Expand(files("k.comp", "// k\n#version 430 core\nint a;\n"), "k.comp")
	if err != nil {
		t.Fatal(err)
	}
	if want := "#version 430 core\n// k\n\nint a;\n"; got.Text != want {
		t.Errorf("got %q, want %q", got.Text, want)
	}
}

func TestExpandErrors(t *testing.T) {
	for name, c := range map[string]struct {
		fsys fs.FS
		want string
	}{
		"no kernel":       {files(), "k.comp: file does not exist"},
		"missing include": {files("k.comp", "#include \"a.glsl\"\n", "a.glsl", "#include \"b.glsl\"\n"), "b.glsl: file does not exist (included by k.comp -> a.glsl)"},
		"itself":          {files("k.comp", "\n#include \"k.comp\"\n"), "k.comp:2: k.comp includes itself: k.comp -> k.comp"},
		"cycle":           {files("k.comp", "#include \"a.glsl\"\n", "a.glsl", "#include \"b.glsl\"\n", "b.glsl", "\n\n#include \"a.glsl\"\n"), "b.glsl:3: a.glsl includes itself: k.comp -> a.glsl -> b.glsl -> a.glsl"},
		"no quotes":       {files("k.comp", "#include <a.glsl>\n"), `k.comp:1: #include <a.glsl>: want #include "file"`},
		"conditional":     {files("k.comp", "#if 1\n#include \"a.glsl\"\n#endif\n", "a.glsl", ""), `k.comp:2: #include "a.glsl": inside a conditional`},
		"other version":   {files("k.comp", "#version 460\n"), "k.comp:1: #version 460: kernels are 430 core"},
		"version within":  {files("k.comp", "#include \"a.glsl\"\n", "a.glsl", "#version 430 core\n"), "a.glsl:1: #version 430 core: kernels are 430 core, and only a kernel's own file may say so (included by k.comp)"},
		"comment before":  {files("k.comp", "/*\n*/ #include \"a.glsl\"\n"), `k.comp:2: #include "a.glsl": on a line of a comment`},
		"comment after":   {files("k.comp", "#include \"a.glsl\" /*\n*/\n"), `k.comp:1: #include "a.glsl": on a line of a comment`},
		"line":            {files("k.comp", "#line 7\n"), "k.comp:1: #line 7: would lead"},
		"out of the tree": {files("k.comp", "#include \"../a.glsl\"\n"), "(included by k.comp)"},
	} {
		_, err := Expand(c.fsys, "k.comp")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	if _, err := Expand(files(), "k.comp"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing kernel is %v, not fs.ErrNotExist", err)
	}
}

func TestExpandRefusesBadDefines(t *testing.T) {
	for _, d := range []Define{{"", "1"}, {"1A", "1"}, {"A B", "1"}, {"A(x)", "x"}, {"GL_A", "1"}, {"A__B", "1"}, {"A", "1\n2"}, {"A", "\\"}} {
		if _, err := Expand(files("k.comp", ""), "k.comp", d); err == nil || !strings.Contains(err.Error(), "k.comp: define") {
			t.Errorf("%q: got %v", d, err)
		}
	}
}

// TestKernelsExpand expands every kernel there is.
func TestKernelsExpand(t *testing.T) {
	kernels, err := fs.Glob(FS, "*.comp")
	if err != nil || len(kernels) == 0 {
		t.Fatalf("no kernels: %v", err)
	}
	for _, kernel := range kernels {
		if _, err := Expand(FS, kernel); err != nil {
			t.Error(err)
		}
	}
}
