package gpu

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// plenty is a storage block larger than any array of these tests.
const plenty = 1 << 30

// compile compiles a brain that is in order.
func compile(t testing.TB, brain *snn.Brain) *snn.Network {
	t.Helper()
	net, err := snn.Compile(brain)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// manifold is a brain with synapses of all types, short and long delays, and
// one neuron with a long row and a long column.
func manifold(neurons int) *snn.Brain {
	s := backendtest.Lively(neurons)
	s.Delays = append(s.Delays, 0, 61, 62, 63, 64, 100)
	s.Restored, s.Odd = true, true
	s.FanIn, s.FanOut = 700, 700
	return s.Generate(uint64(neurons))
}

// TestLayoutHoldsEverySynapse: whatever the number of shards, each synapse is
// laid once, with its source's others, and where it belongs.
func TestLayoutHoldsEverySynapse(t *testing.T) {
	for _, neurons := range []int{1, 5, 64, 200} {
		brain := manifold(neurons)
		net := compile(t, brain)
		for _, shards := range []int{1, 2, 7, 1000} {
			t.Run(fmt.Sprintf("%d neurons, %d shards", neurons, shards), func(t *testing.T) {
				l, err := newLayout(net, plenty, shards)
				if err != nil {
					t.Fatal(err)
				}
				if got := len(l.shards); got > neurons || got < min(shards, neurons)/2 || shards == 1 && got != 1 {
					t.Errorf("%d shards", got)
				}
				checkSources(t, l)
				checkSynapses(t, l, brain)
				checkColumns(t, l)
				checkWork(t, l)
			})
		}
	}
}

// checkSources: the shards are contiguous ranges of all sources, and within
// each the rows follow each other without a gap.
func checkSources(t *testing.T, l *layout) {
	t.Helper()
	next := int32(0)
	for i, s := range l.shards {
		if s.first != next || s.end <= s.first || l.shardTable[i].FirstSource != s.first {
			t.Fatalf("shard %d holds sources %d to %d, the one before ended at %d", i, s.first, s.end, next)
		}
		next = s.end
		var static, dynamic int32
		for n := s.first; n < s.end; n++ {
			r := l.rows[n]
			if r.StaticFirst != static || r.DynamicFirst != dynamic {
				t.Fatalf("the row of neuron %d begins at %d and %d, want %d and %d", n, r.StaticFirst, r.DynamicFirst, static, dynamic)
			}
			static, dynamic = static+r.StaticCount, dynamic+r.DynamicCount
		}
		if int(static) != len(s.statics) || int(dynamic) != len(s.links) {
			t.Fatalf("shard %d: rows of %d and %d synapses, arrays of %d and %d", i, static, dynamic, len(s.statics), len(s.links))
		}
	}
	if int(next) != l.net.Neurons {
		t.Fatalf("shards end at %d of %d neurons", next, l.net.Neurons)
	}
}

// checkSynapses compares what is laid with the rows of the brain.
func checkSynapses(t *testing.T, l *layout, brain *snn.Brain) {
	t.Helper()
	wrap := brain.RingLength()
	delayOf := func(y snn.Synapse) int32 {
		if y.Delay == 0 {
			return wrap
		}
		return y.Delay
	}
	scale := l.net.FixedPoint.Scale()
	var want, got []string
	for _, y := range brain.Synapses.All() {
		if y.Type == snn.Fixed {
			want = append(want, fmt.Sprint(y.Source, y.Target, delayOf(y), snn.Quantize(float32(y.Weight), scale)))
		}
	}
	seen := make([]bool, brain.Synapses.Len())
	for _, s := range l.shards {
		for n := s.first; n < s.end; n++ {
			r := l.rows[n]
			for _, x := range s.statics[r.StaticFirst : r.StaticFirst+r.StaticCount] {
				target, delay := x.Destination&(1<<snn.TargetBits-1), x.Destination>>snn.TargetBits
				got = append(got, fmt.Sprint(n, target, delay, x.Current))
			}
			for k := r.DynamicFirst; k < r.DynamicFirst+r.DynamicCount; k++ {
				row, link := s.origin[k], s.links[k]
				y := brain.Synapses.At(int(row))
				if seen[row] || y.Source != n || y.Target != link.Target || delayOf(y) != link.Delay ||
					int32(y.Type) != l.classes[link.ClassID].Type || s.weights[k] != snn.Flush(float32(y.Weight)) {
					t.Fatalf("synapse %d (%+v) lies at %d of neuron %d as %+v", y.ID, y, k, n, link)
				}
				seen[row] = true
			}
		}
	}
	for _, x := range l.lates {
		if x.Delay < snn.LongDelay {
			t.Errorf("a delay of %d counts as late", x.Delay)
		}
		got = append(got, fmt.Sprint(x.Source, x.Target, x.Delay, x.Current))
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("%d fixed synapses are laid, the brain has %d others", len(got), len(want))
	}
	for i, y := range brain.Synapses.All() {
		if dynamic := y.Type.Chemical() && y.Type != snn.Fixed; dynamic != seen[i] {
			t.Errorf("%s synapse %d: laid %t", y.Type, y.ID, seen[i])
		}
	}
}

// checkColumns: each learning synapse stands once in its target's column.
func checkColumns(t *testing.T, l *layout) {
	t.Helper()
	var learning int64
	for i, s := range l.shards {
		listed := make([]int, len(s.links))
		for n := range l.net.Neurons {
			c := l.columns[i*l.net.Neurons+n]
			for _, k := range s.incoming[c.First : c.First+c.Count] {
				listed[k]++
				if s.links[k].Target != int32(n) {
					t.Fatalf("shard %d: synapse %d onto %d stands in the column of %d", i, k, s.links[k].Target, n)
				}
			}
		}
		for k, times := range listed {
			want := 0
			if snn.SynapseType(l.classes[s.links[k].ClassID].Type).LearnsAtTarget() {
				want = 1
				learning++
			}
			if times != want {
				t.Fatalf("shard %d: synapse %d stands %d times in columns, want %d", i, k, times, want)
			}
		}
	}
	if learning != l.learning {
		t.Errorf("%d synapses learn, counted %d", learning, l.learning)
	}
}

// checkWork: no two lists overlap when every neuron fires.
func checkWork(t *testing.T, l *layout) {
	t.Helper()
	pieces := func(count int32) int64 { return int64(count+snn.ItemSynapses-1) / snn.ItemSynapses }
	next := int64(0)
	for i, s := range l.shards {
		var deliver, learn int64
		for n := s.first; n < s.end; n++ {
			deliver += pieces(l.rows[n].StaticCount) + pieces(l.rows[n].DynamicCount)
		}
		for n := range l.net.Neurons {
			learn += pieces(l.columns[i*l.net.Neurons+n].Count)
		}
		if e := l.shardTable[i]; int64(e.DeliverList) != next || int64(e.LearnList) != next+deliver {
			t.Fatalf("shard %d: lists at %d and %d, want %d and %d", i, e.DeliverList, e.LearnList, next, next+deliver)
		}
		next += deliver + learn
	}
	if next != l.workItems {
		t.Errorf("room for %d items, want %d", l.workItems, next)
	}
}

// TestLayoutSplitsAtTheBlockSize: no array of a shard is larger than a storage
// block, and one byte less than the longest row needs is an error with both
// numbers.
func TestLayoutSplitsAtTheBlockSize(t *testing.T) {
	s := backendtest.Lively(40)
	s.Synapses, s.Delays, s.Taus = 40*200, []int32{1, 2}, []float64{5}
	net := compile(t, s.Generate(3))
	var longest int64
	probe, err := newLayout(net, plenty, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range probe.rows {
		longest = max(longest, 20*int64(r.DynamicCount), 8*int64(r.StaticCount))
	}
	for _, block := range []int64{longest + 9000, 20000, 50000} {
		l, err := newLayout(net, block, 1)
		if err != nil {
			t.Fatalf("blocks of %d bytes: %v", block, err)
		}
		if len(l.shards) < 3 {
			t.Errorf("blocks of %d bytes: %d shards", block, len(l.shards))
		}
		for _, a := range l.arrays() {
			if a.bytes() > block {
				t.Errorf("array %s of %d bytes in blocks of %d", a.name, a.bytes(), block)
			}
		}
	}
	_, err = newLayout(net, longest-1, 1)
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("need %d bytes in one array, a storage block of this device holds %d", longest, longest-1)) {
		t.Errorf("blocks of %d bytes: %v", longest-1, err)
	}
}

// TestLayoutNamesWhatCannotBeSplit: the ring of 1,000 neurons and 32 slots
// needs 128,000 bytes.
func TestLayoutNamesWhatCannotBeSplit(t *testing.T) {
	s := backendtest.Lively(1000, snn.Fixed)
	s.Delays = []int32{20}
	net := compile(t, s.Generate(1))
	if _, err := newLayout(net, 128000, 1); err != nil {
		t.Errorf("blocks of 128000 bytes: %v", err)
	}
	_, err := newLayout(net, 127999, 1)
	if want := "the array ring needs 128000 bytes, a storage block of this device holds 127999"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestLayoutFits: a network larger than the device's memory is refused with
// both numbers and what takes the most.
func TestLayoutFits(t *testing.T) {
	l, err := newLayout(compile(t, manifold(200)), plenty, 3)
	if err != nil {
		t.Fatal(err)
	}
	var total int64
	for _, a := range l.arrays() {
		total += a.bytes()
	}
	total += int64(batchesInFlight * l.batchBytes())
	for _, memory := range []int64{0, total, total + 1} {
		if err := l.fits(memory); err != nil {
			t.Errorf("memory of %d: %v", memory, err)
		}
	}
	err = l.fits(total - 1)
	if err == nil || !strings.HasPrefix(err.Error(), fmt.Sprintf("the network needs %d bytes, the device has %d; the largest arrays: ", total, total-1)) {
		t.Errorf("got %v", err)
	}
}

// TestBatchesAreBounded: a batch's spikes stay within their bound of bytes, the
// history holds two of them, and the longest delay.
func TestBatchesAreBounded(t *testing.T) {
	for _, neurons := range []int{1, 1000, 524288, 524289, 10_000_000, snn.MaxNeurons} {
		l := &layout{net: &snn.Network{Neurons: neurons}}
		l.layRings()
		if l.batchTicks < 1 || l.batchTicks > mostBatchTicks || l.batchTicks > 1 && l.batchBytes() > mostBatchBytes {
			t.Errorf("%d neurons: batches of %d ticks, %d bytes", neurons, l.batchTicks, l.batchBytes())
		}
		if l.historyTicks < 2*l.batchTicks || l.historyTicks&(l.historyTicks-1) != 0 {
			t.Errorf("%d neurons: a history of %d ticks for batches of %d", neurons, l.historyTicks, l.batchTicks)
		}
	}
}

func TestAppendBits(t *testing.T) {
	for words := range 6 {
		memory := make([]byte, 4*words)
		var want []int32
		for i := range int32(32 * words) {
			if i%7 == 0 || i%32 == 31 {
				memory[i/8] |= 1 << (i % 8)
				want = append(want, i)
			}
		}
		if got := appendBits([]int32{-1}, memory); !slices.Equal(got[1:], want) || got[0] != -1 {
			t.Errorf("%d words: got %v, want %v", words, got, want)
		}
	}
}

// BenchmarkDecode decodes a tick's spikes of ten million neurons at 10 Hz.
func BenchmarkDecode(b *testing.B) {
	memory := make([]byte, 10_000_000/8)
	for i := 0; i < 8*len(memory); i += 97 + i%7 {
		memory[i/8] |= 1 << (i % 8)
	}
	var to []int32
	for b.Loop() {
		to = appendBits(to[:0], memory)
	}
	b.ReportMetric(float64(len(to)), "spikes")
}
