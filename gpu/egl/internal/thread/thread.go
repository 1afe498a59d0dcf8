//go:build linux

package thread

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
)

// ErrClosed is what Do returns once the thread has ended.
var ErrClosed = errors.New("the thread is closed")

// ErrInside is what Close returns inside Do.
var ErrInside = errors.New("closed from inside Do")

// errExit is what Do returns when its function ends the goroutine it runs on.
var errExit = errors.New("the function called runtime.Goexit (t.FailNow, t.Skip) and so ended the context's thread")

// What the mailbox holds.
const (
	empty uint32 = iota
	posted
	done
)

// How often each side looks before it sleeps: for 2 us, so that it leaves its
// core to a software GL that computes on it, unless told to be eager. Then for
// about 100 us, so that the caller has its result at once and, when it comes
// back after some work of its own, finds the thread awake.
const (
	calmLooks  = 4_000
	eagerLooks = 200_000
)

// Thread is an OS thread that runs what Do gives it.
type Thread struct {
	id    int // as the kernel counts threads
	looks bool

	turn   sync.Mutex   // held by the caller that uses the mailbox
	closed bool         // under turn
	often  atomic.Int32 // how often both sides look

	mail   atomic.Uint32
	fn     func() error // valid while mail is posted
	err    error        // valid while mail is done
	gone   bool         // likewise: the thread ended with this function
	thread bell
	caller bell
}

// Start starts a thread.
func Start() *Thread {
	t := &Thread{
		looks:  runtime.GOMAXPROCS(0) > 1,
		thread: newBell(), caller: newBell(),
	}
	t.often.Store(calmLooks)
	started := make(chan int)
	go t.run(started)
	t.id = <-started
	return t
}

// Do runs fn on the thread and returns its error. Calls from several
// goroutines run one after the other, each whole. A call from inside fn runs
// at once, in place. A panic in fn becomes an error with its stack, and the
// thread lives on.
func (t *Thread) Do(fn func() error) error {
	if t.inside() {
		return guard(fn)
	}
	t.turn.Lock()
	defer t.turn.Unlock()
	if t.closed {
		return ErrClosed
	}
	return t.post(fn)
}

// inside tells whether the caller runs on the thread: since it is locked, no
// other goroutine does.
func (t *Thread) inside() bool { return syscall.Gettid() == t.id }

// Finish runs last on the thread, after what is under way, and ends it, whatever
// last returns. Once the thread has ended it does nothing. Inside Do it is
// refused, since the thread cannot wait for itself.
func (t *Thread) Finish(last func() error) error {
	if t.inside() {
		return ErrInside
	}
	t.turn.Lock()
	defer t.turn.Unlock()
	if t.closed {
		return nil
	}
	err := t.post(last)
	if !t.closed {
		t.closed = true
		err = errors.Join(err, t.post(nil))
	}
	return err
}

// Close ends the thread after what is under way.
func (t *Thread) Close() error { return t.Finish(func() error { return nil }) }

// Eager makes both sides look about 100 us before they sleep: right where
// another processor computes.
func (t *Thread) Eager() { t.often.Store(eagerLooks) }

// post hands fn over and waits for its result. The caller holds the turn.
func (t *Thread) post(fn func() error) error {
	t.fn = fn
	t.mail.Store(posted)
	t.thread.ring()
	t.caller.await(&t.mail, done, t.upTo())
	err := t.err
	t.closed = t.closed || t.gone
	t.fn, t.err = nil, nil
	t.mail.Store(empty)
	return err
}

// run is the thread. It never unlocks, so that the OS thread, with whatever
// state the driver left on it, ends with the goroutine.
func (t *Thread) run(started chan<- int) {
	runtime.LockOSThread()
	started <- syscall.Gettid()
	finished := false
	defer func() {
		if !finished { // Goexit
			t.reply(errExit, true)
		}
	}()
	for {
		t.thread.await(&t.mail, posted, t.upTo())
		if t.fn == nil {
			finished = true
			t.reply(nil, true)
			return
		}
		t.reply(guard(t.fn), false)
	}
}

func (t *Thread) reply(err error, gone bool) {
	t.err, t.gone = err, gone
	t.mail.Store(done)
	t.caller.ring()
}

// upTo is how often to look: not at all where only one goroutine can run.
func (t *Thread) upTo() int {
	if t.looks {
		return int(t.often.Load())
	}
	return 0
}

// guard calls fn and turns a panic into an error.
func guard(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic on the context's thread: %v\n%s", r, debug.Stack())
		}
	}()
	return fn()
}
