package columnar

import (
	"bytes"
	"testing"
)

// FuzzDecode gives any bytes to the reader, as they are and under the right
// checksums: an error, or a brain that is read back as it is written.
func FuzzDecode(f *testing.F) {
	whole, bare := encode(f, brain(f)), encode(f, plain())
	for _, data := range [][]byte{whole, bare, whole[:len(whole)/2], bare[:headerSize], []byte(Magic), nil} {
		f.Add(append([]byte{}, data...))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := decode(clone(data)); err != nil {
			signed := clone(data)
			sign(signed)
			if b, err := decode(signed); err == nil {
				first := encode(t, b)
				back, err := decode(clone(first))
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(encode(t, back), first) { // == would fail for a NaN that nothing uses
					t.Fatal("written twice, two files")
				}
			}
		}
	})
}
