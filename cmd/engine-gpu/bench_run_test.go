package main

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// scriptedRuns is a workload whose runs are known, by number of threads.
type scriptedRuns map[int][]sample

func (s scriptedRuns) run(_ context.Context, threads int, _ int32) (sample, error) {
	next := s[threads][0]
	s[threads] = s[threads][1:]
	return next, nil
}

// ran is a run of 1,000 ticks.
func ran(wall time.Duration, hash string) sample {
	return sample{ticks: 1000, wall: wall, hash: hash, device: "abacus"}
}

// benchOf measures one benchmark of the standard set's name with known runs.
func benchOf(t *testing.T, name string, threads []int, repeat int64, runs scriptedRuns) (string, error) {
	t.Helper()
	var out strings.Builder
	no, file := false, ""
	o := &benchOptions{quick: &no, list: &no, quiet: &no, only: &patternValue{regexp.MustCompile("")}, threads: &threads, repeat: &repeat, json: &file}
	cases := []benchCase{{name: name, ticks: 1000, load: func() (workload, error) { return runs, nil }}}
	err := bench(t.Context(), streams{out: &out, err: &strings.Builder{}}, o, cases)
	return out.String(), err
}

// lineOf returns the columns of a benchmark's only line.
func lineOf(t *testing.T, table, name string) []string {
	t.Helper()
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, name+" ") {
			return regexp.MustCompile(` {2,}`).Split(strings.TrimSpace(line), -1)
		}
	}
	t.Fatalf("no line of %s in\n%s", name, table)
	return nil
}

func TestBenchLines(t *testing.T) {
	second := time.Second
	for _, c := range []struct {
		name string
		runs []sample
		want []string
	}{
		// 500, 1,000 and 250 ticks/s: the median is 500.
		{"Brain/arena_v1", []sample{ran(2*second, "h"), ran(second, "h"), ran(4*second, "h")},
			[]string{"Brain/arena_v1", "1", "1,000", "500", "250 to 1,000 (3)", "176", "V8 (NumPy)", "2.84"}},
		// Of an even number, the mean of the two in the middle.
		{"Arena", []sample{ran(second, "h"), ran(2*second, "h")},
			[]string{"Arena", "1", "1,000", "750", "500 to 1,000 (2)", "77 to 93", "V8 (NumPy)", "8.06 to 9.74"}},
		{"Unheard", []sample{ran(100*second, "h")},
			[]string{"Unheard", "1", "1,000", "10", "10 (1)", "-", "-", "-"}},
	} {
		table, err := benchOf(t, c.name, []int{1}, int64(len(c.runs)), scriptedRuns{1: c.runs})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := lineOf(t, table, c.name); !slices.Equal(got, c.want) {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
		if !strings.Contains(table, "abacus") {
			t.Errorf("the device is missing:\n%s", table)
		}
	}
}

// TestBenchHashes: runs that fire otherwise are an error, on one number of
// threads and on two.
func TestBenchHashes(t *testing.T) {
	a, b := ran(time.Second, "a"), ran(time.Second, "b")
	for _, runs := range []scriptedRuns{{1: {a, b}, 2: {a, a}}, {1: {a, a}, 2: {a, b}}, {1: {a, a}, 2: {b, b}}} {
		if _, err := benchOf(t, "Arena", []int{1, 2}, 2, runs); !errors.Is(err, errHashesDiffer) {
			t.Errorf("error %v", err)
		}
	}
	if _, err := benchOf(t, "Arena", []int{1, 2}, 2, scriptedRuns{1: {a, a}, 2: {a, a}}); err != nil {
		t.Error(err)
	}
}

// TestBenchInterrupted: what is complete is printed.
func TestBenchInterrupted(t *testing.T) {
	cut := ran(time.Second, "c")
	cut.interrupted = true
	table, err := benchOf(t, "Arena", []int{1, 2}, 1, scriptedRuns{1: {ran(time.Second, "a")}, 2: {cut}})
	if !errors.Is(err, errInterrupted) || !strings.Contains(table, "\nInterrupted: ") {
		t.Errorf("error %v, table\n%s", err, table)
	}
	if got := lineOf(t, table, "Arena"); got[1] != "1" || strings.Count(table, "\nArena ") != 1 {
		t.Errorf("table\n%s", table)
	}
}
