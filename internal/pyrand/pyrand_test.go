package pyrand_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/internal/pyrand"
)

// lengths are the list lengths that one choice each is drawn from in
// TestRandomMatchesPython.
var lengths = []int{1, 2, 3, 4, 7, 10, 1000, math.MaxInt32}

// The figures were printed by CPython 3.11: two random(), a choice from a list
// of each of lengths, one more random().
func TestRandomMatchesPython(t *testing.T) {
	for _, c := range []struct {
		seed   int64
		first  [2]float64
		choice []int
		last   float64
	}{
		{0, [2]float64{0x1.b0580f98a7dbep-1, 0x1.84129978f9c1ap-1}, []int{0, 0, 1, 3, 3, 4, 991, 1023484162}, 0.3580493746949883},
		{1, [2]float64{0x1.132d8f91b7584p-3, 0x1.b1e2d5b3584f8p-1}, []int{0, 1, 0, 3, 6, 7, 483, 1399285261}, 0.37961522332372777},
		{42, [2]float64{0x1.4762f307200c5p-1, 0x1.99c6b5eeb2060p-6}, []int{0, 0, 0, 1, 5, 1, 692, 1590571865}, 0.8921795677048454},
		{-42, [2]float64{0x1.4762f307200c5p-1, 0x1.99c6b5eeb2060p-6}, []int{0, 0, 0, 1, 5, 1, 692, 1590571865}, 0.8921795677048454},
		{1<<32 - 1, [2]float64{0x1.454d9227a7013p-1, 0x1.a0274a3720bf8p-3}, []int{0, 1, 1, 2, 2, 7, 420, 138026333}, 0.2169774768592596},
		{1 << 32, [2]float64{0x1.ced31cb3df170p-4, 0x1.abdb5477a4f26p-2}, []int{0, 0, 2, 2, 6, 8, 462, 30061140}, 0.1380847623629401},
		{math.MaxInt64, [2]float64{0x1.443e8e5409ca6p-2, 0x1.43346b887de9dp-1}, []int{0, 1, 0, 3, 6, 9, 282, 356590436}, 0.7074740034351898},
		{math.MinInt64, [2]float64{0x1.1b5fa2193586fp-1, 0x1.e198384d65bb9p-1}, []int{0, 0, 1, 2, 4, 4, 469, 1398437187}, 0.6694194299285753},
	} {
		r := pyrand.NewRandom(c.seed)
		for i, want := range c.first {
			if got := r.Float64(); got != want {
				t.Errorf("seed %d: number %d is %v, Python draws %v", c.seed, i, got, want)
			}
		}
		for i, want := range c.choice {
			if got := r.Index(lengths[i]); got != want {
				t.Errorf("seed %d: choice of %d is %d, Python draws %d", c.seed, lengths[i], got, want)
			}
		}
		if got := r.Float64(); got != c.last {
			t.Errorf("seed %d: the number after the choices is %v, Python draws %v", c.seed, got, c.last)
		}
	}
}

// The check values of the V8 reference, and one from far behind the first
// block of 624 words.
func TestRandomMatchesReference(t *testing.T) {
	r := pyrand.NewRandom(42)
	for i, want := range []float64{0.6394267984578837, 0.025010755222666936, 0.27502931836911926} {
		if got := r.Float64(); got != want {
			t.Errorf("number %d is %v, want %v", i, got, want)
		}
	}
	if got := r.Index(10); got != 3 {
		t.Errorf("choice of 10 is %d, want 3", got)
	}
	if got := r.Index(7); got != 1 {
		t.Errorf("choice of 7 is %d, want 1", got)
	}
	if got := r.Float64(); got != 0.7364712141640124 {
		t.Errorf("the number after the choices is %v, want 0.7364712141640124", got)
	}

	r = pyrand.NewRandom(42)
	for range 100000 {
		r.Float64()
	}
	if got := r.Float64(); got != 0.5755863844582546 {
		t.Errorf("number 100,000 is %v, Python draws 0.5755863844582546", got)
	}
}

func TestRandomStateMatchesNumPy(t *testing.T) {
	r := pyrand.NewRandomState(42)
	for i, want := range []float64{2.353304971691044, 5.9735141613602165} {
		if got := r.Uniform(0, 2*math.Pi); got != want {
			t.Errorf("number %d is %v, NumPy draws %v", i, got, want)
		}
	}
}

func TestNumbersStayInRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Int64().Draw(t, "seed")
		n := rapid.IntRange(1, math.MaxInt32).Draw(t, "n")
		r := pyrand.NewRandom(seed)
		if k := r.Index(n); k < 0 || k >= n {
			t.Fatalf("choice of %d is %d", n, k)
		}
		if x := r.Float64(); x < 0 || x >= 1 {
			t.Fatalf("random is %v", x)
		}
		low := rapid.Float64Range(-1e6, 1e6).Draw(t, "low")
		high := low + rapid.Float64Range(0, 1e6).Draw(t, "width")
		if x := pyrand.NewRandomState(uint32(seed)).Uniform(low, high); x < low || x > high {
			t.Fatalf("uniform(%v, %v) is %v", low, high, x)
		}
	})
}

func TestIndexRefusesAnEmptyList(t *testing.T) {
	for _, n := range []int{0, -1, 1 << 31} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Index(%d) did not panic", n)
				}
			}()
			pyrand.NewRandom(1).Index(n)
		}()
	}
}
