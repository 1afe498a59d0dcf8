//go:build linux

package thread

import "sync/atomic"

// bell wakes one waiter. Handing a function to another thread through a
// channel costs some 5 to 10 us, for the kernel must wake the thread; so a
// waiter looks for a while before it sleeps.
type bell struct {
	asleep atomic.Bool
	wake   chan struct{}
}

func newBell() bell { return bell{wake: make(chan struct{}, 1)} }

// await returns when mail holds want; it looks that often before it sleeps. A
// ring may come late, for mail that was seen before it: then it sleeps again.
func (b *bell) await(mail *atomic.Uint32, want uint32, looks int) {
	for {
		for range looks {
			if mail.Load() == want {
				return
			}
		}
		b.asleep.Store(true)
		if mail.Load() == want && b.asleep.CompareAndSwap(true, false) {
			return
		}
		<-b.wake
		if mail.Load() == want {
			return
		}
	}
}

// ring wakes the waiter if it sleeps. Mail must have been written before.
func (b *bell) ring() {
	if b.asleep.CompareAndSwap(true, false) {
		b.wake <- struct{}{}
	}
}
