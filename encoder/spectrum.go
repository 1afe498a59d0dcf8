package encoder

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/dsp/fourier"

	"github.com/engine-gpu/engine-gpu/internal/fpmath"
)

// spectrum averages the magnitudes of a window's coefficients in bands.
type spectrum struct {
	window   []float64 // weights of the samples
	bins     [Bands][]int
	fft      transform
	weighted []float64 // the samples, times window
	result   []complex128
	cos, sin []float64 // of whole steps of a turn, one a sample
}

// transform is a fourier.FFT.
type transform interface {
	Coefficients(into []complex128, samples []float64) []complex128
}

func newSpectrum(rate int) *spectrum {
	n := windowLength(rate)
	s := &spectrum{
		window: make([]float64, n), bins: newScale(rate).bins(rate, n), fft: fourier.NewFFT(n),
		weighted: make([]float64, n), result: make([]complex128, n/2+1),
		cos: make([]float64, n), sin: make([]float64, n),
	}
	for i := range n {
		s.sin[i], s.cos[i] = fpmath.SinCos(2 * math.Pi * float64(i) / float64(n))
		s.window[i] = 0.5 - float64(0.5*s.cos[i])
	}
	return s
}

// windowLength is the number of samples of 25 ms, or the next without a prime
// factor above 29, for which the transform would be slow and less exact. No
// usual sampling rate needs the latter.
func windowLength(rate int) int {
	for n := rate / 40; ; n++ {
		rest := n
		for p := 2; p <= 29; p++ {
			for rest%p == 0 {
				rest /= p
			}
		}
		if rest == 1 {
			return n
		}
	}
}

// load takes the samples of a window and returns the largest in magnitude.
func (s *spectrum) load(samples []float64) (largest float64) {
	for i, x := range samples {
		s.weighted[i] = s.window[i] * x
		largest = max(largest, math.Abs(x))
	}
	return largest
}

// estimate fills in the bands' values by fast transform. They are within
// errorBound of those of exactly.
func (s *spectrum) estimate(values *[Bands]float64) {
	s.fft.Coefficients(s.result, s.weighted)
	for b, bins := range s.bins {
		sum := 0.0
		for _, k := range bins {
			sum += cmplx.Abs(s.result[k])
		}
		values[b] = sum / float64(len(bins))
	}
}

// exactly returns a band's value, the same bits on every processor.
func (s *spectrum) exactly(band int) float64 {
	sum := 0.0
	for _, k := range s.bins[band] {
		var re, im float64
		turn := 0
		for _, x := range s.weighted {
			re += float64(x * s.cos[turn])
			im += float64(x * s.sin[turn])
			if turn += k; turn >= len(s.cos) {
				turn -= len(s.cos)
			}
		}
		sum += math.Sqrt(float64(re*re) + float64(im*im))
	}
	return sum / float64(len(s.bins[band]))
}

// errorBound is more than estimate and exactly can differ, on whatever
// processors: with n samples of at most m, sums of n products are off by less
// than n²·m·2^-52, and the fast transform of radices up to 29 by less than that.
func (s *spectrum) errorBound(largest float64) float64 {
	n := float64(len(s.weighted))
	return float64(0x1p-48 * n * n * largest)
}

// rounding is the value below which a band may show nothing but rounding.
func (s *spectrum) rounding(largest float64) float64 {
	return float64(0x1p-32 * float64(len(s.weighted)) * largest)
}
