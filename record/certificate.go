package record

import (
	"encoding/json"
	"errors"
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
type Certificate struct {
	hashes *hashList
	legs   []Leg
}

// NewCertificate returns the certificate of a run that begins.
func NewCertificate() *Certificate { return &Certificate{hashes: newHashList()} }

// Next returns after how many ticks Look is to be called again.
func (c *Certificate) Next(ticks int32) int32 { return c.hashes.next(ticks) }

// Look notes the hash, if it is due.
func (c *Certificate) Look(now State) {
	if ticks, times := now.Ticks(), c.hashes.times(); times.due(ticks) {
		c.hashes.add(Mark{Tick: ticks, Spikes: now.Spikes(), Hash: now.SpikeHash()})
	}
}

// Hashes returns what was collected.
func (c *Certificate) Hashes() []Mark { return c.hashes.marks }

// Begin notes that a leg of the run begins.
func (c *Certificate) Begin(l Leg) { c.legs = AddLeg(c.legs, l) }

// Legs returns those that were begun; none before the first if an older program
// made it.
func (c *Certificate) Legs() []Leg { return c.legs }

// certificateState is a certificate in a checkpoint.
type certificateState struct {
	Every int32  `json:"every"`
	Marks []Mark `json:"marks"`
	Legs  []Leg  `json:"legs,omitempty"`
}

// MarshalBinary returns the hashes so far, for a checkpoint.
func (c *Certificate) MarshalBinary() ([]byte, error) {
	return json.Marshal(certificateState{c.hashes.every, c.hashes.marks, c.legs})
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
	c.hashes, c.legs = &hashList{s.Every, s.Marks}, s.Legs
	return nil
}

// WriteCertificate writes the certificate of a run without a recording into a
// folder and returns its path. The manifest's format is set here.
func WriteCertificate(dir string, m Manifest) (string, error) {
	m.Format, m.FormatVersion, m.TickMS, m.Files = CertificateFormat, ManifestVersion, 1, []File{}
	path := filepath.Join(dir, CertificateName)
	return path, writeManifest(path, &m)
}
