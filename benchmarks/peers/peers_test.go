package peers_test

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/benchmarks/peers"
)

func TestOf(t *testing.T) {
	for name, want := range map[string]float64{
		"Arena": 77, "Arena/cpu/threads=1": 77, "Brain/big_layered_v1/reference": 3.3,
		"IZH/100000x100": 1390, "IZH/100000x1000": 476, "IZH/100000x1000/cpu": 476, "STDP/10000x100": 2700,
		"Brain": 0, "Brain/kitchen_sink": 0, "IZH/10000x1000": 0, "IZH/": 0, "": 0,
	} {
		if f, known := peers.Of(name); f.Low != want || known != (want > 0) {
			t.Errorf("%s: %+v, %v, want %v", name, f, known, want)
		}
	}
	for _, f := range peers.Figures() {
		if !(0 < f.Low && f.Low <= f.High) || f.Source == "" {
			t.Errorf("%+v", f)
		}
	}
}
