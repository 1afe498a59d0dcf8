package columnar

import (
	"bytes"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// sameBrain compares two brains to the last bit: DeepEqual alone would take -0
// for 0, equal files alone what is not written for equal.
func sameBrain(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, got, want *snn.Brain) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("read\n%+v, written\n%+v", got, want)
	}
	var first, second buffer
	if err := Write(&first, want); err != nil {
		t.Fatalf("%v", err)
	}
	if err := Write(&second, got); err != nil {
		t.Fatalf("%v", err)
	}
	if !bytes.Equal(first.data, second.data) {
		t.Fatalf("written twice, two files")
	}
}

// TestRoundTrip: brains of all shapes come back to the last bit.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := backendtest.Lively(rapid.IntRange(1, 30).Draw(r, "neurons"))
		s.Synapses = rapid.IntRange(0, 60).Draw(r, "synapses")
		s.Ring, s.Selves, s.Twins = 0, rapid.IntRange(0, 3).Draw(r, "selves"), 0
		s.Odd, s.Restored = rapid.Bool().Draw(r, "odd"), rapid.Bool().Draw(r, "restored")
		b := s.Generate(rapid.Uint64().Draw(r, "seed"))
		var file buffer
		if err := Write(&file, b); err != nil {
			r.Fatal(err)
		}
		back, err := decode(file.data)
		if err != nil {
			r.Fatal(err)
		}
		sameBrain(r, back, b)
	})
}

// TestRoundTripBits: what == does not tell apart, and what nothing uses.
func TestRoundTripBits(t *testing.T) {
	b := brain(t)
	negativeZero := math.Copysign(0, -1)
	b.Synapses.Weight[3], b.Neurons[1].Y, b.Neurons[1].X = negativeZero, negativeZero, math.SmallestNonzeroFloat64
	b.States = append(b.States, snn.SynapseState{Trace: negativeZero, EligPost: math.MaxFloat64, SourceFires: math.MaxInt32, Alive: true})
	b.ParamSets = append(b.ParamSets, snn.ParamSet{Type: snn.GapJunction, Text: "", Params: snn.DefaultParams(snn.GapJunction)})
	back, err := decode(encode(t, b))
	if err != nil {
		t.Fatal(err)
	}
	sameBrain(t, back, b)
	if !math.Signbit(back.Synapses.Weight[3]) || !math.Signbit(back.Neurons[1].Y) || !math.Signbit(back.States[len(back.States)-1].Trace) {
		t.Error("-0 came back as 0")
	}
}

// TestRoundTripPlain: what a brain lacks, the brain read lacks too.
func TestRoundTripPlain(t *testing.T) {
	for name, b := range map[string]*snn.Brain{"plain": plain(), "one neuron": {Neurons: []snn.Neuron{{ID: -5}}}} {
		back, err := decode(encode(t, b))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		sameBrain(t, back, b)
		if back.Synapses.ID != nil || back.Synapses.State != nil || back.BodyMap != nil || back.SensorMap != nil {
			t.Errorf("%s: %+v", name, back)
		}
	}
}

// TestWriteRefuses: what could not be read back is not written.
func TestWriteRefuses(t *testing.T) {
	for want, spoil := range map[string]func(*snn.Brain){
		"weight is not finite":               func(b *snn.Brain) { b.Synapses.Weight[2] = math.NaN() },
		"does not say what the parameters":   func(b *snn.Brain) { b.ParamSets[0].WMax++ },
		"malformed params JSON":              func(b *snn.Brain) { b.ParamSets[0].Text = "{" },
		"state 1: a counter is outside":      func(b *snn.Brain) { b.States[1].SourceFires = -1 },
		"state 0: a counter is outside":      func(b *snn.Brain) { b.States[0].Coincidences = math.MaxInt32 + 1 },
		"body_map row 2: a value is none":    func(b *snn.Brain) { b.BodyMap[1].Side = snn.Left },
		"body_map row 1: a value is none":    func(b *snn.Brain) { b.BodyMap[0].Effect = 2 },
		"sensor_map row 1: a value is none":  func(b *snn.Brain) { b.SensorMap[0].Side = snn.Ventral },
		"the brain has no neurons":           func(b *snn.Brain) { *b = snn.Brain{} },
		"the column source has 3 rows":       func(b *snn.Brain) { b.Synapses.Source = b.Synapses.Source[:3] },
		"SynapseType(8)":                     func(b *snn.Brain) { b.ParamSets = append(b.ParamSets, snn.ParamSet{Type: 8}) },
		"sensor_map row 1: a value is none ": func(b *snn.Brain) { b.SensorMap[0].Modality = 3 },
	} {
		b := brain(t)
		spoil(b)
		var file buffer
		err := Write(&file, b)
		if err == nil || !bytes.Contains([]byte(err.Error()), []byte(want)) {
			t.Errorf("error %v, want %s", err, want)
		}
		if len(file.data) != 0 {
			t.Errorf("%s: something was written", want)
		}
	}
}
