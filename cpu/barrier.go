package cpu

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// barrier makes a fixed number of goroutines wait for each other, again and
// again. It spins at first, because the phases of a tick last microseconds.
// Then it sleeps: where other programs want the cores too, a waiter that went
// on spinning would hold the core that those it waits for need.
type barrier struct {
	size     int32
	waiting  atomic.Int32
	round    atomic.Uint32
	sleepers atomic.Int32
	mutex    sync.Mutex
	wake     sync.Cond
}

// spins is how often a waiter looks before it sleeps: some 30 microseconds.
const spins = 20000

// spinsPerYield is how often it looks before it lets other goroutines run:
// there may be more threads than cores.
const spinsPerYield = 100

func newBarrier(size int) *barrier {
	b := &barrier{size: int32(size)}
	b.wake.L = &b.mutex
	return b
}

func (b *barrier) wait() {
	if b.size == 1 {
		return
	}
	round := b.round.Load()
	if b.waiting.Add(1) == b.size {
		b.waiting.Store(0)
		b.round.Add(1)
		if b.sleepers.Load() > 0 {
			b.mutex.Lock()
			b.wake.Broadcast()
			b.mutex.Unlock()
		}
		return
	}
	for i := range spins {
		if b.round.Load() != round {
			return
		}
		if i%spinsPerYield == spinsPerYield-1 {
			runtime.Gosched()
		}
	}
	// The last to arrive either sees the sleeper or has moved the round on
	// before the sleeper looks again.
	b.mutex.Lock()
	b.sleepers.Add(1)
	for b.round.Load() == round {
		b.wake.Wait()
	}
	b.sleepers.Add(-1)
	b.mutex.Unlock()
}
