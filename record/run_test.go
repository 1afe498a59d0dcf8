package record_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

// The run that tests record has a closed form: every value is a function of the
// tick and of what it belongs to.
const (
	runNeurons = 10
	firstID    = 100 // of neurons; they stand two apart
)

func idOf(n int32) int64 { return firstID + 2*int64(n) }

func fires(tick, n int32) bool           { return tick%5 != 4 && (tick+n)%3 == 0 }
func voltage(ticks, n int32) float64     { return -65 + float64(ticks)/16 + float64(n)/1024 }
func recovery(ticks, n int32) float64    { return voltage(ticks, n) / 4 }
func weightAt(ticks, row int32) float64  { return float64(ticks)/8 + float64(row)/1024 }
func placeAt(ticks int32) (x, y float64) { return 15 + 0.001*float64(ticks), -0.002 * float64(ticks) }

// runBrain has RS neurons and, at every fifth position, FS neurons; of its six
// synapses all but the fixed one and the gap junction can change.
func runBrain() *snn.Brain {
	b := &snn.Brain{}
	for n := range int32(runNeurons) {
		kind := snn.RS
		if n%5 == 4 {
			kind = snn.FS
		}
		b.Neurons = append(b.Neurons, snn.Neuron{ID: idOf(n), Type: kind, X: float64(n), Y: 0.1, Z: -1e-300})
	}
	for i, t := range []snn.SynapseType{snn.Plastic, snn.Fixed, snn.Gated, snn.GapJunction, snn.RewardPlastic, snn.Depressing} {
		b.Synapses.Append(snn.Synapse{ID: int64(1000 + i), Type: t, Source: int32(i), Target: int32(i + 1), Weight: float64(i)})
	}
	return b
}

// testRun drives a recorder as the engine does.
type testRun struct {
	ticks  int32
	spikes int64
	hash   *snn.SpikeHash
	body   *worm.Body
	fired  []int32
}

func (r *testRun) Ticks() int32      { return r.ticks }
func (r *testRun) Spikes() int64     { return r.spikes }
func (r *testRun) SpikeHash() string { return r.hash.Sum() }

func (r *testRun) Snapshot(s *snn.Snapshot) error {
	for n := range s.V {
		s.V[n] = voltage(r.ticks, int32(n))
	}
	for n := range s.U {
		s.U[n] = recovery(r.ticks, int32(n))
	}
	for row := range s.Weight {
		if row != 1 && row != 3 { // no backend fills in what never changes
			s.Weight[row] = weightAt(r.ticks, int32(row))
		}
	}
	return nil
}

func (r *testRun) pose() {
	r.body.X, r.body.Y = placeAt(r.ticks)
	r.body.Heading = float64(r.ticks) / 3
	for j := range r.body.Theta {
		r.body.Theta[j] = float64(r.ticks) + float64(j)/64
	}
	for i := range r.body.Activation {
		r.body.Activation[i] = [2]float64{float64(r.ticks) + float64(i)/64, -float64(i)}
	}
}

func newTestRun() *testRun {
	r := &testRun{hash: snn.NewSpikeHash(), body: worm.New(0, 0, 0)}
	r.pose()
	return r
}

// to runs on to a number of ticks. A reward of tick/7 comes after every
// seventh tick.
func (r *testRun) to(t testing.TB, ticks int32, recorder *record.Recorder) {
	t.Helper()
	next := r.ticks
	for {
		if recorder != nil && r.ticks >= next {
			if err := recorder.Look(r); err != nil {
				t.Fatal(err)
			}
			if next = recorder.Next(r.ticks); next <= r.ticks {
				t.Fatalf("after %d ticks the next look is after %d", r.ticks, next)
			}
		}
		if r.ticks == ticks {
			return
		}
		r.tick(t, recorder)
	}
}

