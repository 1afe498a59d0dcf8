package bins_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

func names() []string { return []string{"RS", "FS", "IB"} }

// TestLayout: types one below the other, each in the order of positions, those
// without neurons left out.
func TestLayout(t *testing.T) {
	l := bins.NewLayout(names(), []uint8{2, 0, 0, 2, 0})
	if l.Rows() != 5 || l.PerRow != 1 || l.Neurons() != 5 {
		t.Fatalf("%d rows of %d for %d neurons", l.Rows(), l.PerRow, l.Neurons())
	}
	want := []bins.Group{{Type: "RS", Neurons: 3}, {Type: "IB", Neurons: 2}}
	if len(l.Groups) != 2 || l.Groups[0] != want[0] || l.Groups[1] != want[1] {
		t.Errorf("groups %v, want %v", l.Groups, want)
	}
	if first, end := l.GroupRows(1); first != 3 || end != 5 {
		t.Errorf("the second group has rows %d to %d", first, end)
	}
	// Neurons 3 and 0 are the last and the first of IB.
	s := bins.NewSpikes(l, 0)
	s.Record(0, []int32{3})
	for row := range 5 {
		if hz := s.Hz(0, row); (hz > 0) != (row == 4) {
			t.Errorf("row %d fires at %v Hz", row, hz)
		}
	}
}

// TestLayoutOfMany: no row mixes types, none is empty, and all neurons are in
// some row.
func TestLayoutOfMany(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := make([]uint8, rapid.IntRange(1, 5000).Draw(t, "neurons"))
		split := rapid.IntRange(0, len(kind)-1).Draw(t, "split")
		for i := split; i < len(kind); i++ {
			kind[i] = 1
		}
		l := bins.NewLayout(names(), kind)
		if l.Rows() > bins.MaxRows+len(l.Groups) {
			t.Fatalf("%d rows", l.Rows())
		}
		sum := 0
		for row := range l.Rows() {
			n := l.InRow(row)
			if n < 1 || n > l.PerRow {
				t.Fatalf("%d neurons in row %d", n, row)
			}
			sum += n
		}
		if sum != len(kind) {
			t.Fatalf("%d neurons in rows, %d in all", sum, len(kind))
		}
	})
}

// TestSpikesAreCounted: however many ticks, every spike is in the cell of its
// row and time, and the last column's rate is over the ticks it has.
func TestSpikesAreCounted(t *testing.T) {
	for _, ticks := range []int32{1, 2047, 2048, 2049, 10_000, 100_001} {
		s := bins.NewSpikes(bins.NewLayout(names(), []uint8{0, 0}), 500)
		for tick := range ticks { // neuron 0 fires in every tick, neuron 1 every 10th
			fired := []int32{0, 1}
			if tick%10 != 0 {
				fired = fired[:1]
			}
			s.Record(500+tick, fired)
		}
		if s.Columns() > bins.MaxColumns || int32(s.Columns()*s.Width()) < ticks || int32((s.Columns()-1)*s.Width()) >= ticks {
			t.Fatalf("%d ticks: %d columns of %d", ticks, s.Columns(), s.Width())
		}
		if ticks > bins.MaxColumns && s.Columns() <= bins.MaxColumns/2 {
			t.Errorf("%d ticks: only %d columns", ticks, s.Columns())
		}
		for c := range s.Columns() {
			if hz := s.Hz(c, 0); hz != 1000 {
				t.Fatalf("%d ticks: %v Hz in column %d, want 1000", ticks, hz, c)
			}
		}
		if hz, want := s.GroupHz(0, 0, s.Columns()), 1000*float64(s.Total())/2/float64(ticks); math.Abs(hz-want) > 1e-9 {
			t.Errorf("%d ticks: mean %v Hz, want %v", ticks, hz, want)
		}
	}
}

// TestExpect: columns that are wide from the beginning hold the same counts.
func TestExpect(t *testing.T) {
	var counts [2]*bins.Spikes
	for i := range counts {
		s := bins.NewSpikes(bins.NewLayout(names(), []uint8{0, 1}), 0)
		if i == 1 {
			s.Expect(9000)
		}
		for tick := int32(0); tick < 9000; tick += 7 {
			s.Record(tick, []int32{tick % 2})
		}
		s.Cover(9000)
		counts[i] = s
	}
	if counts[0].Width() != 8 || counts[1].Width() != 8 || counts[0].Columns() != counts[1].Columns() {
		t.Fatalf("columns of %d and %d ticks, want 8", counts[0].Width(), counts[1].Width())
	}
	for c := range counts[0].Columns() {
		for row := range 2 {
			if a, b := counts[0].Hz(c, row), counts[1].Hz(c, row); a != b {
				t.Fatalf("%v and %v Hz in column %d", a, b, c)
			}
		}
	}
}

// TestIntervalsOfARegularTrain: one peak, at the period.
func TestIntervalsOfARegularTrain(t *testing.T) {
	for _, period := range []int32{1, 7, 40, 300, 5000} {
		s := bins.NewSpikes(bins.NewLayout(names(), []uint8{1, 0}), 0)
		for i := range int32(11) {
			s.Record(3+i*period, []int32{0})
		}
		number, scale := s.Intervals(1) // the group of FS
		for b, n := range number {
			low, high := scale.Edges(b)
			want := int64(0)
			if low < float64(period) && float64(period) < high {
				want = 10
			}
			if n != want {
				t.Errorf("period %d: %d intervals of %v to %v ms, want %d", period, n, low, high, want)
			}
		}
		number, _ = s.Intervals(0)
		for _, n := range number {
			if n != 0 {
				t.Errorf("period %d: the silent neuron has intervals", period)
			}
		}
	}
}

func TestCounts(t *testing.T) {
	s := bins.NewSpikes(bins.NewLayout(names(), []uint8{0, 0, 0}), 0)
	for tick := range int32(6) {
		s.Record(tick, []int32{0})
	}
	s.Record(6, []int32{1, 0})
	number, scale, silent, mean := s.Counts(0)
	if silent != 1 || mean != 8.0/3 {
		t.Errorf("%d silent, mean %v; want 1 and 8/3", silent, mean)
	}
	for b, n := range number {
		want := int64(0)
		if b == scale.Bin(1) || b == scale.Bin(7) {
			want = 1
		}
		if n != want {
			t.Errorf("%d neurons in bin %d, want %d", n, b, want)
		}
	}
}

// TestScale: every whole number is in one bin, and no bin is without one.
func TestScale(t *testing.T) {
	for _, perDecade := range []int{1, 8, 20} {
		s := bins.NewScale(perDecade)
		if s.Len() > 256 {
			t.Errorf("%d bins", s.Len())
		}
		for b := range s.Len() {
			low, high := s.Edges(b)
			if high-low < 1 || s.Bin(int32(low+0.5)) != b || high < math.MaxInt32-1 && s.Bin(int32(high-0.5)) != b {
				t.Fatalf("bin %d from %v to %v holds bins %d to %d", b, low, high, s.Bin(int32(low+0.5)), s.Bin(int32(high-0.5)))
			}
		}
		if s.Bin(0) != 0 || s.Bin(-5) != 0 || s.Bin(math.MaxInt32) != s.Len()-1 {
			t.Error("numbers beyond the ends are not in the first and the last bin")
		}
	}
}
