package encoder

import (
	"context"
	"io"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// memory is a sound in memory.
func memory(rate int, x []float64) sound {
	return sound{rate: rate, windows: math.MaxInt64, open: func() (samples, error) { return &slice{x}, nil }}
}

// slice gives its samples in pieces of odd lengths.
type slice struct{ rest []float64 }

func (s *slice) read(into []float64) (int, error) {
	n := copy(into[:min(len(into), 97)], s.rest)
	if s.rest = s.rest[n:]; n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func encodeMemory(t *testing.T, rate int, x []float64) *Encoded {
	t.Helper()
	e, err := encode(context.Background(), memory(rate, x))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// sine is a sum of sines of equal amplitudes.
func sine(rate int, seconds float64, frequencies ...float64) []float64 {
	x := make([]float64, int(seconds*float64(rate)))
	for i := range x {
		for _, f := range frequencies {
			x[i] += math.Sin(2 * math.Pi * f * float64(i) / float64(rate))
		}
	}
	return x
}

// TestEdges puts frequencies into bands of a known ratio: at 40,960 Hz, were
// the top 20,480, a band would be a quarter of an octave. At 20,480 Hz the top
// is 10,240 = 80·2^7, and 32 bands make 7 octaves.
func TestEdges(t *testing.T) {
	s := newScale(20480)
	for _, test := range []struct {
		numerator, denominator int64 // [Hz]
		band                   int
	}{
		{79999999, 1000000, -1}, {80, 1, 0}, {10240, 1, 31}, {10240000001, 1000000, -1}, {0, 1, -1},
		// An octave up the band number is 32/7 further: 4.57, 9.14, ...
		{160, 1, 4}, {320, 1, 9}, {640, 1, 13}, {1280, 1, 18}, {2560, 1, 22}, {5120, 1, 27},
	} {
		if got := s.band(big.NewRat(test.numerator, test.denominator)); got != test.band {
			t.Errorf("%d/%d Hz: band %d, want %d", test.numerator, test.denominator, got, test.band)
		}
	}
	// At 2,560 Hz the top is 1,280 = 80·2^4: the edges of every eighth band are
	// whole octaves, and belong to the band above.
	s = newScale(2560)
	for b, f := range []int64{80, 160, 320, 640} {
		if got := s.band(big.NewRat(f, 1)); got != 8*b {
			t.Errorf("%d Hz: band %d, want %d", f, got, 8*b)
		}
		if got := s.band(big.NewRat(f*1e9-1, 1e9)); got != 8*b-1 {
			t.Errorf("just below %d Hz: band %d, want %d", f, got, 8*b-1)
		}
	}
}

// TestBins holds the coefficients against the definition, in logarithms where
// no border is near.
func TestBins(t *testing.T) {
	// 48 kHz: coefficients every 40 Hz, bands of ratio 200^(1/32) = 1.18: 80,
	// 94, 111, 131, 155, 183, ... Band 1 has its middle at 102.5 Hz and band 3
	// at 142.7 Hz: 120 and 160 Hz are nearest.
	bins := newScale(48000).bins(48000, 1200)
	for b, want := range [][]int{{2}, {3}, {3}, {4}, {4}, {5}, {6}, {7}, {8}, {9, 10}, {11, 12}} {
		if !slices.Equal(bins[b], want) {
			t.Errorf("band %d: coefficients %v, want %v", b, bins[b], want)
		}
	}
	for _, rate := range []int{1000, 8000, 11025, 44100, 96000} {
		n := windowLength(rate)
		top := math.Min(float64(rate)/2, 16000)
		last := -1
		for b, list := range newScale(rate).bins(rate, n) {
			if len(list) == 0 {
				t.Fatalf("%d Hz: band %d is empty", rate, b)
			}
			for _, k := range list {
				f := float64(k) * float64(rate) / float64(n)
				middle := 80 * math.Pow(top/80, (float64(b)+0.5)/32)
				inside := int(32*math.Log(f/80)/math.Log(top/80)+1e-9) == b || k == n/2 || f == top
				if nearest := math.Round(middle / (float64(rate) / float64(n))); !inside && float64(k) != nearest {
					t.Errorf("%d Hz: coefficient %d in band %d", rate, k, b)
				}
				if k < last || k == last && len(list) > 1 {
					t.Errorf("%d Hz: coefficient %d out of order", rate, k)
				}
				last = k
			}
		}
	}
}

func TestWindowLength(t *testing.T) {
	for rate, want := range map[int]int{
		1000: 25, 8000: 200, 11025: 275, 16000: 400, 22050: 551, 32000: 800, 44100: 1102, 48000: 1200, 96000: 2400, 192000: 4800,
		44120: 1104, // 1,103 is prime
	} {
		if got := windowLength(rate); got != want {
			t.Errorf("%d Hz: %d samples, want %d", rate, got, want)
		}
	}
}

// TestTone is 440 Hz in closed form. It is coefficient 11 of 1,200 at 48 kHz;
// of its amplitude the Hann window leaves 1/4 there and 1/8 at 10 and at 12,
// and 0 at all others. Band 10, from 419 to 494 Hz, holds 11 and 12, with a
// mean of 3/16; band 9 holds 9 and 10, with 1/16. So band 10 has 1, band 9 a
// third, and no other anything.
func TestTone(t *testing.T) {
	e, err := Tone(440)
	if err != nil {
		t.Fatal(err)
	}
	if e.Frames() != 1 {
		t.Fatalf("%d windows, want 1", e.Frames())
	}
	check := func(e *Encoded, n int) {
		t.Helper()
		for b := range Bands {
			want := map[int]float64{10: 1, 9: math.Round(levels/3.0) / levels}[b]
			if got := e.Value(n, b); got != want {
				t.Errorf("window %d, band %d: %v, want %v", n, b, got, want)
			}
		}
	}
	check(e, 0)

	// The same in a sound of 100 ms, in every window that lies within it; at
	// whatever loudness.
	for _, loudness := range []float64{1, 1e-6, 1e30} {
		x := sine(48000, 0.1, 440)
		for i := range x {
			x[i] *= loudness
		}
		e = encodeMemory(t, 48000, append(x, make([]float64, 4800)...))
		if e.Frames() != 20 {
			t.Fatalf("%d windows, want 20", e.Frames())
		}
		for n := range 8 {
			if e.Value(n, 10) == 1 { // but where cut windows at the end are louder
				check(e, n)
			}
		}
		for n := 10; n < 20; n++ {
			for b := range Bands {
				if e.Value(n, b) != 0 {
					t.Errorf("window %d, band %d: %v after the end", n, b, e.Value(n, b))
				}
			}
		}
	}
}

// TestToneAnywhere sweeps through the bands. The loudest is the tone's own;
// among the lowest, where coefficients are wider than bands, it may be two away
// (133 Hz is nearer to 120 than to 160 Hz). Bands more than 200 Hz, five
// coefficients, from the tone have less than a hundredth: the window's side
// lobes are below 1/377 there, and fall by 18 dB an octave.
func TestToneAnywhere(t *testing.T) {
	s := newScale(toneRate)
	bins := s.bins(toneRate, windowLength(toneRate))
	for f := 85.0; f < 15900; f *= 1.0137 {
		e, err := Tone(f)
		if err != nil {
			t.Fatal(err)
		}
		own := s.band(new(big.Rat).SetFloat64(f))
		for b := range Bands {
			low, high := 40*float64(bins[b][0]), 40*float64(bins[b][len(bins[b])-1])
			v := e.Value(0, b)
			switch {
			case v == 1 && away(b, own) > 1 && (f > 200 || away(b, own) > 2):
				t.Errorf("%v Hz: loudest in band %d, not %d", f, b, own)
			case (low > f+200 || high < f-200) && v > 1.0/100:
				t.Errorf("%v Hz: %v in band %d", f, v, b)
			}
		}
	}
	for _, f := range []float64{0, -440, 79.9, 16000.1, math.NaN(), math.Inf(1)} {
		if _, err := Tone(f); err == nil {
			t.Errorf("a tone of %v Hz", f)
		}
	}
}

// away is the number of bands from a to b.
func away(a, b int) int { return max(a-b, b-a) }

// TestSilence encodes sounds without any: nothing, and nothing but a constant.
func TestSilence(t *testing.T) {
	for _, rate := range []int{1000, 8000, 44100, 48000} {
		for _, constant := range []float64{0, 1.0 / 128, -1, 1e38, 1e-38} {
			x := make([]float64, rate/2)
			for i := range x {
				x[i] = constant
			}
			from := memory(rate, x)
			from.windows = 40 // not its end, which is a click
			e, err := encode(context.Background(), from)
			if err != nil {
				t.Fatal(err)
			}
			if v := loudest(e); v != 0 || e.Frames() != 40 {
				t.Errorf("constant %v at %d Hz: %v in %d windows", constant, rate, v, e.Frames())
			}
		}
	}
}

// TestNearSilence puts a tone on a constant of 1. Its band has a sixth of its
// amplitude a sample, and what is below 2^-31 is taken for rounding.
func TestNearSilence(t *testing.T) {
	for amplitude, want := range map[float64]float64{5.9 * 0x1p-31: 0, 6.1 * 0x1p-31: 1} {
		x := sine(8000, 0.5, 1000)
		for i := range x {
			x[i] = 1 + amplitude*x[i]
		}
		from := memory(8000, x)
		from.windows = 40
		if e, err := encode(context.Background(), from); err != nil || loudest(e) != want {
			t.Errorf("amplitude %v: %v (%v), want %v", amplitude, loudest(e), err, want)
		}
	}
}

// TestZerosBeyondTheEnd compares a sound with one that zeros follow.
func TestZerosBeyondTheEnd(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	x := make([]float64, 1234)
	for i := range x {
		x[i] = r.NormFloat64()
	}
	e := encodeMemory(t, 8000, x)
	longer := encodeMemory(t, 8000, append(x, make([]float64, 1000)...))
	if !slices.Equal(e.values, longer.values[:len(e.values)]) || slices.Max(longer.values[len(e.values):]) != 0 {
		t.Error("zeros at the end make another sound")
	}
}

// TestWindowsStartEvery10ms hears a click: a window that begins at sample
// floor(n·rate/100) and lasts 25 ms has it or not.
func TestWindowsStartEvery10ms(t *testing.T) {
	for _, rate := range []int{8000, 11025, 22050, 44100} {
		const at = 1500
		x := make([]float64, 3000)
		x[at] = 1
		e := encodeMemory(t, rate, x)
		if want := (len(x)*100 + rate - 1) / rate; e.Frames() != want {
			t.Errorf("%d Hz: %d windows, want %d", rate, e.Frames(), want)
		}
		for n := range e.Frames() {
			begin := n * rate / 100
			offset := at - begin
			// The weight at the window's first sample is 0.
			want := 0.0
			if offset > 0 && offset < windowLength(rate) {
				want = 0.5 - 0.5*math.Cos(2*math.Pi*float64(offset)/float64(windowLength(rate)))
			}
			// A click is as loud in every band; the loudest window has 1.
			if got := e.Value(n, 5); math.Abs(got-e.Value(n, 30)) > 1.0/levels || (got > 0) != (want > 0.001) {
				t.Errorf("%d Hz, window %d: %v and %v, weight %v", rate, n, got, e.Value(n, 30), want)
			}
		}
	}
}

// otherMachine is a transform whose last bits differ, by more than any
// processor's could, and by less than what is allowed for.
type otherMachine struct {
	transform
	s      *spectrum
	random *rand.Rand
}

func (o *otherMachine) Coefficients(into []complex128, x []float64) []complex128 {
	into = o.transform.Coefficients(into, x)
	largest := 0.0
	for i := range x {
		largest = max(largest, math.Abs(x[i])) // of the weighted: at most that of the samples
	}
	for i := range into {
		into[i] += complex(o.random.Float64()-0.5, o.random.Float64()-0.5) * complex(o.s.errorBound(largest), 0)
	}
	return into
}

// TestSameOnOtherMachines gives the transform other last bits. The sound has
// many values at a border between two steps: 320 Hz at 8 kHz is coefficient 8,
// the only one of its band, and its amplitude half-way between steps; the
// loudest is such a tone too.
func TestSameOnOtherMachines(t *testing.T) {
	const rate = 8000
	var x []float64
	for n := range 100 {
		piece := sine(rate, 0.05, 320)
		amplitude := 1.0
		if n > 0 {
			amplitude = (float64(2*n+1) / 2) / levels
		}
		for i := range piece {
			piece[i] *= amplitude
		}
		x = append(x, piece...)
	}
	want := encodeMemory(t, rate, x)
	if want.Value(0, 11) != 1 {
		t.Fatalf("the tone has %v", want.Value(0, 11))
	}
	for seed := range uint64(3) {
		s := newSpectrum(rate)
		o := &otherMachine{s.fft, s, rand.New(rand.NewPCG(seed, 0))}
		s.fft = o
		got, err := s.encode(context.Background(), memory(rate, x))
		if err != nil {
			t.Fatal(err)
		}
		if got.Hash() != want.Hash() {
			t.Errorf("seed %d: other values", seed)
		}
	}
}

// TestErrorBound compares the two ways to a value.
func TestErrorBound(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, rate := range []int{1000, 8000, 11025, 22050, 44100, 48000, 26912} { // 26,912 Hz: 696 = 8·3·29
		s := newSpectrum(rate)
		var values [Bands]float64
		for range 20 {
			x := make([]float64, len(s.window))
			for i := range x {
				x[i] = r.NormFloat64()
			}
			bound := s.errorBound(s.load(x))
			s.estimate(&values)
			for b, v := range values {
				if off := math.Abs(v - s.exactly(b)); off > bound/16 {
					t.Errorf("%d Hz, band %d: off by %v, allowed for are %v", rate, b, off, bound)
				}
			}
		}
	}
}
