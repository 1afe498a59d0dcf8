package bins_test

import (
	"math/rand/v2"
	"testing"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

// BenchmarkRecord counts the spikes of a tick of arena_v1: 298 of its 8,070
// neurons, most of them among those that fire at 250 Hz.
func BenchmarkRecord(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	kind := make([]uint8, 8070)
	for i := range kind {
		kind[i] = uint8(i * 5 / len(kind))
	}
	s := bins.NewSpikes(bins.NewLayout([]string{"RS", "FS", "IB", "CH", "LTS"}, kind), 0)
	ticks := make([][]int32, 64)
	for t := range ticks {
		for n := range int32(len(kind)) {
			if p := r.Float64(); n >= 5000 && n < 5800 && p < 0.25 || p < 0.012 {
				ticks[t] = append(ticks[t], n)
			}
		}
	}
	b.ResetTimer()
	for tick := range int32(b.N) {
		s.Record(tick, ticks[tick%64])
	}
	b.ReportMetric(float64(s.Total())/float64(b.N), "spikes/tick")
}
