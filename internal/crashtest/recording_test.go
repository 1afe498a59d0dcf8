//go:build unix

package crashtest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/record"
)

// recover has a copy of what a kill left made into a recording, which must be
// the beginning of that of a run left alone. Where no checkpoint is left it
// clears the folder, for the run begins anew.
func (w *world) recover(want *ending) {
	w.t.Helper()
	left := w.path("left")
	if err := os.RemoveAll(left); err != nil {
		w.t.Fatal(err)
	}
	if err := os.CopyFS(left, os.DirFS(w.path("out"))); errors.Is(err, os.ErrNotExist) {
		return // it was killed before it had made the folder
	} else if err != nil {
		w.t.Fatal(err)
	}
	out, err := w.command("recover", "left").CombinedOutput()
	switch told := string(out); {
	case err == nil:
		w.beginning(left, want.spikes)
	case strings.Contains(told, "before it had recorded anything"), strings.Contains(told, "holds no recording that was begun"):
	case strings.Contains(told, "holds a recording that is finished"):
		w.beginning(left, want.spikes)
	default:
		w.t.Errorf("recover: %v\n%s", err, told)
	}
	if !w.readable() {
		if err := os.RemoveAll(w.path("out")); err != nil {
			w.t.Fatal(err)
		}
	}
}

// beginning demands that a recording can be read, and that its spikes are the
// first of all.
func (w *world) beginning(dir string, all []int32) {
	w.t.Helper()
	_, spikes := recorded(w.t, dir)
	if len(spikes) > len(all) || !slices.Equal(spikes, all[:len(spikes)]) {
		w.t.Error("what was recovered is not the beginning of the recording without kills")
	}
	w.recovered++
}

// recorded reads a recording to its end: its files, and its spikes.
func recorded(t *testing.T, dir string) (hashes map[string]string, spikes []int32) {
	t.Helper()
	r, err := record.Open(dir)
	if err == nil {
		err = r.CheckRun()
	}
	if err != nil {
		t.Fatal(err)
	}
	hashes = map[string]string{}
	for _, f := range r.Manifest.Files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		hashes[f.Name] = hex.EncodeToString(sum[:])
	}
	for field, read := range map[string]func() error{
		record.FieldSpikes: func() error {
			return r.Spikes(func(tick int32, neurons []int32) error {
				spikes = append(append(spikes, tick, int32(len(neurons))), neurons...)
				return nil
			})
		},
		record.FieldRates:      func() error { return r.Rates(func(int32, []float32) error { return nil }) },
		record.FieldWeights:    func() error { return r.Weights(func(int32, []float32) error { return nil }) },
		record.FieldV:          func() error { return r.V(func(int32, []float32) error { return nil }) },
		record.FieldU:          func() error { return r.U(func(int32, []float32) error { return nil }) },
		record.FieldTrajectory: func() error { return r.Trajectory(func(record.PathPoint) error { return nil }) },
		record.FieldBody:       func() error { return r.Body(func(*record.Posture) error { return nil }) },
		record.FieldRewards:    func() error { return r.Rewards(func(int32, float64) error { return nil }) },
	} {
		if err := read(); err != nil && !errors.Is(err, record.ErrNotRecorded) {
			t.Fatalf("%s: %v", field, err)
		}
	}
	return hashes, spikes
}
