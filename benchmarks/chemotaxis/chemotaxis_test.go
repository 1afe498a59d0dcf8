package main

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

func load(t *testing.T, name string, seed int64) *subject {
	t.Helper()
	s, err := newSubject(name, seed)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestCensus: every neuron is in one layer, and layers hold what the recipe and
// the maps say.
func TestCensus(t *testing.T) {
	s := load(t, "arena_v1", 0)
	var all []int32
	number := map[string]int{}
	for i := range s.layers {
		all = append(all, s.layers[i].neurons...)
		number[s.layers[i].name()] = len(s.layers[i].neurons)
	}
	slices.Sort(all)
	for i, n := range all {
		if int(n) != i {
			t.Fatalf("neuron %d is at place %d of all layers", n, i)
		}
	}
	if len(all) != 8070 || len(all) != len(s.brain.Neurons) {
		t.Errorf("%d neurons in layers, want 8,070", len(all))
	}
	for name, want := range map[string]int{
		"sensory_bank, sensors": 200, "sensory_bank": 100, "mechanosensory, sensors": 480,
		"forward_motor, motor neurons": 320, "backward_motor, motor neurons": 300, "modulatory": 160,
	} {
		if number[name] != want {
			t.Errorf("%s: %d neurons, want %d", name, number[name], want)
		}
	}
	if first, last := s.layers[0], s.layers[len(s.layers)-1]; first.role != "sensors" || last.role != "motor neurons" {
		t.Errorf("layers go from %q to %q", first.name(), last.name())
	}
}

// TestSignalOfV1 holds what was known of V8: between the start seeds 42 and 2
// the chemical sensors fire differently, and nothing else does.
func TestSignalOfV1(t *testing.T) {
	list, err := experiments()
	if err != nil {
		t.Fatal(err)
	}
	s := load(t, "arena_v1", 0)
	for _, backend := range []string{"cpu", "reference"} {
		got, err := list[0].run(context.Background(), s, backend)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range got.Layers {
			want := 0
			if d.Layer == "sensory_bank, sensors" {
				want = 200
			}
			if d.Differ != want {
				t.Errorf("%s, %s: %d neurons differ, want %d", backend, d.Layer, d.Differ, want)
			}
		}
	}
}

// TestSignalOfV2: a held worm's muscles get a difference of the smell in time,
// and one between the sides; with the steering cut the latter does not arrive.
func TestSignalOfV2(t *testing.T) {
	list, err := experiments()
	if err != nil {
		t.Fatal(err)
	}
	muscles := func(s *subject, name string) int {
		i := slices.IndexFunc(list, func(e experiment) bool { return e.name == name })
		got, err := list[i].run(context.Background(), s, "cpu")
		if err != nil {
			t.Fatal(err)
		}
		return got.Layers[len(got.Layers)-1].Differ
	}
	s := load(t, "arena_v2", 1)
	for _, name := range []string{"10 % more", "10 % less", "left and right, 1 % more"} {
		if n := muscles(s, name); n == 0 {
			t.Errorf("%s: no motor neuron fires differently", name)
		}
	}
	if err := cutSteering(s); err != nil {
		t.Fatal(err)
	}
	if n := muscles(s, "left and right, 1 % more"); n != 0 {
		t.Errorf("without steering %d motor neurons tell left from right", n)
	}
}

func TestCompare(t *testing.T) {
	layers := []layer{{circuit: "a", role: "sensors", neurons: []int32{0, 1}}, {circuit: "b", neurons: []int32{2}}}
	first, second := newTrains(3, 100), newTrains(3, 100)
	for _, tr := range []*trains{first, second} {
		tr.Record(99, []int32{0, 1, 2})
		tr.Record(110, []int32{0, 2})
	}
	second.Record(150, []int32{1})
	second.Record(160, []int32{1})
	first.Record(170, []int32{1})
	late := int32(50)
	want := []Difference{
		{Layer: "a, sensors", Neurons: 2, Differ: 1, First: 10, Second: 15, Change: 5, role: "sensors", Latency: &late},
		{Layer: "b", Neurons: 1, First: 10, Second: 10},
	}
	if got := compare(layers, first, second, 100); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	for _, c := range []struct {
		a, b []int32
		tick int32
	}{{[]int32{1, 2}, []int32{1, 2, 7}, 7}, {[]int32{3}, nil, 3}, {[]int32{1, 5}, []int32{1, 4}, 4}} {
		if tick, differs := parting(c.a, c.b); !differs || tick != c.tick {
			t.Errorf("%v and %v part at %d", c.a, c.b, tick)
		}
	}
}

// TestCut: the weights of those synapses become 0, and nothing else changes.
func TestCut(t *testing.T) {
	for name, c := range map[string]struct {
		cut  func(*subject) error
		want int
	}{"steering": {cutSteering, 2}, "turns": {cutTurns, 40}} {
		s, intact := load(t, "arena_v2", 1), load(t, "arena_v2", 1)
		if err := c.cut(s); err != nil {
			t.Fatal(err)
		}
		changed := 0
		for i, w := range s.brain.Synapses.Weight {
			if w != intact.brain.Synapses.Weight[i] {
				changed++
				intact.brain.Synapses.Weight[i] = 0
			}
		}
		if changed != c.want {
			t.Errorf("%s: %d synapses cut, want %d", name, changed, c.want)
		}
		if !reflect.DeepEqual(s.brain, intact.brain) {
			t.Errorf("%s: more than these weights changed", name)
		}
	}
	s := load(t, "arena_v1", 0)
	for _, change := range []func(*subject) error{cutSteering, cutTurns, shuffleSides, exchangeSides, exchangeResponses} {
		if change(s) == nil {
			t.Error("a brain without a nose was changed")
		}
	}
}

func TestSides(t *testing.T) {
	intact := load(t, "arena_v2", 1).brain.SensorMap
	sides := func(rows []snn.SensorMapRow, side snn.Side) (n int) {
		for _, row := range rows {
			if row.Side == side && row.Response != snn.Tonic {
				n++
			}
		}
		return n
	}
	s := load(t, "arena_v2", 1)
	if err := shuffleSides(s); err != nil {
		t.Fatal(err)
	}
	if slices.Equal(s.brain.SensorMap, intact) {
		t.Error("shuffling changed nothing")
	}
	for _, side := range []snn.Side{snn.Left, snn.Right, snn.Bilateral} {
		if got, want := sides(s.brain.SensorMap, side), sides(intact, side); got != want || want == 0 {
			t.Errorf("%d cells of the side %v, want %d", got, side, want)
		}
	}
	for _, exchange := range []func(*subject) error{exchangeSides, exchangeResponses} {
		s := load(t, "arena_v2", 1)
		if err := exchange(s); err != nil {
			t.Fatal(err)
		}
		if slices.Equal(s.brain.SensorMap, intact) {
			t.Error("an exchange changed nothing")
		}
		if err := exchange(s); err != nil || !slices.Equal(s.brain.SensorMap, intact) {
			t.Error("exchanging twice is not as before")
		}
	}
}

// TestScaledRewards: an inverted world gives the opposite of every reward.
func TestScaledRewards(t *testing.T) {
	s := load(t, "arena_v2", 1)
	total := func(factor float64) (sum float64) {
		a, err := engine.NewArena(s.brain, engine.DefaultArenaConfig())
		if err != nil {
			t.Fatal(err)
		}
		w := scaled{a, factor}
		a.Body.SetHead(worm.Point{X: 10})
		for tick := range int32(200) {
			for _, r := range w.Act(tick, nil) {
				sum += r
			}
		}
		return sum
	}
	// The head was put where it smells more than at the start.
	for _, factor := range []float64{1, 0, -1} {
		if got := total(factor); got != factor {
			t.Errorf("rewards times %v: %v", factor, got)
		}
	}
}

func TestPulses(t *testing.T) {
	const period, delay, extra = 600, 20, 3
	d, input := pulses(period, delay, extra, worm.Ventral), new(worm.Muscles)
	var spikes worm.Muscles
	for tick := 2 * period; tick < 3*period; tick++ {
		d(tick, input)
		for i := range input {
			for s := range input[i] {
				spikes[i][s] += input[i][s]
			}
		}
	}
	for i, got := range spikes {
		want := [2]float64{1, 1}
		if i < extra {
			want[worm.Ventral] = 2
		}
		if got != want {
			t.Errorf("segment %d: %v spikes a period, want %v", i, got, want)
		}
	}
}

// TestSine: joints follow the angle they are asked for. Between two muscles, a
// phase of 2π/24 apart, they lose 1 %, and by their own drag less.
func TestSine(t *testing.T) {
	m := observe(sine(1, 1, 0.05), 1000)
	if math.Abs(m.bending/0.05-1) > 0.02 {
		t.Errorf("joints bend by %v, want 0.05", m.bending)
	}
	if m.speed <= 0 {
		t.Errorf("a wave from the head on moves the worm by %v BL/s, want head first", m.speed)
	}
	if back := observe(sine(1, -1, 0.05), 1000); back.speed >= 0 {
		t.Errorf("a wave from the tail on moves it by %v BL/s, want tail first", back.speed)
	}
	if still := observe(sine(1, 1, 0), 1000); still != (motion{}) {
		t.Errorf("a body without a wave moves: %+v", still)
	}
}

func TestReachable(t *testing.T) {
	for _, c := range []struct{ d, v, t, r, want float64 }{
		{20, 1, 30, 2, 0.9}, {20, 0.5, 30, 0, 0.75}, {20, 10, 30, 0, 1}, {1, 1, 30, 2, 0},
	} {
		if got := Reachable(c.d, c.v, c.t, c.r); got != c.want {
			t.Errorf("from %v BL at %v BL/s in %v s, circle %v: %v, want %v", c.d, c.v, c.t, c.r, got, c.want)
		}
	}
}

// TestFewColors: up to 256 colours nothing is lost; beyond, the rarest are.
func TestFewColors(t *testing.T) {
	for _, colors := range []int{3, 256, 300} {
		in := image.NewRGBA(image.Rect(0, 0, 30, 400))
		for y := range 400 {
			for x := range 30 {
				in.SetRGBA(x, y, color.RGBA{R: uint8(y % colors), G: uint8(y % colors >> 8), B: 9, A: 255})
			}
		}
		var file bytes.Buffer
		if err := png.Encode(&file, in); err != nil {
			t.Fatal(err)
		}
		small, err := fewColors(&file)
		if err != nil {
			t.Fatal(err)
		}
		out, err := png.Decode(bytes.NewReader(small))
		if err != nil {
			t.Fatal(err)
		}
		differ := 0
		for y := range 400 {
			if color.RGBAModel.Convert(out.At(7, y)) != color.RGBAModel.Convert(in.At(7, y)) {
				differ++
			}
		}
		if want := max(colors-256, 0); differ != want {
			t.Errorf("%d colours: %d of 400 rows lost theirs, want %d", colors, differ, want)
		}
	}
}

// TestOptions: what is wrong is said before anything is measured.
func TestOptions(t *testing.T) {
	good := options{recipe: "arena_v2", seed: 1, first: 1, starts: 1, sessions: 1, ticks: 1, jobs: 1}
	for want, change := range map[string]func(*options){
		"unknown measurement": func(o *options) { o.only = "crawl,tranfser" },
		"must be positive":    func(o *options) { o.starts = 0 },
		"is a directory":      func(o *options) { o.out = t.TempDir() },
		"arena_v9":            func(o *options) { o.recipe, o.only = "arena_v9", "controls" },
	} {
		o := good
		change(&o)
		err := run(context.Background(), &o, new(bytes.Buffer), new(bytes.Buffer))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error about %q", err, want)
		}
	}
}
