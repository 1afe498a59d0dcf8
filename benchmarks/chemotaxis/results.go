package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/engine-gpu/engine-gpu/benchmarks/internal/host"
)

// Results is all that was measured.
type Results struct {
	Host     host.Host  `json:"host"`
	Transfer []Transfer `json:"transfer"`
	Gaits    []Gait     `json:"gaits"`
	Pulses   []Pulse    `json:"pulses"`
	Bounds   []Bound    `json:"bounds"`
	Controls []Control  `json:"controls"`
	Lives    []Life     `json:"lives"`
}

// readResults reads what was measured before, so that a part can be measured
// anew.
func readResults(file string) (*Results, error) {
	r := &Results{}
	if file == "" {
		return r, nil
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("%s: %w; move it away to measure all anew", file, err)
	}
	return r, nil
}

// write writes the file, if one is wanted.
func (r *Results) write(file string) error {
	if file == "" {
		return nil
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o666)
}
