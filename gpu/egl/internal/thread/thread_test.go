//go:build linux

package thread

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func start(t testing.TB) *Thread {
	t.Helper()
	thread := Start()
	t.Cleanup(func() {
		if err := thread.Close(); err != nil {
			t.Error(err)
		}
	})
	return thread
}

func TestDoRunsOnOneThread(t *testing.T) {
	thread := start(t)
	var ids sync.Map
	var group sync.WaitGroup
	calls := 0 // written on the thread only: the race detector checks the hand-over
	for range 16 {
		group.Go(func() {
			for range 200 {
				err := thread.Do(func() error {
					ids.Store(syscall.Gettid(), true)
					calls++
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	count := 0
	ids.Range(func(any, any) bool { count++; return true })
	if count != 1 || calls != 16*200 {
		t.Errorf("%d threads, %d calls, want 1, %d", count, calls, 16*200)
	}
}

func TestDoReturnsTheError(t *testing.T) {
	want := errors.New("no")
	if err := start(t).Do(func() error { return want }); !errors.Is(err, want) {
		t.Errorf("got %v", err)
	}
}

func TestDoWakesASleepingThread(t *testing.T) {
	thread := start(t)
	for range 20 {
		time.Sleep(2 * time.Millisecond) // longer than it looks
		slow := func() error { time.Sleep(2 * time.Millisecond); return nil }
		if err := thread.Do(slow); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDoInsideDoRunsInPlace(t *testing.T) {
	thread := start(t)
	var order []int
	err := thread.Do(func() error {
		order = append(order, 1)
		err := thread.Do(func() error { order = append(order, 2); return nil })
		order = append(order, 3)
		return err
	})
	if err != nil || len(order) != 3 || order[1] != 2 {
		t.Errorf("order %v, error %v", order, err)
	}
}

func TestPanicBecomesAnError(t *testing.T) {
	thread := start(t)
	err := thread.Do(func() error { panic("boom") })
	if err == nil || !strings.Contains(err.Error(), "boom") || !strings.Contains(err.Error(), "thread_test.go") {
		t.Errorf("got %v, want boom with the stack", err)
	}
	if err := thread.Do(func() error { return nil }); err != nil {
		t.Errorf("after a panic: %v", err)
	}
}

func TestGoexitEndsTheThread(t *testing.T) {
	thread := start(t)
	if err := thread.Do(func() error { runtime.Goexit(); return nil }); !errors.Is(err, errExit) {
		t.Errorf("got %v", err)
	}
	if err := thread.Do(func() error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("afterwards: %v", err)
	}
}

func TestClose(t *testing.T) {
	thread := start(t)
	if err := thread.Do(thread.Close); err == nil {
		t.Error("Close inside Do was not refused")
	}
	for range 2 {
		if err := thread.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := thread.Do(func() error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("Do after Close: %v", err)
	}
}

func TestOneProcessor(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	thread := start(t)
	for range 100 {
		if err := thread.Do(func() error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDoAllocatesNothing(t *testing.T) {
	thread := start(t)
	nop := func() error { return nil }
	if n := testing.AllocsPerRun(100, func() { _ = thread.Do(nop) }); n != 0 {
		t.Errorf("%v allocations a call", n)
	}
}

func BenchmarkDo(b *testing.B) {
	thread := start(b)
	nop := func() error { return nil }
	for b.Loop() {
		_ = thread.Do(nop)
	}
}

func BenchmarkDoAfterSleep(b *testing.B) {
	thread := start(b)
	thread.looks = false
	nop := func() error { return nil }
	for b.Loop() {
		_ = thread.Do(nop)
	}
}
