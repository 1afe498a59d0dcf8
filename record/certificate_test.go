package record_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// instant is a run of so many ticks.
type instant int32

func (i instant) Ticks() int32                 { return int32(i) }
func (i instant) Spikes() int64                { return 3 * int64(i) }
func (i instant) SpikeHash() string            { return fmt.Sprint(int32(i)) }
func (i instant) Snapshot(*snn.Snapshot) error { panic("not needed") }

// A certificate that goes through a checkpoint at whatever tick has the hashes
// of one that does not, also where they became rarer.
func TestCertificate(t *testing.T) {
	const ticks = 25_000_000
	collect := func(cut int32) []record.Mark {
		c := record.NewCertificate()
		for tick := int32(0); tick < ticks; {
			next := min(c.Next(tick), ticks)
			if tick < cut && cut <= next {
				next = cut
			}
			tick = next
			c.Look(instant(tick))
			if tick == cut {
				data, err := c.MarshalBinary()
				if err != nil {
					t.Fatal(err)
				}
				c = record.NewCertificate()
				if err := c.UnmarshalBinary(data); err != nil {
					t.Fatal(err)
				}
			}
		}
		return c.Hashes()
	}
	want := collect(-1)
	// 10,000 of 1,000 ticks, then every 2,000, then every 4,000.
	if len(want) != ticks/4000 || want[0] != (record.Mark{Tick: 4000, Spikes: 12000, Hash: "4000"}) || want[len(want)-1].Tick != ticks {
		t.Fatalf("%d hashes from %+v to %+v", len(want), want[0], want[len(want)-1])
	}
	for _, cut := range []int32{1, 1000, 1500, 10_000_000, 10_001_000, 15_001_000, 24_999_999, ticks} {
		if got := collect(cut); !reflect.DeepEqual(got, want) {
			t.Errorf("cut at %d: %d hashes, want %d", cut, len(got), len(want))
		}
	}
	for _, bad := range []string{"", "{}", `{"every": 1500}`, `{"every": -1000}`} {
		if record.NewCertificate().UnmarshalBinary([]byte(bad)) == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestOpenRun(t *testing.T) {
	dir := t.TempDir()
	if _, err := record.OpenRun(dir); err == nil || !strings.Contains(err.Error(), "neither manifest.json nor certificate.json") {
		t.Error(err)
	}
	path, err := record.WriteCertificate(dir, record.Manifest{Ticks: 7})
	if err != nil || path != filepath.Join(dir, "certificate.json") {
		t.Fatal(path, err)
	}
	if r, err := record.OpenRun(dir); err != nil || r.Manifest.Ticks != 7 || r.Has(record.FieldSpikes) {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := record.Open(dir); err == nil {
		t.Error("a certificate is no recording")
	}
	for _, bad := range []string{"", "{", `{"format": "engine-gpu recording", "format_version": 1}`, `{"format": "engine-gpu certificate", "format_version": 2}`} {
		if err := os.WriteFile(path, []byte(bad), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := record.OpenRun(dir); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
