//go:build linux && cgo && egl

package gpu

import "github.com/engine-gpu/engine-gpu/snn"

// flying are the numbers of ticks of the batches that were submitted and not
// decoded, the oldest first.
type flying struct {
	ticks [batchesInFlight]int32
	count int
}

func (f *flying) push(ticks int32) {
	f.ticks[f.count] = ticks
	f.count++
}

func (f *flying) pop() int32 {
	oldest := f.ticks[0]
	copy(f.ticks[:], f.ticks[1:f.count])
	f.count--
	return oldest
}

// decode appends the spikes of a batch: set bits in order are positions in
// order.
func (b *Backend) decode(ticks int32, history []byte, out *snn.Spikes) {
	tickBytes := 4 * int(b.layout.historyWords)
	for t := range int(ticks) {
		before := len(out.Neurons)
		out.Neurons = appendBits(out.Neurons, history[t*tickBytes:(t+1)*tickBytes])
		out.Counts = append(out.Counts, int32(len(out.Neurons)-before))
	}
}
