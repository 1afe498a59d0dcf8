package sweep

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/arena"
)

func header() Header {
	return Header{
		Brain: "a.db", BrainHash: strings.Repeat("ab", 32), Arithmetic: "float32", Ticks: 100,
		StartDistance: 20, SensoryGain: 5, Radius: 30, Food: arena.DefaultDish().Foods(),
	}
}

func finished(seed uint32) Done {
	reached := int32(seed)
	return Done{
		Learn: seed%2 == 0,
		Start: Start{Seed: seed, Index: 0.1 * float64(seed), Reached: &reached, Spikes: 1 << 60, SpikeHash: "00"},
		Path:  Path{Tick: []int32{0, 50}, X: []float32{0.1, -3}, Y: []float32{1e-9, 30}},
	}
}

// begun returns the path of a journal of three starts.
func begun(t *testing.T) (path string, want []Done) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "sweep.jsonl")
	j, done, err := OpenJournal(path, header())
	if err != nil || len(done) != 0 {
		t.Fatal(done, err)
	}
	for seed := range uint32(3) {
		want = append(want, finished(seed))
		if err := j.Append(want[seed]); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return path, want
}

func open(t *testing.T, path string) []Done {
	t.Helper()
	j, done, err := OpenJournal(path, header())
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return done
}

// TestJournalCutAnywhere: whatever the byte after which a write was cut off,
// the whole lines before it count, and the journal goes on to the very bytes of
// one that was never cut.
func TestJournalCutAnywhere(t *testing.T) {
	path, want := begun(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := range len(whole) + 1 {
		if err := os.WriteFile(path, whole[:cut], 0o666); err != nil {
			t.Fatal(err)
		}
		j, done, err := OpenJournal(path, header())
		if err != nil {
			t.Fatalf("cut after %d bytes: %v", cut, err)
		}
		if lines := max(strings.Count(string(whole[:cut]), "\n")-1, 0); len(done) != lines || lines > 0 && !reflect.DeepEqual(done, want[:lines]) {
			t.Fatalf("cut after %d bytes: %d starts, want %d", cut, len(done), lines)
		}
		lines := string(whole[:strings.LastIndex(string(whole[:cut]), "\n")+1])
		if lines == "" {
			lines = string(whole[:strings.Index(string(whole), "\n")+1]) // a new header
		}
		if now, _ := os.ReadFile(path); string(now) != lines {
			t.Fatalf("cut after %d bytes: opened, the journal is\n%s\nwant\n%s", cut, now, lines)
		}
		for _, d := range want[len(done):] {
			if err := j.Append(d); err != nil {
				t.Fatal(err)
			}
		}
		j.Close()
		if again, _ := os.ReadFile(path); string(again) != string(whole) {
			t.Fatalf("cut after %d bytes: the journal becomes\n%s\nwant\n%s", cut, again, whole)
		}
	}
}

// TestJournalOfAnotherSweep names what differs and changes nothing.
func TestJournalOfAnotherSweep(t *testing.T) {
	path, _ := begun(t)
	before, _ := os.ReadFile(path)
	for want, change := range map[string]func(*Header){
		"the brain is a.db (sha256 abababababab) there, b.db (sha256 cdcdcdcdcdcd) here": func(h *Header) { h.Brain, h.BrainHash = "b.db", strings.Repeat("cd", 32) },
		"arithmetic is float32 there, float64 here":                                      func(h *Header) { h.Arithmetic = "float64" },
		"ticks 100 there, 200 here":                                                      func(h *Header) { h.Ticks = 200 },
		"start distance 20 there, 21 here":                                               func(h *Header) { h.StartDistance = 21 },
		"sensory gain 5 there, 0 here":                                                   func(h *Header) { h.SensoryGain = 0 },
		"dish radius 30 there, 31 here":                                                  func(h *Header) { h.Radius = 31 },
		"food [{15 0 1 12}] there, [{15 0 1 12} {0 0 0 1}] here":                         func(h *Header) { h.Food = append(h.Food, arena.Food{Sigma: 1}) },
	} {
		h := header()
		change(&h)
		_, _, err := OpenJournal(path, h)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), path+": ") {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the journal has changed")
	}
	h := header()
	h.Brain = "renamed.brain" // the same rows
	j, done, err := OpenJournal(path, h)
	if err != nil || len(done) != 3 {
		t.Fatal(done, err)
	}
	j.Close()
}

// TestJournalRefuses what it would have to guess at.
func TestJournalRefuses(t *testing.T) {
	path, _ := begun(t)
	text, _ := os.ReadFile(path)
	lines := strings.SplitAfter(string(text), "\n")
	for want, content := range map[string]string{
		"line 1": "notes\n" + lines[1],
		"line 1 is not of a sweep's journal (it does not begin with a header)": lines[1] + lines[2],
		"line 2": lines[0] + "{\n" + lines[1],
		"line 3 is not of a sweep's journal (it holds no finished start)": lines[0] + lines[1] + "{}\n" + lines[2],
	} {
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, _, err := OpenJournal(path, header()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
		if after, _ := os.ReadFile(path); string(after) != content {
			t.Errorf("%s: the file has changed", want)
		}
	}
	// A start that stands there twice counts once; a last line of garbage not.
	if err := os.WriteFile(path, []byte(lines[0]+lines[1]+lines[1]+lines[2]+"\x00\x00\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if done := open(t, path); len(done) != 2 {
		t.Errorf("%d starts, want 2", len(done))
	}
}

func TestJournalInUse(t *testing.T) {
	path, _ := begun(t)
	j, _, err := OpenJournal(path, header())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := OpenJournal(path, header()); !errors.Is(err, ErrInUse) {
		t.Errorf("a second opening gives %v", err)
	}
	j.Close()
	open(t, path)
}
