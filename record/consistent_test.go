package record_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/record"
)

// hashesOf are those of a run of three spikes a tick.
func hashesOf(every, n int32) (marks []record.Mark) {
	for i := range n {
		tick := (i + 1) * every
		marks = append(marks, record.Mark{Tick: tick, Spikes: 3 * int64(tick), Hash: "x"})
	}
	return marks
}

// TestCheckRun: every number of ticks that a run may have agrees with the hashes
// that it notes, and no other does.
func TestCheckRun(t *testing.T) {
	dir := t.TempDir()
	check := func(m record.Manifest) error {
		if m.Spikes == 0 {
			m.Spikes = 3 * int64(m.Ticks)
		}
		if _, err := record.WriteCertificate(dir, m); err != nil {
			t.Fatal(err)
		}
		r, err := record.OpenRun(dir)
		if err != nil {
			t.Fatal(err)
		}
		return r.CheckRun()
	}
	for _, ticks := range []int32{0, 1, 999, 1000, 1001, 2500, 10_000_000, 10_000_999, 10_001_000, 10_001_999, 10_002_000, 19_999_999, 20_002_000, 25_000_000} {
		c := record.NewCertificate()
		for tick := int32(0); tick < ticks; {
			tick = min(c.Next(tick), ticks)
			c.Look(instant(tick))
		}
		m := record.Manifest{Ticks: ticks, Hashes: c.Hashes(), Options: record.Options{Ticks: int64(ticks)}}
		if err := check(m); err != nil {
			t.Errorf("%d ticks: %v", ticks, err)
		}
	}
	// What a recording finds in its spool is a full list, until the next is due.
	if err := check(record.Manifest{Ticks: 10_001_999, Hashes: hashesOf(1000, 10_000)}); err != nil {
		t.Error(err)
	}
	for want, m := range map[string]record.Manifest{
		"-5 ticks are said to be run":                                             {Ticks: -5},
		"2000000000 ticks are said to be run, the last hash is that after 1000":   {Ticks: 2_000_000_000, Hashes: hashesOf(1000, 1)},
		"2000000000 ticks are said to be run, the last hash is that after 0":      {Ticks: 2_000_000_000},
		"10002001 ticks are said to be run, the last hash is that after 10000000": {Ticks: 10_002_001, Hashes: hashesOf(1000, 10_000)},
		"1500 ticks are said to be run, the last hash is that after 2000":         {Ticks: 1500, Hashes: hashesOf(1000, 2)},
		"1500 ticks are said to be run, where 1400 were asked for":                {Ticks: 1500, Hashes: hashesOf(1000, 1), Options: record.Options{Ticks: 1400}},
		"the first hash is said to be that after 3000 ticks":                      {Ticks: 3500, Hashes: hashesOf(3000, 1)},
		"the first hash is said to be that after -1000 ticks":                     {Ticks: 3500, Hashes: hashesOf(-1000, 1)},
		"the first hash is said to be that after 0 ticks":                         {Ticks: 3500, Hashes: hashesOf(0, 1)},
		"the hash after tick 3000, of 9000 spikes, follows that after tick 1000":  {Ticks: 3500, Hashes: slices.Delete(hashesOf(1000, 3), 1, 2)},
		"5 spikes are said to be made in all, and 3000 until tick 1000":           {Ticks: 1500, Hashes: hashesOf(1000, 1), Spikes: 5},
		"500 ticks are said to be run, a mark is of tick 501":                     {Ticks: 500, Marks: []record.Mark{{Tick: 501}}},
	} {
		err := check(m)
		if err == nil || !strings.Contains(err.Error(), filepath.Join(dir, record.CertificateName)+" contradicts itself: "+want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v, want one with %q", err, want)
		}
	}
}

// TestCheckRunOfRecordings: so do the rows of all that is recorded.
func TestCheckRunOfRecordings(t *testing.T) {
	for _, ticks := range []int32{1, 7, 1000, 2345} {
		dir := recordRun(t, ticks, "spikes,rates:30,weights:50,v:all,u:all,trajectory:7,body:9", record.FormatParquet)
		opened := func() *record.Recording {
			r := open(t, dir)
			r.Manifest.Options.Ticks, r.Manifest.Marks = 0, nil // the test's recorder is given some that are not the run's
			return r
		}
		if err := opened().CheckRun(); err != nil {
			t.Errorf("%d ticks: %v", ticks, err)
		}
		for i, f := range opened().Manifest.Files {
			r := opened()
			r.Manifest.Files[i].Rows += 5
			err := r.CheckRun()
			if bounded := f.Field != record.FieldRewards; bounded && (err == nil || !strings.Contains(err.Error(), f.Name+" is said to have ")) {
				t.Errorf("%s of %d ticks, 5 rows more: %v", f.Name, ticks, err)
			}
		}
	}
}
