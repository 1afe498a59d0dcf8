package record_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/record"
)

// forgedNPZ is a file of arrays with what stands in their headers, and no more
// than the given bytes behind each.
func forgedNPZ(t *testing.T, method uint16, arrays map[string]string, values int) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for name, header := range arrays {
		w, err := archive.CreateHeader(&zip.FileHeader{Name: name + ".npy", Method: method})
		if err != nil {
			t.Fatal(err)
		}
		data := binary.LittleEndian.AppendUint16([]byte("\x93NUMPY\x01\x00"), uint16(len(header)))
		if _, err := w.Write(append(append(data, header...), make([]byte, values)...)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func npyHeader(descr, shape string) string {
	return fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, shape)
}

// TestForgedFiles: what a file says of its own size is not believed.
func TestForgedFiles(t *testing.T) {
	dir := recordRun(t, 40, "spikes,weights,v:all", record.FormatCSV)
	original := filesOf(t, dir)
	none := func(int32, []float32) error { return nil }
	v := func(r *record.Recording) error { return r.V(none) }
	synapses := func(r *record.Recording) error { _, err := r.Synapses(); return err }
	spikes := func(r *record.Recording) error { return r.Spikes(func(int32, []int32) error { return nil }) }
	ticks := npyHeader("<i4", "2,")
	for _, test := range []struct {
		name string
		data []byte
		read func(*record.Recording) error
		want string
	}{
		{"v.npz", forgedNPZ(t, zip.Store, map[string]string{"tick": ticks, "v": npyHeader("<f4", "2, 1152921504606846976")}, 8), v, "does not take 8 bytes"},
		{"v.npz", forgedNPZ(t, zip.Store, map[string]string{"tick": ticks, "v": npyHeader("<f4", "2, 4611686018427387905")}, 8), v, "does not take 8 bytes"}, // the product wraps to 8
		{"v.npz", forgedNPZ(t, zip.Store, map[string]string{"tick": ticks, "v": npyHeader("<f4", "2, 1")}, 8), v, "it has 2 rows, the manifest says 40"},
		{"v.npz", forgedNPZ(t, zip.Deflate, map[string]string{"tick": ticks, "v": npyHeader("<f4", "2, 1")}, 8), v, "array tick: it is compressed"},
		{"weights.npz", forgedNPZ(t, zip.Store, map[string]string{
			"synapse": npyHeader("<i8", "0,"), "source": npyHeader("<i8", "0,"), "target": npyHeader("<i8", "0,"), "type": npyHeader("|u1", "0,"),
			"type_names": npyHeader("<U0", "4611686018427387904,"),
		}, 0), synapses, "array type_names: <U0[4611686018427387904] does not take 0 bytes"},
		{"spikes.csv", []byte("tick,neuron\n4294967296,100\n"), spikes, "value out of range"},
		{"spikes.csv", []byte("tick,neuron\n0,100\n"), spikes, "it has 1 rows, the manifest says"},
		{"spikes.csv", nil, spikes, "it is empty"},
		{"spikes.csv", []byte("tick,neuron\x1b\n" + strings.Repeat("a", 1<<20) + "\n"), spikes, "the columns are tick,neuron ; the manifest says otherwise"},
	} {
		path := filepath.Join(dir, test.name)
		if err := os.WriteFile(path, test.data, 0o666); err != nil {
			t.Fatal(err)
		}
		if err := test.read(open(t, dir)); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), test.want) || len(err.Error()) > 2000 {
			t.Errorf("%s: error %v, want %q", test.name, err, test.want)
		}
		if err := os.WriteFile(path, []byte(original[test.name]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestManifestsAreBounded: neither a manifest nor a certificate is read without
// end, and what they name lies in their folder.
func TestManifestsAreBounded(t *testing.T) {
	for _, name := range []string{record.ManifestName, record.CertificateName} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, 64<<20+1); err != nil { // takes no room on the disk
			t.Fatal(err)
		}
		if _, err := record.OpenRun(dir); err == nil || err.Error() != path+": larger than 64 MiB" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"..", ".", "/", "a/b", "../manifest.json", "", "../spikes.csv", "rates.csv", "spikes\n.csv"} {
		dir := t.TempDir()
		text, err := json.Marshal(record.Manifest{Format: record.ManifestFormat, FormatVersion: 1, Files: []record.File{{Name: name, Field: "spikes", Format: record.FormatCSV}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, record.ManifestName), text, 0o666); err != nil {
			t.Fatal(err)
		}
		if path, err := open(t, dir).Path("spikes"); err == nil || path != "" || !strings.Contains(err.Error(), "it names a file ") {
			t.Errorf("%q: the path %q, error %v", name, path, err)
		}
	}
}

// TestLongProgram: a program that takes more than a manifest may have, once it
// is indented, is written in one line, and can be read again.
func TestLongProgram(t *testing.T) {
	dir := t.TempDir()
	m := record.Manifest{Options: record.Options{Program: []byte("[[[[[" + strings.Repeat("0,", 6<<20) + "0]]]]]")}}
	path, err := record.WriteCertificate(dir, m)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := record.OpenRun(dir); err != nil || len(r.Manifest.Options.Program) != len(m.Options.Program) {
		t.Errorf("%s: %v", path, err)
	}
}

// killedRun leaves what a killed process does, and returns the hidden files.
func killedRun(t *testing.T) (map[string]string, record.Offsets) {
	t.Helper()
	dir := t.TempDir()
	r := newTestRun()
	recorder := begin(t, r, dir, everything, record.FormatCSV)
	r.to(t, 2101, recorder)
	offsets, err := recorder.Flush(r.SpikeHash())
	if err != nil {
		t.Fatal(err)
	}
	if err := recorder.Commit(r.SpikeHash()); err != nil {
		t.Fatal(err)
	}
	recorder.Kill()
	return filesOf(t, dir), offsets
}

func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// spoolHeader edits the header of a spool.
func spoolHeader(spool string, edit *strings.Replacer) string {
	size := binary.LittleEndian.Uint32([]byte(spool[8:]))
	header := edit.Replace(spool[12 : 12+size])
	return string(binary.LittleEndian.AppendUint32([]byte(spool[:8]), uint32(len(header)))) + header + spool[12+size:]
}

// TestForgedHiddenFiles: Recover makes no recording of hidden files that
// contradict each other, and leaves them as they are.
func TestForgedHiddenFiles(t *testing.T) {
	const draft, commit = ".recording.json", ".recording.commit"
	text := func(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }
	header := func(pairs ...string) func(string) string {
		return func(s string) string { return spoolHeader(s, strings.NewReplacer(pairs...)) }
	}
	flip := func(back int, bit byte) func(string) string {
		return func(s string) string {
			b := []byte(s)
			b[len(b)-back] ^= bit
			return string(b)
		}
	}
	whole, _ := killedRun(t)
	for i, test := range []struct {
		name string
		edit func(string) string
		want string
	}{
		{draft, text(`"field":"spikes"`, `"field":"/../spikes"`), `of the field "/../spikes"`},
		{draft, text(`"name":"spikes.csv"`, `"name":".spikes.spool"`), `a file ".spikes.spool"`},
		{draft, text(`"format":"csv"`, `"format":"npz"`, `.csv"`, `.npz"`), `in the format "npz"`},
		{draft, text(`"field":"rates"`, `"field":"spikes"`, `"rates.csv"`, `"spikes.csv"`), "names it twice"},
		{draft, text(`"neurons":10`, `"neurons":11`), ".neurons.spool: it has 10 rows, which are not those of 2101 ticks"},
		{draft, text(`"unit":"mV"`, `"unit":"V"`), ".v.spool: it is of another recording"},
		{draft, func(string) string { return strings.Repeat(" ", 64<<20+1) }, "larger than 64 MiB"},
		{commit, text(`"ticks":2101`, `"ticks":2100`), "follows tick"},
		{commit, text(`"ticks":2101`, `"ticks":2102`), "the spikes until tick 2102 are not those of the run"},
		{commit, text(`"ticks":2101`, `"ticks":2000000000`), "the last hash is that after 2000"},
		{commit, text(`"ticks":2101`, `"ticks":-1`), "-1 ticks"},
		{commit, text(`"rewards":`, `"rewarded":`), "which the commit lacks"},
		{commit, func(string) string { return "{" }, "is damaged: unexpected end of JSON input"},
		{".spikes.spool", flip(1, 0x80), "a spike of neuron"},
		{".spikes.spool", flip(16, 0xff), "tick"},
		{".hashes.spool", flip(1, 1), "the spikes until tick 2000 are not those"},
		{".hashes.spool", header(`"[k,32]"`, `"[k,9223372036854775807]"`), `has the shape "[k,9223372036854775807]"`},
		{".v.spool", header(`"columns":[`, `"columns":[],"column":[`), "it has no columns"},
		{".v.spool", header(`"size":`, `"size":-`), "is said to have -"},
		{".v.spool", header(`"size":`, `"size":100000000`), "is said to have 100000000"},
		{".neurons.spool", header(`"RS"`, `"R,S"`), `it has the name "R,S"`},
		{".trajectory.spool", flip(44, 0xff), ".trajectory.spool: tick"},
		{".rewards.spool", header(`"type":"float64"`, `"type":"float64","shape":"[5]"`), "holds float64[5], in a table"},
	} {
		dir := t.TempDir()
		before := maps.Clone(whole)
		before[test.name] = test.edit(before[test.name])
		writeFiles(t, dir, before)
		_, _, err := record.Recover(t.Context(), dir)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "free some space") {
			t.Errorf("%d: %s: error %v, want %q", i, test.name, err, test.want)
		}
		if _, err := os.Stat(filepath.Join(dir, record.ManifestName)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%d: %s: there is a manifest (%v)", i, test.name, err)
		}
		after := filesOf(t, dir)
		for name, text := range before {
			if after[name] != text {
				t.Errorf("%d: %s: the hidden file %s has changed", i, test.name, name)
			}
		}
	}
}

// TestResumeRefusesFirst: a recording is not cut where a checkpoint says before
// all that it says is looked at.
func TestResumeRefusesFirst(t *testing.T) {
	for want, spoil := range map[string]func(*record.Offsets){
		"which end within a record": func(o *record.Offsets) { o.Spools["v"]-- },
		"the checkpoint says":       func(o *record.Offsets) { o.Spools["rewards"] += 100 },
		"is due at tick 7":          func(o *record.Offsets) { o.Next["weights"] = 7 },
		"-1 ticks":                  func(o *record.Offsets) { o.Ticks = -1 },
		"neuron types":              func(o *record.Offsets) { o.Bin = nil },
	} {
		before, offsets := killedRun(t)
		dir := t.TempDir()
		writeFiles(t, dir, before)
		offsets.Spools["neurons"] -= 37 // a record: the first that would be cut off
		spoil(&offsets)
		if _, err := record.Resume(config(t, newTestRun(), dir, everything, record.FormatCSV), offsets); err == nil {
			t.Errorf("%s: resumed", want)
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
		if after := filesOf(t, dir); !maps.Equal(before, after) {
			t.Errorf("%s: changed: %v", want, slices.Sorted(maps.Keys(after)))
		}
	}
}