func (r *testRun) tick(t testing.TB, recorder *record.Recorder) {
	r.fired = r.fired[:0]
	for n := range int32(runNeurons) {
		if fires(r.ticks, n) {
			r.fired = append(r.fired, n)
		}
	}
	r.hash.Add(r.ticks, r.fired)
	r.spikes += int64(len(r.fired))
	if recorder != nil {
		if err := recorder.Record(r.ticks, r.fired); err != nil {
			t.Fatal(err)
		}
		if r.ticks%7 == 0 {
			if err := recorder.RecordReward(r.ticks, float64(r.ticks)/7); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.ticks++
	r.pose()
}

const everything = "spikes,rates:4,weights:25,v:100+104-108,u:type=FS,trajectory,body:20"

func config(t testing.TB, r *testRun, dir, fields, format string) record.Config {
	t.Helper()
	f, err := record.ParseFields(fields)
	if err != nil {
		t.Fatal(err)
	}
	return record.Config{
		Dir: dir, Fields: f, Format: format, Brain: runBrain(), Body: r.body, Dish: arena.DefaultDish(), Rewards: true,
		Manifest: record.Manifest{
			ProgramVersion: "1.2.3", Command: []string{"engine-gpu", "run"}, Backend: "cpu", Seed: 7,
			Brain: record.Brain{Name: "test"}, Options: record.Options{Ticks: 99, World: "arena", Record: fields},
		},
	}
}

func begin(t testing.TB, r *testRun, dir, fields, format string) *record.Recorder {
	t.Helper()
	recorder, err := record.NewRecorder(config(t, r, dir, fields, format))
	if err != nil {
		t.Fatal(err)
	}
	return recorder
}

func finish(t testing.TB, r *testRun, recorder *record.Recorder) []string {
	t.Helper()
	paths, err := recorder.Finish(r, record.End{WeightHash: "abc", Marks: []record.Mark{{Tick: 3, Spikes: 9, Hash: "def"}}})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// recordRun records a whole run into a new folder.
func recordRun(t testing.TB, ticks int32, fields, format string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	r := newTestRun()
	recorder := begin(t, r, dir, fields, format)
	r.to(t, ticks, recorder)
	finish(t, r, recorder)
	return dir
}

func open(t testing.TB, dir string) *record.Recording {
	t.Helper()
	recording, err := record.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return recording
}

// checkRecording compares every value of a recording of everything with its
// closed form. whole is false for one that a killed run left: the state at the
// end is missing there.
func checkRecording(t *testing.T, dir string, ticks int32, whole bool) {
	t.Helper()
	r := open(t, dir)
	if r.Manifest.Ticks != ticks {
		t.Fatalf("%d ticks, want %d", r.Manifest.Ticks, ticks)
	}
	checkSpikes(t, r, ticks)
	checkRates(t, r, ticks, whole)
	checkWeights(t, r, ticks, whole)
	checkMembranes(t, r, ticks)
	checkWorm(t, r, ticks, whole)
	next := int32(0)
	check(t, r.Rewards(func(tick int32, amount float64) error {
		return expect(tick == next && amount == float64(tick)/7, &next, 7, "reward %v after tick %d", amount, tick)
	}))
	if next != (ticks+6)/7*7 {
		t.Errorf("rewards until tick %d of %d", next, ticks)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

// expect moves next on if ok, and otherwise is an error.
func expect(ok bool, next *int32, step int32, format string, args ...any) error {
	if !ok {
		return fmt.Errorf("want that of %d: "+format, append([]any{*next}, args...)...)
	}
	*next += step
	return nil
}

func checkSpikes(t *testing.T, r *record.Recording, ticks int32) {
	t.Helper()
	next, hash := int32(0), snn.NewSpikeHash()
	quiet := func(until int32) {
		for ; next < until; next++ {
			hash.Add(next, nil)
		}
	}
	check(t, r.Spikes(func(tick int32, neurons []int32) error {
		quiet(tick)
		i := 0
		for n := range int32(runNeurons) {
			if fires(tick, n) {
				if i >= len(neurons) || neurons[i] != n {
					return fmt.Errorf("tick %d: neurons %v fired", tick, neurons)
				}
				i++
			}
		}
		hash.Add(tick, neurons)
		return expect(tick == next && i == len(neurons), &next, 1, "tick %d: %v", tick, neurons)
	}))
	quiet(ticks)
	if hash.Sum() != r.Manifest.SpikeHash || hash.Spikes != r.Manifest.Spikes {
		t.Errorf("the recorded spikes, %d, have the hash %s, the manifest says %d and %s", hash.Spikes, hash.Sum(), r.Manifest.Spikes, r.Manifest.SpikeHash)
	}
	run := newTestRun()
	run.to(t, ticks, nil)
	if run.SpikeHash() != r.Manifest.SpikeHash {
		t.Errorf("the manifest's hash is not that of %d ticks", ticks)
	}
}

func checkRates(t *testing.T, r *record.Recording, ticks int32, whole bool) {
	t.Helper()
	names, err := r.RateNames()
	if err != nil || fmt.Sprint(names) != "[RS FS all]" {
		t.Fatalf("rates of %v (%v)", names, err)
	}
	next := int32(0)
	check(t, r.Rates(func(tick int32, hz []float32) error {
		var n [3]float64
		last := min(tick+4, ticks)
		for at := tick; at < last; at++ {
			for neuron := range int32(runNeurons) {
				if fires(at, neuron) {
					n[2]++
					if neuron%5 == 4 {
						n[1]++
					} else {
						n[0]++
					}
				}
			}
		}
		seconds := float64(last-tick) / 1000
		ok := len(hz) == 3 && math.Abs(float64(hz[0])-n[0]/seconds/8) < 1e-3 &&
			math.Abs(float64(hz[1])-n[1]/seconds/2) < 1e-3 && math.Abs(float64(hz[2])-n[2]/seconds/10) < 1e-3
		return expect(ok && tick == next, &next, 4, "rates %v from tick %d on", hz, tick)
	}))
	if want := ticks / 4 * 4; next != want && !(whole && next == (ticks+3)/4*4) || whole && next < ticks {
		t.Errorf("bins end at tick %d, want %d", next, want)
	}
}

// due tells whether a sample is to be there, and the ticks of the next one.
func nextSample(ticks, every, end int32, whole bool) int32 {
	next := ticks + every
	if whole && ticks < end {
		return min(next, end)
	}
	return next
}

func checkWeights(t *testing.T, r *record.Recording, ticks int32, whole bool) {
	t.Helper()
	s, err := r.Synapses()
	if err != nil {
		t.Fatal(err)
	}
	want := "[1000 1002 1004 1005] [1 2 3 5] [100 104 108 110] [102 106 110 112] [reward_plastic]"
	if got := fmt.Sprint(s.ID, s.Type, s.Source, s.Target, s.TypeNames[3:4]); got != want {
		t.Errorf("synapses %s, want %s", got, want)
	}
	next := int32(0)
	check(t, r.Weights(func(at int32, weight []float32) error {
		ok := at == next && len(weight) == 4
		for i, row := range []int32{0, 2, 4, 5} {
			ok = ok && weight[i] == float32(weightAt(at, row))
		}
		return expect(ok, &next, nextSample(at, 25, ticks, whole)-at, "weights %v after %d ticks", weight, at)
	}))
	if next <= ticks {
		t.Errorf("no weights after %d ticks", next)
	}
}

func checkMembranes(t *testing.T, r *record.Recording, ticks int32) {
	t.Helper()
	v, err := r.VNeurons()
	if err != nil || fmt.Sprint(v) != "[100 104 106 108]" {
		t.Fatalf("v of %v (%v)", v, err)
	}
	next := int32(0)
	check(t, r.V(func(tick int32, v []float32) error {
		ok := tick == next && len(v) == 4
		for i, n := range []int32{0, 2, 3, 4} {
			ok = ok && v[i] == float32(voltage(tick+1, n))
		}
		return expect(ok, &next, 1, "v %v after tick %d", v, tick)
	}))
	if next != ticks {
		t.Errorf("v of %d ticks, want %d", next, ticks)
	}
	u, err := r.UNeurons()
	if err != nil || fmt.Sprint(u) != "[108 118]" {
		t.Fatalf("u of %v (%v)", u, err)
	}
	next = 0
	check(t, r.U(func(tick int32, u []float32) error {
		return expect(tick == next && u[1] == float32(recovery(tick+1, 9)), &next, 1, "u %v after tick %d", u, tick)
	}))
	if next != ticks {
		t.Errorf("u of %d ticks, want %d", next, ticks)
	}
}

func checkWorm(t *testing.T, r *record.Recording, ticks int32, whole bool) {
	t.Helper()
	next := int32(0)
	check(t, r.Trajectory(func(p record.PathPoint) error {
		x, y := placeAt(p.Tick)
		distance := math.Sqrt(float64((x-15)*(x-15)) + float64(y*y)) // the food is at (15, 0)
		ok := p.Tick == next && p.X == x && p.Y == y && p.Heading == float64(p.Tick)/3 && math.Abs(p.Distance-distance) < 1e-12 &&
			math.Abs(p.Concentration-math.Exp(-distance*distance/(2*12*12))) < 1e-12
		return expect(ok, &next, nextSample(p.Tick, 10, ticks, whole)-p.Tick, "point %+v", p)
	}))
	if next <= ticks {
		t.Errorf("no point after %d ticks", next)
	}
	next = 0
	check(t, r.Body(func(p *record.Posture) error {
		x, y := placeAt(p.Tick)
		ok := p.Tick == next && p.X == x && p.Y == y && p.Heading == float64(p.Tick)/3
		for j, angle := range p.Theta {
			ok = ok && angle == float32(p.Tick)+float32(j)/64
		}
		for i, muscles := range p.Activation {
			ok = ok && muscles == [2]float32{float32(p.Tick) + float32(i)/64, -float32(i)}
		}
		return expect(ok, &next, nextSample(p.Tick, 20, ticks, whole)-p.Tick, "posture %+v", p)
	}))
	if next <= ticks {
		t.Errorf("no posture after %d ticks", next)
	}
}

// filesOf reads all files of a folder but the manifest.
func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		if e.Name() == record.ManifestName {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}
