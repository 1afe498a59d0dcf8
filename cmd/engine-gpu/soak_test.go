package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/sysmem"
)

// soakVariable holds the ticks of TestSoak and, after a colon, the ticks from
// one sample to the next: make soak asks for 10 million, every day makes do with
// few.
const soakVariable = "ENGINE_GPU_SOAK_TICKS"

// profilesVariable names a folder for profiles of the heap.
const profilesVariable = "ENGINE_GPU_SOAK_PROFILES"

const (
	fewSoakTicks  = 60000
	fewSoakSample = 1500
)

// How much the median of the last quarter of the samples may lie above that of
// the second quarter. A byte leaked every tick is 5 MB in 10 million ticks, a
// byte a spike 440 MB, and 2.6 MB in 60,000. What is bounded but not yet full
// grows: the recording's list of hashes to 1.5 MB in 10 million ticks, the path
// to half a megabyte, and the lists of delayed spikes to the most that ever
// were.
const (
	soakHeapGrowth     = 1 << 20
	soakResidentGrowth = 8 << 20
	fewHeapGrowth      = 512 << 10
)

func soakTicks(t *testing.T) (ticks, sample int32, long bool) {
	t.Helper()
	text := os.Getenv(soakVariable)
	if text == "" {
		return fewSoakTicks, fewSoakSample, false
	}
	ticks, sample, err := parseSoakTicks(text)
	if err != nil {
		t.Fatalf("%s (make's SOAK_TICKS:SOAK_SAMPLE) %v", soakVariable, err)
	}
	return ticks, sample, true
}

// fewestSamples are those that the medians of two quarters need to say much.
const fewestSamples = 40

// parseSoakTicks reads TICKS or TICKS:SAMPLE; without the latter a sample is
// taken every two-hundredth of the ticks.
func parseSoakTicks(text string) (ticks, sample int32, err error) {
	all, every, found := strings.Cut(text, ":")
	a, err1 := strconv.ParseInt(all, 10, 32)
	if !found {
		every = strconv.FormatInt(max(1, a/200), 10)
	}
	e, err2 := strconv.ParseInt(every, 10, 32)
	switch {
	case err1 != nil || err2 != nil || a < 1 || e < 1:
		return 0, 0, fmt.Errorf("is %q, must be TICKS or TICKS:SAMPLE, as in 10000000:50000", text)
	case a < fewestSamples*e:
		return 0, 0, fmt.Errorf("is %q, which makes %d samples of the memory: at least %d are needed, so more ticks or a smaller SAMPLE", text, a/e, fewestSamples)
	}
	return int32(a), int32(e), nil
}

func TestParseSoakTicks(t *testing.T) {
	for text, want := range map[string][2]int32{
		"10000000":       {10000000, 50000},
		"100000":         {100000, 500},
		"199":            {199, 1},
		"40":             {40, 1},
		"100000:2500":    {100000, 2500},
		"10000000:50000": {10000000, 50000},
	} {
		ticks, sample, err := parseSoakTicks(text)
		if err != nil || ticks != want[0] || sample != want[1] {
			t.Errorf("%s: %d:%d, %v; want %d:%d", text, ticks, sample, err, want[0], want[1])
		}
	}
	for text, want := range map[string]string{
		"100000:50000": "which makes 2 samples",
		"39":           "at least 40 are needed",
		"":             "must be TICKS or TICKS:SAMPLE",
		"100000:":      "must be",
		"1000:0":       "must be",
		"-5":           "must be",
		"3000000000":   "must be",
	} {
		if _, _, err := parseSoakTicks(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want one with %q", text, err, want)
		}
	}
}

// memorySample is the memory in use after so many ticks.
type memorySample struct {
	ticks          int32
	resident, heap int64 // before and after a collection [bytes]
}

// memoryWatch is the observer that takes them.
type memoryWatch struct {
	every    int32
	log      func(format string, args ...any) // nil for none
	start    time.Time
	samples  []memorySample
	profiles string // folder for profiles of the heap, at a quarter and at the end; "": none
}

// profile writes what is in use: go tool pprof -diff_base shows what has grown.
func (w *memoryWatch) profile(ticks int32) error {
	f, err := os.Create(filepath.Join(w.profiles, fmt.Sprintf("heap-%d.pprof", ticks)))
	if err != nil {
		return err
	}
	return errors.Join(pprof.WriteHeapProfile(f), f.Close())
}

