package columnar

import (
	"bytes"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
	"github.com/engine-gpu/engine-gpu/internal/fuzzcorpus"
)

// FuzzDecode gives any bytes to the reader, as they are and under the right
// checksums: an error, or a brain that is read back as it is written.
func FuzzDecode(f *testing.F) {
	whole, bare := encode(f, brain(f)), encode(f, plain())
	for _, data := range [][]byte{whole, bare, whole[:len(whole)/2], bare[:headerSize], []byte(Magic), nil} {
		f.Add(append([]byte{}, data...))
	}
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		allocbound.Check(t, len(data), 16<<20, 1000, func() { checkAny(t, data) })
	})
}

func checkAny(t *testing.T, data []byte) {
	if _, err := decode(clone(data)); err != nil {
		if text := err.Error(); strings.ContainsAny(text, "\n\r\x00") || len(text) > 2000 {
			t.Errorf("not one line: %q", text)
		}
	}
	signed := clone(data)
	sign(signed)
	b, err := decode(signed)
	if err != nil {
		return
	}
	first := encode(t, b)
	back, err := decode(clone(first))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(encode(t, back), first) { // == would fail for a NaN that nothing uses
		t.Fatal("written twice, two files")
	}
}
