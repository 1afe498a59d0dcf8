package cpu

import (
	"runtime"
	"sync/atomic"
)

// barrier makes a fixed number of goroutines wait for each other, again and
// again. It spins, because the phases of a tick last microseconds, and lets
// others run after a while, because there may be more threads than cores.
type barrier struct {
	size    int32
	waiting atomic.Int32
	round   atomic.Uint32
}

// spins is how often a waiter looks before it yields.
const spins = 200

func newBarrier(size int) *barrier { return &barrier{size: int32(size)} }

func (b *barrier) wait() {
	if b.size == 1 {
		return
	}
	round := b.round.Load()
	if b.waiting.Add(1) == b.size {
		b.waiting.Store(0)
		b.round.Add(1)
		return
	}
	for i := 0; b.round.Load() == round; i++ {
		if i >= spins {
			runtime.Gosched()
		}
	}
}
