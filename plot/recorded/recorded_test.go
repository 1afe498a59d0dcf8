package recorded_test

import (
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/plot/recorded"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

// state is a run of a brain whose weights are 1 and then grow by 0.01 a tick,
// and whose membrane potentials are the neuron's position less the tick.
type state struct{ ticks int32 }

func (s *state) Ticks() int32      { return s.ticks }
func (s *state) Spikes() int64     { return 0 }
func (s *state) SpikeHash() string { return snn.NewSpikeHash().Sum() }

func (s *state) Snapshot(into *snn.Snapshot) error {
	for i := range into.Weight {
		into.Weight[i] = 1 + 0.01*float64(s.ticks)
	}
	for i := range into.V {
		into.V[i] = float64(i) - float64(s.ticks)
	}
	return nil
}

// brain has neurons of types RS and FS in turn, with ids from 1 on, and a
// plastic synapse between any two in succession.
func brain(neurons int) *snn.Brain {
	b := &snn.Brain{Neurons: make([]snn.Neuron, neurons)}
	for i := range b.Neurons {
		b.Neurons[i] = snn.Neuron{ID: int64(i) + 1, Type: snn.NeuronType(i % 2)}
		if i > 0 {
			b.Synapses.Append(snn.Synapse{ID: int64(i), Weight: 1, Source: int32(i) - 1, Target: int32(i), Delay: 1, Type: snn.Plastic})
		}
	}
	return b
}

// made records a run: neuron i fires at every tick that is a multiple of i+2.
// The worm moves along x and bends.
func made(t testing.TB, fields string, neurons int, ticks int32) string {
	t.Helper()
	dir := t.TempDir()
	f, err := record.ParseFields(fields)
	if err != nil {
		t.Fatal(err)
	}
	dish := arena.DefaultDish()
	body := worm.New(-5, 0, 0)
	cfg := record.Config{
		Dir: dir, Fields: f, Format: record.FormatParquet, Brain: brain(neurons), Body: body, Dish: dish, Rewards: true,
		Manifest: record.Manifest{
			Brain: record.Brain{Name: "made"}, Seed: 3,
			Arena: &record.Arena{Radius: 30, Foods: []record.Food{{X: 15, Peak: 1, Sigma: 12}}},
		},
	}
	r, err := record.NewRecorder(cfg)
	if err != nil {
		t.Fatal(err)
	}
	now := &state{}
	next := int32(0)
	var fired []int32
	for {
		if next <= now.ticks {
			if err := r.Look(now); err != nil {
				t.Fatal(err)
			}
			next = r.Next(now.ticks)
		}
		if now.ticks == ticks {
			break
		}
		fired = fired[:0]
		for n := range int32(neurons) {
			if now.ticks%(n+2) == 0 {
				fired = append(fired, n)
			}
		}
		r.Record(now.ticks, fired)
		if now.ticks%100 == 50 {
			r.RecordReward(now.ticks, 0.5)
		}
		now.ticks++
		body.X += 0.01
		body.Theta[3] = float64(now.ticks) / 1000
	}
	if _, err := r.Finish(now, record.End{}); err != nil {
		t.Fatal(err)
	}
	return dir
}

const everything = "spikes,rates,weights:100,v:all,trajectory,body"

func figure[F plot.Figure](t *testing.T, r *recorded.Recording, name string) F {
	t.Helper()
	f, err := r.Figure(name)
	if err != nil {
		t.Fatal(err)
	}
	if f.Name() != name {
		t.Errorf("the figure %q calls itself %q", name, f.Name())
	}
	return f.(F)
}

// TestFigures: what the figures of a recording show is what was recorded.
func TestFigures(t *testing.T) {
	r, err := recorded.Open(made(t, everything, 6, 1000), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := figure[*plot.Raster](t, r, "raster").Spikes
	if s.Ticks() != 1000 || s.Width() != 1 {
		t.Fatalf("%d ticks in columns of %d", s.Ticks(), s.Width())
	}
	// Rows are the RS neurons 0, 2, 4 and then the FS neurons 1, 3, 5.
	for row, neuron := range []int{0, 2, 4, 1, 3, 5} {
		for tick := range 1000 {
			if fires := tick%(neuron+2) == 0; fires != (s.Hz(tick, row) > 0) {
				t.Fatalf("row %d at tick %d: %v Hz", row, tick, s.Hz(tick, row))
			}
		}
	}
	if d := figure[*plot.Distribution](t, r, "rates").Distributions; len(d) != 2 || d[0].Type != "RS" || d[1].Type != "FS" {
		t.Errorf("rates of %v", d)
	}
	figure[*plot.Distribution](t, r, "isi")
	p := figure[*plot.Population](t, r, "population")
	if want := 1000 * (500 + 250 + 167) / 3.0 / 1000; math.Abs(p.Series[0].Mean-want) > 1e-9 {
		t.Errorf("RS fires at %v Hz, want %v", p.Series[0].Mean, want)
	}

	w := figure[*plot.Weights](t, r, "weights").Weights
	if len(w.Ticks) != 11 || w.Types[0].Name != "plastic" || w.Types[0].Synapses != 5 {
		t.Fatalf("snapshots %v of %v", w.Ticks, w.Types)
	}
	for i, tick := range w.Ticks {
		if got, want := w.Quantile(i, 0, 0.5), 1+0.01*float64(tick); math.Abs(got-want) > 0.11 {
			t.Errorf("after %d ticks the median weight is %v, want %v", tick, got, want)
		}
	}

	v := figure[*plot.Voltages](t, r, "voltage")
	if v.Of != 6 || len(v.Neurons) != 6 || v.Neurons[3].Type != "FS" {
		t.Fatalf("%d of %d neurons: %v", len(v.Neurons), v.Of, v.Neurons)
	}
	for i, n := range v.Neurons {
		for c := range v.V.Columns() {
			ticks := v.V.Middle(c)
			if mean, _, _ := v.V.At(c, i); mean != float64(n.ID-1)-ticks {
				t.Fatalf("neuron %d has %v mV after %v ticks", n.ID, mean, ticks)
			}
		}
	}

	path := figure[*plot.Trajectory](t, r, "trajectory")
	if last := path.Path[len(path.Path)-1]; last.Tick != 1000 || math.Abs(last.X-5) > 1e-9 {
		t.Errorf("the path ends at %v", last)
	}
	if want := "Chemotaxis index +0.500"; path.Title != want { // from 20 to 10 body lengths
		t.Errorf("title %q, want %q", path.Title, want)
	}
	c := figure[*plot.Chemotaxis](t, r, "chemotaxis")
	if c.First != 20 || c.Rewards.Number != 10 || c.Rewards.Net != 5 {
		t.Errorf("first distance %v, %d rewards, net %v", c.First, c.Rewards.Number, c.Rewards.Net)
	}
	b := figure[*plot.Body](t, r, "body")
	for col := range b.Theta.Columns() {
		for j := range b.Theta.Values() {
			want := 0.0
			if j == 3 {
				want = b.Theta.Middle(col) / 1000
			}
			if mean, _, _ := b.Theta.At(col, j); math.Abs(mean-want) > 1e-6 {
				t.Fatalf("joint %d is bent by %v after %v ticks", j, mean, b.Theta.Middle(col))
			}
		}
	}
	for _, name := range recorded.Names() {
		f, err := r.Figure(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range plot.Formats() {
			if err := plot.Write(io.Discard, f, format); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestSpan: a span shows its ticks alone.
func TestSpan(t *testing.T) {
	dir := made(t, everything, 4, 500)
	r, err := recorded.Open(dir, 101, 200)
	if err != nil {
		t.Fatal(err)
	}
	s := figure[*plot.Raster](t, r, "raster").Spikes
	if s.From() != 101 || s.Ticks() != 99 || s.Total() != 49+33+24+19 { // multiples of 2, 3, 4 and 5
		t.Errorf("%d spikes in %d ticks from %d", s.Total(), s.Ticks(), s.From())
	}
	if d := figure[*plot.Chemotaxis](t, r, "chemotaxis"); d.Distance.From() != 110 || d.Distance.To() != 200 || d.Rewards.Number != 1 || d.First != 20 {
		t.Errorf("distances from %d to %d, %d rewards", d.Distance.From(), d.Distance.To(), d.Rewards.Number)
	}
	if w := figure[*plot.Weights](t, r, "weights").Weights; len(w.Ticks) != 1 || w.Ticks[0] != 200 {
		t.Errorf("snapshots %v", w.Ticks)
	}
	for _, span := range [][2]int32{{500, 0}, {-1, 3}, {7, 7}} {
		if _, err := recorded.Open(dir, span[0], span[1]); err == nil || !strings.Contains(err.Error(), "the recording has 500") {
			t.Errorf("span %v: error %v", span, err)
		}
	}
}

// TestRatesAlone: without spikes the population's rates are the recorded ones.
func TestRatesAlone(t *testing.T) {
	r, err := recorded.Open(made(t, "rates:20", 2, 1200), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	p := figure[*plot.Population](t, r, "population")
	if p.Bin != 20 || len(p.Series) != 3 || p.Series[0].Neurons != 1 || p.Series[2].Neurons != 2 {
		t.Fatalf("bins of %v, series %v", p.Bin, p.Series)
	}
	if math.Abs(p.Series[0].Mean-500) > 1e-3 || math.Abs(p.Series[1].Mean-1000.0/3) > 1e-3 || p.Series[0].Ticks[0] != 10 {
		t.Errorf("means %v and %v from %v on", p.Series[0].Mean, p.Series[1].Mean, p.Series[0].Ticks[0])
	}
	for _, name := range []string{"raster", "isi", "rates", "weights", "voltage", "trajectory", "body", "chemotaxis"} {
		if _, err := r.Figure(name); !errors.Is(err, record.ErrNotRecorded) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestStopped: reading ends where it is told to.
func TestStopped(t *testing.T) {
	r, err := recorded.Open(made(t, everything, 2, 500), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("stop")
	r.Stopped = func() error { return stop }
	for _, name := range recorded.Names() {
		if _, err := r.Figure(name); !errors.Is(err, stop) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestNoTicks(t *testing.T) {
	dir := made(t, "spikes", 2, 0)
	if _, err := recorded.Open(dir, 0, 0); !errors.Is(err, plot.ErrNothing) || !strings.Contains(err.Error(), dir) {
		t.Errorf("error %v", err)
	}
}

// TestDamage: a file that is missing, cut short or not what it was is named.
func TestDamage(t *testing.T) {
	dir := made(t, everything, 4, 500)
	files := map[string]string{
		"spikes.parquet": "raster", "neurons.parquet": "raster", "weights.npz": "weights",
		"v.npz": "voltage", "trajectory.parquet": "trajectory", "body.npz": "body", "rewards.parquet": "chemotaxis",
	}
	for name, figure := range files {
		path := filepath.Join(dir, name)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for what, damage := range map[string]func() error{
			"missing":   func() error { return os.Remove(path) },
			"empty":     func() error { return os.WriteFile(path, nil, 0o666) },
			"cut short": func() error { return os.WriteFile(path, whole[:len(whole)*2/3], 0o666) },
			"noise":     func() error { return os.WriteFile(path, []byte(strings.Repeat("noise", 100)), 0o666) },
		} {
			if err := damage(); err != nil {
				t.Fatal(err)
			}
			r, err := recorded.Open(dir, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := r.Figure(figure); err == nil || !strings.Contains(err.Error(), name) || errors.Is(err, plot.ErrNothing) || errors.Is(err, record.ErrNotRecorded) {
				t.Errorf("%s %s: error %v", name, what, err)
			}
		}
		if err := os.WriteFile(path, whole, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	// A whole file of another, shorter run.
	other, err := os.ReadFile(filepath.Join(made(t, everything, 4, 300), "spikes.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(dir, "spikes.parquet"), other, 0o666)
	r, err := recorded.Open(dir, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Figure("raster"); err == nil || !strings.Contains(err.Error(), "the manifest says") {
		t.Errorf("spikes of another run: error %v", err)
	}
}
