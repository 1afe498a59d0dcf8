package benchmarks_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"sync"
	"testing"
	"unsafe"
)

// The floor benchmarks measure what the machine can do at best, to set beside
// what a tick does: a tick cannot take less than its bytes and updates take
// here. A size is the working set of all threads together, each of which works
// on a part of its own; the sizes lie in L1, L2, L3 and memory on a processor
// with 48 KiB, 1 MiB and 32 MiB of cache.
var floorSizes = []struct {
	name  string
	bytes int
}{
	{"32KiB", 32 << 10}, {"512KiB", 512 << 10}, {"16MiB", 16 << 20}, {"512MiB", 512 << 20},
}

// BenchmarkFloorRead reads memory in order, with the vector loads of Go's
// library: it looks for a byte that is not there. GB/s are bytes read.
func BenchmarkFloorRead(b *testing.B) {
	floor(b, func(b *testing.B, part []byte, rounds int) {
		for range rounds {
			if bytes.IndexByte(part, 1) >= 0 {
				b.Error("there is a byte that was never written")
			}
		}
	}, gigabytes)
}

// BenchmarkFloorSum reads memory in order as compiled Go does, word by word.
// GB/s are bytes read.
func BenchmarkFloorSum(b *testing.B) {
	floor(b, func(b *testing.B, part []uint64, rounds int) {
		var sums [8]uint64
		for range rounds {
			for i := 0; i+8 <= len(part); i += 8 {
				words := part[i : i+8 : i+8]
				sums[0] += words[0]
				sums[1] += words[1]
				sums[2] += words[2]
				sums[3] += words[3]
				sums[4] += words[4]
				sums[5] += words[5]
				sums[6] += words[6]
				sums[7] += words[7]
			}
		}
		if sums != [8]uint64{} {
			b.Error("there is a word that was never written")
		}
	}, gigabytes)
}

// BenchmarkFloorCopy copies one half of the working set to the other. GB/s are
// bytes read and bytes written together.
func BenchmarkFloorCopy(b *testing.B) {
	floor(b, func(_ *testing.B, part []byte, rounds int) {
		half := len(part) / 2
		for range rounds {
			copy(part[half:], part[:half])
		}
	}, gigabytes)
}

// BenchmarkFloorUpdate adds 1 to 4-byte cells at random places: what delivering
// a spike does to the current of its targets, less the reading of the synapse.
// No address depends on an earlier update. ns/update is the time of the run by
// the updates of all threads.
func BenchmarkFloorUpdate(b *testing.B) {
	const updates = 1 << 16 // in a round
	floor(b, func(_ *testing.B, part []int32, rounds int) {
		mask := uint64(len(part) - 1) // sizes are powers of two
		for i := range uint64(rounds * updates) {
			part[scramble(i)&mask]++
		}
	}, func(b *testing.B, _, threads int) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*updates*threads), "ns/update")
	})
}

// scramble turns a counter into a place that no prefetcher can guess.
func scramble(i uint64) uint64 {
	i *= 0x9e3779b97f4a7c15
	i ^= i >> 32
	return i * 0xd6e8feb86659fd93 >> 24
}

// BenchmarkFloorSHA256 is the speed at which spikes could be hashed at best.
func BenchmarkFloorSHA256(b *testing.B) {
	block := make([]byte, 64<<10)
	hash := sha256.New()
	for b.Loop() {
		hash.Write(block)
	}
	b.ReportMetric(float64(len(block))*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GB/s")
}

// floor runs work on every size with one and with two threads: b.N rounds over
// a part of the working set, whose pages are all there before the clock starts.
func floor[T any](b *testing.B, work func(b *testing.B, part []T, rounds int), report func(b *testing.B, size, threads int)) {
	for _, size := range floorSizes {
		for _, threads := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/threads=%d", size.name, threads), func(b *testing.B) {
				parts := make([][]T, threads)
				for i := range parts {
					parts[i] = floorPart[T](size.bytes / threads)
					work(b, parts[i], 1)
				}
				b.ResetTimer()
				var running sync.WaitGroup
				for _, part := range parts {
					running.Go(func() { work(b, part, b.N) })
				}
				running.Wait()
				report(b, size.bytes, threads)
			})
		}
	}
}

// floorPart returns as many cells as fit into the given bytes, all written once.
func floorPart[T any](size int) []T {
	var cell T
	part := make([]T, size/int(unsafe.Sizeof(cell)))
	clear(part)
	return part
}

// gigabytes reports the bytes of the working set by the time of a round.
func gigabytes(b *testing.B, size, _ int) {
	b.ReportMetric(float64(size)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GB/s")
}
