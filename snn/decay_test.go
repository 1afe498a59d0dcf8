package snn_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/internal/fpmath"
	"github.com/engine-gpu/engine-gpu/snn"
)

// someTaus are time constants from far below a tick to far beyond any run.
func someTaus() []float64 {
	return []float64{
		1e-300, 0.001, 0.01, 0.06, 0.061, 0.5, 1, 1.4426950408889634, 2, 3.3, 7, 20, 61.5, 61.6, 61.7, 100, 123.4,
		500, 1000, 1e4, 1e5, 1e6, 1.0084e6, 1.0085e6, 1e7, 1e8, 1e16, 1e300, math.MaxFloat64,
	}
}

// TestDecay compares with the correctly rounded exponential of package fpmath,
// another program by another method.
func TestDecay(t *testing.T) {
	for _, tau := range someTaus() {
		if got, want := snn.Decay(tau), fpmath.Exp(-1/tau); got != want {
			t.Errorf("tau %v: %v, want %v", tau, got, want)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		tau := math.Exp2(rapid.Float64Range(-9, 60).Draw(r, "log2 tau"))
		if got, want := snn.Decay(tau), fpmath.Exp(-1/tau); got != want {
			r.Errorf("tau %v: %v, want %v", tau, got, want)
		}
	})
}

// TestDecayTable compares the factors with the exponential: rounded once below
// DecayLow ticks, else a product of two of those, rounded.
func TestDecayTable(t *testing.T) {
	check := func(t interface{ Errorf(string, ...any) }, tau float64, ks []int32) {
		table := snn.NewDecayTable(tau)
		last := float32(math.Inf(1))
		for _, k := range ks {
			got := table.Factor(k)
			exact := fpmath.Exp(-float64(k) / tau)
			switch {
			case k >= table.End:
				if got != table.Beyond {
					t.Errorf("tau %v: the factor of %d ticks is %v, beyond the end it is %v", tau, k, got, table.Beyond)
				}
			case k < snn.DecayLow:
				if got != float32(exact) {
					t.Errorf("tau %v: the factor of %d ticks is %v, want %v", tau, k, got, float32(exact))
				}
			default: // three roundings of half a unit in the last place
				if math.Abs(float64(got)-exact) > 3*0x1p-24*1.001*exact {
					t.Errorf("tau %v: the factor of %d ticks is %v, want %v", tau, k, got, exact)
				}
			}
			if got != 0 && got < 0x1p-25 {
				t.Errorf("tau %v: the factor of %d ticks is %v, far below the floor", tau, k, got)
			}
			if k > 0 && got > table.Factor(1) {
				t.Errorf("tau %v: the factor of %d ticks is %v, that of one tick %v", tau, k, got, table.Factor(1))
			}
			if got > last*(1+3*0x1p-24) {
				t.Errorf("tau %v: the factor grows to %v in %d ticks", tau, got, k)
			}
			last = got
		}
	}
	for _, tau := range someTaus() {
		var ks []int32
		for k := range int32(3000) {
			ks = append(ks, k)
		}
		for k := int32(3001); k < 1<<25; k += k / 50 {
			ks = append(ks, k, k+1)
		}
		check(t, tau, append(ks, math.MaxInt32))
	}
	rapid.Check(t, func(r *rapid.T) {
		tau := math.Exp2(rapid.Float64Range(-5, 30).Draw(r, "log2 tau"))
		k := rapid.Int32Range(0, 1<<25).Draw(r, "ticks")
		check(r, tau, []int32{0, 1, k + 1, k + 2, k + 1025})
	})
}

// TestDecayTableEnd: from the end on a factor is below the floor, before it is
// not; a table that would be too long keeps its last factor.
func TestDecayTableEnd(t *testing.T) {
	for _, tau := range someTaus() {
		table := snn.NewDecayTable(tau)
		end := float64(table.End)
		if table.End == 1<<24 {
			if table.Beyond != table.Factor(table.End-1) || table.Beyond < snn.TraceFloor {
				t.Errorf("tau %v: beyond the end of the table the factor is %v, before it %v", tau, table.Beyond, table.Factor(table.End-1))
			}
			continue
		}
		if table.Beyond != 0 {
			t.Errorf("tau %v: beyond the end the factor is %v", tau, table.Beyond)
		}
		if below := math.Exp(-end / tau); below > snn.TraceFloor*(1+1e-9) {
			t.Errorf("tau %v: after %v ticks, the end, the factor is %v", tau, end, below)
		}
		if above := math.Exp(-(end - 1) / tau); above < snn.TraceFloor*(1-1e-9) {
			t.Errorf("tau %v: after %v ticks, before the end, the factor is %v", tau, end-1, above)
		}
	}
	// 24·ln 2 = 16.6355 time constants.
	for tau, want := range map[float64]int32{0.01: 1, 0.06: 1, 0.061: 2, 1: 17, 20: 333, 500: 8318, 1008515: 16777184, 1e7: 1 << 24} {
		if got := snn.NewDecayTable(tau).End; got != want {
			t.Errorf("the table of %v ticks ends at %d, want %d", tau, got, want)
		}
	}
}

func TestDecayed(t *testing.T) {
	table := snn.NewDecayTable(20)
	for _, c := range []struct {
		value float32
		k     int32
		want  float32
	}{
		{0, 0, 0},
		{1, 0, 1},
		{-3, 0, -3},
		{1, 332, table.Factor(332)}, // exp(-16.6) = 6.2e-8, the floor is 6.0e-8
		{1, 333, 0},
		{-1, 333, 0},
		{2, 332, 2 * table.Factor(332)},
		{1 << 30, 1 << 30, 0},
		{snn.TraceFloor, 0, snn.TraceFloor},
		{snn.TraceFloor * 0.99, 0, 0},
		{-snn.TraceFloor, 1, 0},
		{snn.SpentTrace, 0, 0},
	} {
		if got := table.Decayed(c.value, c.k); got != c.want || math.Signbit(float64(got)) != (c.want < 0) {
			t.Errorf("%v after %d ticks: %v, want %v", c.value, c.k, got, c.want)
		}
	}
}

func TestFlush(t *testing.T) {
	const smallest = 0x1p-126
	for _, x := range []float32{0, 1, -1, smallest, -smallest, math.MaxFloat32} {
		if got := snn.Flush(x); got != x {
			t.Errorf("%v becomes %v", x, got)
		}
	}
	for _, x := range []float32{math.SmallestNonzeroFloat32, smallest - math.SmallestNonzeroFloat32, -smallest / 2} {
		if got := snn.Flush(x); got != 0 {
			t.Errorf("the denormal %v becomes %v", x, got)
		}
	}
}
