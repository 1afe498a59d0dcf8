package cpu

import (
	"sync"
	"testing"
)

// TestBarrier: nobody passes before all have arrived, round after round. Each
// goroutine writes its own element before the barrier and reads all of them
// after it.
func TestBarrier(t *testing.T) {
	for _, size := range []int{1, 2, 3, 8} {
		b := newBarrier(size)
		const rounds = 2000
		seen := make([]int, size)
		var all sync.WaitGroup
		for i := range size {
			all.Go(func() {
				for round := 1; round <= rounds; round++ {
					seen[i] = round
					b.wait()
					for j, at := range seen {
						if at != round {
							t.Errorf("%d goroutines: in round %d, goroutine %d is at %d", size, round, j, at)
							return
						}
					}
					b.wait()
				}
			})
		}
		all.Wait()
	}
}