// Next implements engine.Observer.
func (w *memoryWatch) Next(ticks int32) int32 { return ticks + w.every }

// Observe implements engine.Observer.
func (w *memoryWatch) Observe(m *engine.Moment) error {
	resident, _ := sysmem.Resident()
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC() // the second one takes what pools held over the first
	runtime.ReadMemStats(&stats)
	if w.profiles != "" && (len(w.samples) == cap(w.samples)/4 || len(w.samples) == cap(w.samples)-2) {
		if err := w.profile(m.Ticks()); err != nil {
			return err
		}
	}
	w.samples = append(w.samples, memorySample{m.Ticks(), resident, int64(stats.HeapAlloc)})
	if w.log != nil && m.Ticks()%(10*w.every) == 0 {
		w.log("%9d ticks after %4.0f s: %.1f MB resident, %.3f MB heap", m.Ticks(), time.Since(w.start).Seconds(),
			float64(resident)/1e6, float64(stats.HeapAlloc)/1e6)
	}
	return nil
}

// median of a figure in a quarter (0 to 3) of the samples.
func (w *memoryWatch) median(quarter int, figure func(memorySample) int64) int64 {
	n := len(w.samples)
	var list []int64
	for _, s := range w.samples[quarter*n/4 : (quarter+1)*n/4] {
		list = append(list, figure(s))
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// TestSoak: memory stays flat however long a run is, with all that may go on
// beside it: a recording of every spike, checkpoints, and a view that nobody
// looks at.
func TestSoak(t *testing.T) {
	ticks, sample, long := soakTicks(t)
	dir := t.TempDir()
	args := []string{
		"--ticks", fmt.Sprint(ticks), "--threads", "1", "--quiet", "--backend", "cpu",
		"--out", filepath.Join(dir, "out"), "--record", "spikes,rates,trajectory",
		"--checkpoint", filepath.Join(dir, "soak.ckpt"), "--http", "127.0.0.1:0",
	}
	f := newFlags(runCommand())
	o := runFlags(f)
	o.checkpoint = checkpointFlags(f)
	if _, err := f.parse(args); err != nil {
		t.Fatal(err)
	}
	if err := o.http.check(f); err != nil {
		t.Fatal(err)
	}
	w := &memoryWatch{every: sample, start: time.Now(), samples: make([]memorySample, 0, ticks/sample+1), profiles: os.Getenv(profilesVariable)}
	if long {
		w.log = t.Logf
		defer debug.SetGCPercent(debug.SetGCPercent(25)) // as keepHeapTight
	}
	o.observers = []engine.Observer{w}
	var stdout, stderr strings.Builder
	if err := run(t.Context(), streams{strings.NewReader(""), &stdout, &stderr}, o); err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	took := time.Since(w.start)
	w.judge(t, ticks, long)
	if long {
		t.Logf("%d ticks in %.0f s\n%s%s", ticks, took.Seconds(), &stderr, &stdout)
	}
}

// judge fails where memory has grown.
func (w *memoryWatch) judge(t *testing.T, ticks int32, long bool) {
	t.Helper()
	if want := int(ticks / w.every); len(w.samples) < want {
		t.Fatalf("%d samples, want %d", len(w.samples), want)
	}
	figures := []struct {
		name string
		of   func(memorySample) int64
		most int64
	}{{"heap after a collection", func(s memorySample) int64 { return s.heap }, fewHeapGrowth}}
	if long {
		figures[0].most = soakHeapGrowth
		figures = append(figures, figures[0])
		figures[1].name, figures[1].most = "resident memory", soakResidentGrowth
		figures[1].of = func(s memorySample) int64 { return s.resident }
	}
	for _, f := range figures {
		before, after := w.median(1, f.of), w.median(3, f.of)
		t.Logf("%s: %d bytes in the second quarter, %d in the last: %+d, %d allowed", f.name, before, after, after-before, f.most)
		if after-before > f.most {
			t.Errorf("the %s has grown by %d bytes from the second quarter of %d ticks to the last, allowed are %d", f.name, after-before, ticks, f.most)
		}
	}
	if t.Failed() || testing.Verbose() && !long {
		for _, s := range w.samples {
			t.Logf("%9d %12d %12d", s.ticks, s.resident, s.heap)
		}
	}
}
