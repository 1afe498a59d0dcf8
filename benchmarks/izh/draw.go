package izh

import (
	"math/bits"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// The streams of random numbers that a neuron has.
const (
	targets = iota
	delays
	voltages
)

// Start voltages are uniform between these [mV].
const (
	lowestVoltage  = -70
	highestVoltage = -50
)

// maxBuckets bounds the memory of a sort to what fits the fastest cache.
const maxBuckets = 4096

// scratchBytes is what a drawer needs for each synapse of a neuron.
const scratchBytes = 4

// drawer draws the random numbers of neurons, one after the other: Philox of
// seed, neuron and stream.
type drawer struct {
	c     Config
	words []uint32 // of a row
	next  []int32  // by bucket: place of its next word
	shift int      // of a word to its bucket
}

func newDrawer(c Config) *drawer {
	buckets := min(1<<bits.Len(uint(c.Fanout-1)), maxBuckets)
	return &drawer{
		c: c, words: make([]uint32, c.Fanout), next: make([]int32, buckets),
		shift: 32 - bits.Len(uint(buckets-1)),
	}
}

// draw returns four random words of a neuron's stream.
func (d *drawer) draw(neuron int, stream, block uint32) [4]uint32 {
	return snn.Philox4x32([4]uint32{block, uint32(neuron), stream, 0}, [2]uint32{uint32(d.c.Seed), uint32(d.c.Seed >> 32)})
}

// below turns a random word into a whole number below a bound, in the order of
// the words. The bound divided by 2^32 is the largest difference of two
// probabilities, relative.
func below(bound int, word uint32) uint32 { return uint32(uint64(word) * uint64(bound) >> 32) }

// voltage draws a start voltage [mV].
func (d *drawer) voltage(neuron int) float32 {
	const span = highestVoltage - lowestVoltage
	word := d.draw(neuron, voltages, 0)[0]
	return float32(float64(float64(word)*(span*0x1p-32)) + lowestVoltage)
}

// row draws the destinations of a neuron's synapses, by ascending target.
func (d *drawer) row(neuron int, row []uint32) {
	d.rowTargets(neuron, row)
	if d.c.MaxDelay == 1 {
		for k, target := range row {
			row[k] = snn.Destination(int32(target), 1)
		}
		return
	}
	var words [4]uint32
	for k, target := range row {
		if k%4 == 0 {
			words = d.draw(neuron, delays, uint32(k/4))
		}
		row[k] = snn.Destination(int32(target), 1+int32(below(d.c.MaxDelay, words[k%4])))
	}
}

// rowTargets draws targets and sorts them: into buckets, of which there are
// about as many as targets, by the first bits of the words that they are drawn
// from, then within the buckets.
func (d *drawer) rowTargets(neuron int, row []uint32) {
	clear(d.next)
	for k := 0; k < len(row); k += 4 {
		words := d.draw(neuron, targets, uint32(k/4))
		for i, word := range words[:min(4, len(row)-k)] {
			d.words[k+i] = word
			d.next[word>>d.shift]++
		}
	}
	var first int32
	for i, count := range d.next {
		d.next[i] = first
		first += count
	}
	for _, word := range d.words {
		next := &d.next[word>>d.shift]
		row[*next] = below(d.c.Neurons, word)
		*next++
	}
	if len(row) > 4*len(d.next) {
		slices.Sort(row)
		return
	}
	for k := 1; k < len(row); k++ {
		x, i := row[k], k
		for ; i > 0 && row[i-1] > x; i-- {
			row[i] = row[i-1]
		}
		row[i] = x
	}
}
