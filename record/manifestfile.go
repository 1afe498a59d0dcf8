package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/engine-gpu/engine-gpu/internal/input"
)

// maxManifest bounds manifests and certificates, and what says how far a
// recording in work has come [bytes]. The largest that is written holds a
// program of 16 MiB and 10,000 hashes.
const maxManifest = 64 << 20

// readManifest reads a file in a folder that is a manifest, or a certificate,
// and calls itself so. An absent file is an error that wraps fs.ErrNotExist.
func readManifest(dir, name, format string) (*Recording, error) {
	path := filepath.Join(dir, name)
	if err := input.CheckRegular(path); err != nil {
		return nil, err
	}
	text, err := input.Read(path, maxManifest)
	if err != nil {
		return nil, err
	}
	r := &Recording{dir: dir}
	if err := json.Unmarshal(text, &r.Manifest); err != nil {
		return nil, briefError{fmt.Errorf("%s: not a %s: %w", path, strings.TrimSuffix(name, ".json"), err)}
	}
	switch m := &r.Manifest; {
	case m.Format != format:
		return nil, briefError{fmt.Errorf("%s: the format is %q, not %q", path, m.Format, format)}
	case m.FormatVersion != ManifestVersion:
		return nil, fmt.Errorf("%s: format version %d; this program reads version %d", path, m.FormatVersion, ManifestVersion)
	}
	return r, nil
}

// writeManifest writes it with a line for each value, or in one line if it
// would be too large to be read again: indented, a long program takes several
// times its size.
func writeManifest(path string, m *Manifest) error {
	var text bytes.Buffer
	for _, indent := range []string{"  ", ""} {
		text.Reset()
		e := json.NewEncoder(&text)
		e.SetIndent("", indent)
		e.SetEscapeHTML(false)
		if err := e.Encode(m); err != nil {
			return err
		}
		if text.Len() <= maxManifest {
			break
		}
	}
	return WriteFile(path, func(out io.Writer) error {
		_, err := text.WriteTo(out)
		return err
	})
}
