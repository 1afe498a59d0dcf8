package record_test

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// arenaSize are the neurons of arena_v1 and how many of them fire in a tick.
const (
	arenaNeurons = 8070
	arenaSpikes  = 298
)

func arenaRun(b *testing.B, fields string) (*testRun, *record.Recorder, []int32) {
	r := newTestRun()
	cfg := config(b, r, b.TempDir(), fields, record.FormatParquet)
	cfg.Brain = &snn.Brain{Neurons: make([]snn.Neuron, arenaNeurons)}
	for i := range cfg.Brain.Neurons {
		cfg.Brain.Neurons[i].ID = int64(i)
	}
	recorder, err := record.NewRecorder(cfg)
	if err != nil {
		b.Fatal(err)
	}
	fired := make([]int32, arenaSpikes)
	for i := range fired {
		fired[i] = int32(i * arenaNeurons / arenaSpikes)
	}
	return r, recorder, fired
}

// BenchmarkRecord is what a tick of arena_v1 costs to record; the tick itself
// takes the cpu backend some 27 µs.
func BenchmarkRecord(b *testing.B) {
	for _, fields := range []string{"spikes", "spikes,rates", "trajectory,body"} {
		b.Run(fields, func(b *testing.B) {
			r, recorder, fired := arenaRun(b, fields)
			defer recorder.Kill()
			next := int32(0)
			for b.Loop() {
				if r.ticks >= next {
					if err := recorder.Look(r); err != nil {
						b.Fatal(err)
					}
					next = recorder.Next(r.ticks)
				}
				if err := recorder.Record(r.ticks, fired); err != nil {
					b.Fatal(err)
				}
				r.ticks++
			}
		})
	}
}

// BenchmarkFinish is what a recorded spike costs at the end of a run.
func BenchmarkFinish(b *testing.B) {
	const ticks = 10_000
	for b.Loop() {
		r, recorder, fired := arenaRun(b, "spikes")
		for range ticks {
			if err := recorder.Record(r.ticks, fired); err != nil {
				b.Fatal(err)
			}
			r.ticks++
		}
		if _, err := recorder.Finish(r, record.End{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*ticks*arenaSpikes), "ns/spike")
}
