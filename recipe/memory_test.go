package recipe

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestMaxBytes makes brains of a size that is refused before anything is made,
// while it grows, and not at all.
func TestMaxBytes(t *testing.T) {
	for _, c := range []struct {
		name, text string
		maxBytes   int64
		refused    bool
	}{
		{"neurons", `{"components": [{"type": "sensory_bank", "count": 20000000}]}`, 2 << 30, true},
		{"projections", `{"components": [{"type": "sensory_bank", "count": 20000}], "projections":
			[{"from_type": "sensory_bank", "to_type": "sensory_bank", "probability": 0.5}]}`, 2 << 30, true},
		// All copies stand on one spot, so that each is connected to all.
		{"cross-wiring", `{"components": [{"type": "sensory_bank", "count": 3000}],
			"wiring": {"max_distance": 1e9, "probability": 1}}`, 4 << 20, true},
		{"small", `{"components": [{"type": "sensory_bank", "count": 10}]}`, 1 << 20, false},
		{"no bound", `{"components": [{"type": "sensory_bank", "count": 10}]}`, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := Parse("t.json", []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			r.MaxBytes = c.maxBytes
			allocbound.Check(t, 0, 64<<20, 0, func() { _, err = r.Generate(1) })
			if (err != nil) != c.refused || err != nil && !strings.Contains(err.Error(), " MiB of memory, and ") {
				t.Errorf("error %v, refused: %v", err, c.refused)
			}
		})
	}
}

// TestBytesPerSynapse holds the figure to the columns that every synapse has,
// and half of them.
func TestBytesPerSynapse(t *testing.T) {
	var y snn.Synapse
	columns := unsafe.Sizeof(y.Weight) + unsafe.Sizeof(y.Source) + unsafe.Sizeof(y.Target) + unsafe.Sizeof(y.Delay) + unsafe.Sizeof(y.Params) + unsafe.Sizeof(y.Type)
	if want := int(columns + (columns+1)/2); bytesPerSynapse != want {
		t.Errorf("%d bytes, must be %d", bytesPerSynapse, want)
	}
}
