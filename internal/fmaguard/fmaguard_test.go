package fmaguard_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/engine-gpu/engine-gpu/"

// guarded lists the packages that decide the bits of a run.
var guarded = []string{
	"snn", "cpu", "engine", "arena", "worm", "recipe", "internal/pyrand", "internal/fpmath", "benchmarks/izh", "encoder", "life",
}

// harmless lists functions in which a fused product changes nothing: products
// of small whole numbers, which are exact either way, and estimates of a
// brain's size that are only compared with a limit.
var harmless = []string{
	"recipe.(*grid).checkSize", "recipe.(*Recipe).checkSize", "recipe.(*Recipe).expectedSynapses",
	"recipe.(*Recipe).place", // whole numbers
}

// TestNoFusedProducts reads the compiler's own listing. A disassembler would
// do as well for arm64, but Go's does not know amd64's VFMADD.
func TestNoFusedProducts(t *testing.T) {
	for _, target := range []struct {
		name        string
		environment []string
	}{
		{"arm64", []string{"GOARCH=arm64"}},
		{"amd64 v3", []string{"GOARCH=amd64", "GOAMD64=v3"}},
	} {
		t.Run(target.name, func(t *testing.T) {
			explicit := 0
			for _, f := range fusedIn(compile(t, target.environment)) {
				switch {
				case f.isExplicit(t):
					explicit++
				case !f.isHarmless():
					t.Errorf("%s: %s in %s: round the product on its own, as in float64(x*y) + z", f.place(), f.instruction, f.function)
				}
			}
			// internal/fpmath has some dozens. Without them the listing was
			// not understood, and a clean result would mean nothing.
			if explicit < 10 {
				t.Errorf("only %d instructions found where the source says math.FMA", explicit)
			}
		})
	}
}

// TestNoFusedProductsInAssembly looks at what is written by hand.
func TestNoFusedProductsInAssembly(t *testing.T) {
	for _, p := range guarded {
		sources, err := filepath.Glob(filepath.Join(folder(p), "*.s"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range sources {
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range bytes.Split(source, []byte("\n")) {
				if m := handwritten.FindSubmatch(line); m != nil {
					t.Errorf("%s/%s:%d: %s: multiply and add apart", p, filepath.Base(name), i+1, m[1])
				}
			}
		}
	}
}

// handwritten matches a fused instruction of amd64 or arm64, scalar or vector.
var handwritten = regexp.MustCompile(`^\s*(V?FN?M(?:ADD|SUB|LA|LS)\w*)\s`)

// folder is where a guarded package lies.
func folder(p string) string { return filepath.Join("..", "..", filepath.FromSlash(p)) }

// compile returns the assembly of the guarded packages for another processor.
// It needs neither a linker nor a C compiler for it.
func compile(t *testing.T, environment []string) []byte {
	t.Helper()
	arguments := []string{"build", "-trimpath=false", "-gcflags=-S"}
	for _, p := range guarded {
		arguments = append(arguments, module+p)
		// go test keeps the results of a test that reads the same files as
		// before: without a look at the sources it would not run again after
		// one of them changed.
		if _, err := os.ReadDir(folder(p)); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.Command("go", arguments...)
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	build.Env = append(build.Env, environment...)
	listing, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", build, err, tail(listing))
	}
	return listing
}

func tail(text []byte) []byte { return text[max(0, len(text)-2000):] }

// fused is an instruction that multiplies and adds with one rounding.
type fused struct {
	function    string // less the module's path
	file        string
	line        int
	instruction string
}

// Lines of a listing: a function's first, and a fused instruction's, such as
//
//	example.com/p.(*T).f STEXT size=64 args=0x8 ...
//		0x0010 00016 (/src/p/f.go:12)	FMADDD	F2, F1, F3, F1
var (
	functionLine = regexp.MustCompile(`^(\S.*) STEXT `)
	fusedLine    = regexp.MustCompile(`^\s+0x[0-9a-f]+ \d+ \((.+):(\d+)\)\s+(V?FN?M(?:ADD|SUB)\w*)\s`)
)

func fusedIn(listing []byte) (all []fused) {
	function := ""
	lines := bufio.NewScanner(bytes.NewReader(listing))
	lines.Buffer(nil, len(listing)+1)
	for lines.Scan() {
		if m := functionLine.FindSubmatch(lines.Bytes()); m != nil {
			function = strings.TrimPrefix(string(m[1]), module)
		} else if m := fusedLine.FindSubmatch(lines.Bytes()); m != nil {
			line, _ := strconv.Atoi(string(m[2])) // the pattern has digits only
			all = append(all, fused{function, string(m[1]), line, string(m[3])})
		}
	}
	return all
}

func (f *fused) place() string { return fmt.Sprintf("%s:%d", f.file, f.line) }

// isExplicit reports whether the source asks for the fusion: math.FMA in
// internal/fpmath, also where that is inlined into another package.
func (f *fused) isExplicit(t *testing.T) bool {
	t.Helper()
	if !strings.HasSuffix(filepath.ToSlash(filepath.Dir(f.file)), "/internal/fpmath") {
		return false
	}
	source, err := os.ReadFile(f.file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(source, []byte("\n"))
	return f.line <= len(lines) && bytes.Contains(lines[f.line-1], []byte("math.FMA("))
}

func (f *fused) isHarmless() bool {
	for _, name := range harmless {
		if f.function == name || strings.HasPrefix(f.function, name+".") { // a closure
			return true
		}
	}
	return false
}
