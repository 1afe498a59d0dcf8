//go:build linux

package thread

import (
	"runtime"
	"sync/atomic"
	"testing"
)

// TestLateRing: a ring for mail that was seen before it came wakes nobody for
// good. With the other side's mail in the box the waiter sleeps on.
func TestLateRing(t *testing.T) {
	b := newBell()
	var mail atomic.Uint32
	mail.Store(done)
	back := make(chan struct{})
	go func() {
		b.await(&mail, posted, 10)
		close(back)
	}()
	for range 3 {
		asleep(t, &b, back)
		b.ring()
	}
	asleep(t, &b, back)
	mail.Store(posted)
	b.ring()
	<-back
}

// asleep waits until the waiter sleeps.
func asleep(t *testing.T, b *bell, back <-chan struct{}) {
	t.Helper()
	for !b.asleep.Load() {
		select {
		case <-back:
			t.Fatal("the waiter is back, and there is no mail")
		default:
			runtime.Gosched()
		}
	}
}
