package recorded_test

import (
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/plot/recorded"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// recordMany records 100,000 neurons of four types: waves of 4 Hz run through
// the RS and FS neurons, which have rates of their own; IB neurons are silent
// in the middle, LTS neurons burst together.
func recordMany(tb testing.TB, dir string, neurons int, ticks int32) {
	b := &snn.Brain{Neurons: make([]snn.Neuron, neurons)}
	own := make([]float64, neurons)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range b.Neurons {
		kind := snn.RS
		switch {
		case i%5 == 4:
			kind = snn.FS
		case i%100 == 50:
			kind = snn.IB
		case i%1000 == 77:
			kind = snn.LTS
		}
		b.Neurons[i] = snn.Neuron{ID: int64(i), Type: kind}
		own[i] = 5e-3 * math.Exp(r.NormFloat64()*0.8)
	}
	fields, err := record.ParseFields("spikes,rates")
	if err != nil {
		tb.Fatal(err)
	}
	to, err := record.NewRecorder(record.Config{
		Dir: dir, Fields: fields, Format: record.FormatParquet, Brain: b,
		Manifest: record.Manifest{Brain: record.Brain{Name: "synthetic"}, Seed: 1},
	})
	if err != nil {
		tb.Fatal(err)
	}
	var fired []int32
	for tick := range ticks {
		fired = fired[:0]
		for i := range b.Neurons {
			rate := own[i]
			switch phase := 2 * math.Pi * (float64(tick)/250 - float64(i)/float64(neurons)); b.Neurons[i].Type {
			case snn.RS:
				rate *= 1 + math.Sin(phase)
			case snn.FS:
				rate *= 3 * (1 + math.Sin(phase-0.5))
			case snn.IB:
				if tick > ticks/3 && tick < ticks*2/3 {
					rate = 0
				}
			case snn.LTS:
				if tick%1000 > 60 {
					rate = 0
				}
				rate *= 10
			}
			if r.Float64() < rate {
				fired = append(fired, int32(i))
			}
		}
		if err := to.Record(tick, fired); err != nil {
			tb.Fatal(err)
		}
	}
	if _, err := to.Finish(&state{ticks}, record.End{}); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkFigures draws a recording of 100,000 neurons over 2 s.
func BenchmarkFigures(b *testing.B) {
	dir := b.TempDir()
	recordMany(b, dir, 100_000, 2000)
	for b.Loop() {
		r, err := recorded.Open(dir, 0, 0)
		if err != nil {
			b.Fatal(err)
		}
		for _, name := range []string{"raster", "population", "isi", "rates"} {
			f, err := r.Figure(name)
			if err != nil {
				b.Fatal(err)
			}
			if err := plot.Write(io.Discard, f, plot.PNG); err != nil {
				b.Fatal(err)
			}
		}
	}
}
