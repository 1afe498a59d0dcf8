package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// CertificateName is the name of the certificate of a run without a recording,
// in its folder.
const CertificateName = "certificate.json"

// CertificateFormat is the Manifest.Format of a certificate: a manifest without
// files.
const CertificateFormat = "engine-gpu certificate"

// Certificate collects the hashes of a run's spikes after every 1,000 ticks, of
// a long run after every 2,000, 4,000, ...: at most 10,000. Next and Look make
// it an engine.Observer.
type Certificate struct{ hashes *hashList }

// NewCertificate returns the certificate of a run that begins.
func NewCertificate() *Certificate { return &Certificate{newHashList()} }

// Next returns after how many ticks Look is to be called again.
func (c *Certificate) Next(ticks int32) int32 { return c.hashes.next(ticks) }

// Look notes the hash, if it is due.
func (c *Certificate) Look(now State) {
	if ticks := now.Ticks(); ticks > 0 && ticks%c.hashes.every == 0 && c.hashes.newer(ticks) {
		c.hashes.add(Mark{Tick: ticks, Spikes: now.Spikes(), Hash: now.SpikeHash()})
	}
}

// Hashes returns what was collected.
func (c *Certificate) Hashes() []Mark { return c.hashes.marks }

// certificateState is a certificate in a checkpoint.
type certificateState struct {
	Every int32  `json:"every"`
	Marks []Mark `json:"marks"`
}

// MarshalBinary returns the hashes so far, for a checkpoint.
func (c *Certificate) MarshalBinary() ([]byte, error) {
	return json.Marshal(certificateState{c.hashes.every, c.hashes.marks})
}

// UnmarshalBinary goes on with what MarshalBinary returned.
func (c *Certificate) UnmarshalBinary(data []byte) error {
	var s certificateState
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	if s.Every < hashEvery || s.Every%hashEvery != 0 || len(s.Marks) > maxHashes {
		return errors.New("the certificate is none")
	}
	c.hashes = &hashList{s.Every, s.Marks}
	return nil
}

// WriteCertificate writes the certificate of a run without a recording into a
// folder and returns its path. The manifest's format is set here.
func WriteCertificate(dir string, m Manifest) (string, error) {
	m.Format, m.FormatVersion, m.TickMS, m.Files = CertificateFormat, ManifestVersion, 1, []File{}
	path := filepath.Join(dir, CertificateName)
	return path, WriteFile(path, func(out io.Writer) error {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(m)
	})
}

// OpenRun reads what says how the run of a folder can be run again: its
// certificate or, of a run that was recorded, its manifest. A folder with both
// has an older recording beside a newer certificate.
func OpenRun(dir string) (*Recording, error) {
	path := filepath.Join(dir, CertificateName)
	text, err := readRegular(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(dir, ManifestName)); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: no run: it has neither %s nor %s", dir, ManifestName, CertificateName)
		}
		return Open(dir)
	}
	if err != nil {
		return nil, err
	}
	r := &Recording{dir: dir}
	if err := json.Unmarshal(text, &r.Manifest); err != nil {
		return nil, fmt.Errorf("%s: not a certificate: %w", path, err)
	}
	if m := &r.Manifest; m.Format != CertificateFormat || m.FormatVersion != ManifestVersion {
		return nil, fmt.Errorf("%s: the format is %q, version %d; this program reads %q, version %d",
			path, m.Format, m.FormatVersion, CertificateFormat, ManifestVersion)
	}
	return r, nil
}
