package engine

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

// mappedBrain returns a brain of n neurons with the given maps.
func mappedBrain(n int, sensors []snn.SensorMapRow, muscles []snn.BodyMapRow) *snn.Brain {
	return &snn.Brain{Neurons: make([]snn.Neuron, n), SensorMap: sensors, BodyMap: muscles}
}

func sensor(neuron int32, m snn.Modality, l snn.Location, s snn.Side) snn.SensorMapRow {
	return snn.SensorMapRow{Neuron: neuron, Modality: m, Location: l, Side: s}
}

// currentsOf senses once and returns the currents by neuron.
func currentsOf(t *testing.T, s *Senses, b *worm.Body) map[int32]float64 {
	t.Helper()
	dst := make([]float64, len(s.Neurons()))
	s.Currents(b, 2.5, dst)
	current := make(map[int32]float64)
	for i, n := range s.Neurons() {
		current[n] = dst[i]
	}
	return current
}

func newSenses(t *testing.T, brain *snn.Brain, x, y, gain float64) *Senses {
	t.Helper()
	s, err := NewSenses(brain, arena.DefaultDish(), x, y, gain)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// smellAt is the concentration of the default dish, from its definition.
func smellAt(x, y float64) float64 { return math.Exp(-((x-15)*(x-15) + y*y) / 288) }

// TestSmell puts the worm at a place, lets it adapt to another, and compares
// with section 6, step 2. It looks along +x, so that its left is at larger y.
func TestSmell(t *testing.T) {
	brain := mappedBrain(5, []snn.SensorMapRow{
		sensor(4, snn.Chemical, snn.Head, snn.Left),
		sensor(0, snn.Chemical, snn.Head, snn.Right),
		sensor(2, snn.Chemical, snn.Tail, snn.Bilateral),
	}, nil)
	for _, gain := range []float64{DefaultSensoryGain, 0, 12} {
		s := newSenses(t, brain, 0, 3, gain)
		b := worm.New(6, -2, 0)
		here, adapted := smellAt(6, -2), smellAt(0, 3)
		smell := gain*here + 3*gain*(here-adapted)
		want := map[int32]float64{
			4: 2.5 + smell + gain/2*smellAt(6, -1.96),
			0: 2.5 + smell + gain/2*smellAt(6, -2.04),
			2: 2.5 + smell,
		}
		got := currentsOf(t, s, b)
		if len(got) != len(want) {
			t.Errorf("%d neurons sense, want %d", len(got), len(want))
		}
		for n, w := range want {
			if !near(got[n], w, 1e-13) {
				t.Errorf("gain %v, neuron %d: %v, want %v", gain, n, got[n], w)
			}
		}
		// The next tick finds the nose adapted by one 500th.
		want2 := 2.5 + gain*here + 3*gain*(here-adapted)*(1-1.0/500)
		if got := currentsOf(t, s, b)[2]; !near(got, want2, 1e-13) {
			t.Errorf("gain %v, second tick: %v, want %v", gain, got, want2)
		}
	}
}

// TestFallingSmellIsNotFelt: only a rise adds.
func TestFallingSmellIsNotFelt(t *testing.T) {
	brain := mappedBrain(1, []snn.SensorMapRow{sensor(0, snn.Chemical, snn.Head, snn.Bilateral)}, nil)
	s := newSenses(t, brain, 15, 0, DefaultSensoryGain)
	want := 2.5 + 5*smellAt(0, 0)
	if got := currentsOf(t, s, worm.New(0, 0, 1))[0]; !near(got, want, 1e-14) {
		t.Errorf("current %v, want %v", got, want)
	}
}

// TestChange compares ON and OFF cells with the closed form: a current of
// 400·gain for the whole of the adapted concentration, at the head and 0.04 BL
// to its sides, and an adaptation by one 50th of what is missing in every tick.
func TestChange(t *testing.T) {
	cell := func(n int32, r snn.Response, side snn.Side) snn.SensorMapRow {
		return snn.SensorMapRow{Neuron: n, Modality: snn.Chemical, Location: snn.Head, Response: r, Side: side}
	}
	brain := mappedBrain(6, []snn.SensorMapRow{
		cell(0, snn.On, snn.Bilateral), cell(1, snn.On, snn.Left), cell(2, snn.On, snn.Right),
		cell(3, snn.Off, snn.Bilateral), cell(4, snn.Off, snn.Left), cell(5, snn.Off, snn.Right),
	}, nil)
	for _, gain := range []float64{DefaultSensoryGain, 0, 1} {
		for _, x := range []float64{3.003, 2.998, 3} { // from 3: a rise, a fall, neither
			s := newSenses(t, brain, 3, -1, gain)
			adapted := smellAt(3, -1)
			for tick := range 200 {
				got := currentsOf(t, s, worm.New(x, -1, 0.5))
				sin, cos := math.Sincos(0.5)
				for n, side := range []float64{0, 0.04, -0.04} {
					here := smellAt(x-side*sin, -1+side*cos)
					change := 400 * gain * (here - adapted) / (adapted + 1e-6)
					on, off := 2.5+min(max(change, 0), 30), 2.5+min(max(-change, 0), 30)
					if !near(got[int32(n)], on, 1e-9) || !near(got[int32(n+3)], off, 1e-9) {
						t.Fatalf("gain %v, x %v, tick %d, %v BL to the left: ON %v and OFF %v, want %v and %v",
							gain, x, tick, side, got[int32(n)], got[int32(n+3)], on, off)
					}
				}
				adapted += (smellAt(x, -1) - adapted) / 50
			}
		}
	}
}

// TestChangeWithoutSmell: where there is nothing to smell, there is no change.
func TestChangeWithoutSmell(t *testing.T) {
	dish, err := arena.NewDish(30, arena.Food{Sigma: 1})
	if err != nil {
		t.Fatal(err)
	}
	brain := mappedBrain(1, []snn.SensorMapRow{{Modality: snn.Chemical, Response: snn.On, Side: snn.Left}}, nil)
	s, err := NewSenses(brain, dish, 0, 0, DefaultSensoryGain)
	if err != nil {
		t.Fatal(err)
	}
	if got := currentsOf(t, s, worm.New(9, 9, 0))[0]; got != 2.5 {
		t.Errorf("current %v, want the tonic one", got)
	}
}

// TestLeftIsCounterclockwise for every heading: with the food on the left the
// left sensor gets more.
func TestLeftIsCounterclockwise(t *testing.T) {
	brain := mappedBrain(2, []snn.SensorMapRow{
		sensor(0, snn.Chemical, snn.Head, snn.Left),
		sensor(1, snn.Chemical, snn.Head, snn.Right),
	}, nil)
	for heading := -7.0; heading < 7; heading += 0.25 {
		// The worm sits so that the food lies 5 BL to its left.
		x, y := 15+5*math.Sin(heading), -5*math.Cos(heading)
		got := currentsOf(t, newSenses(t, brain, x, y, DefaultSensoryGain), worm.New(x, y, heading))
		if !(got[0] > got[1]) {
			t.Errorf("heading %v: left %v, right %v", heading, got[0], got[1])
		}
	}
}

func TestTouch(t *testing.T) {
	brain := mappedBrain(3, []snn.SensorMapRow{
		sensor(0, snn.Mechanical, snn.Head, snn.Left),
		sensor(1, snn.Mechanical, snn.Tail, snn.Left),
		sensor(2, snn.Thermal, snn.Head, snn.Left),
	}, nil)
	for _, c := range []struct{ y, want float64 }{
		{0, 2.5}, {-28, 2.5}, {29, 2.5 + 7.5}, {-29.5, 2.5 + 15*0.75}, {30, 2.5 + 15},
	} {
		s := newSenses(t, brain, 0, 0, DefaultSensoryGain)
		if !slices.Equal(s.Neurons(), []int32{0}) {
			t.Fatalf("neurons %v sense, want only the head's touch", s.Neurons())
		}
		if got := currentsOf(t, s, worm.New(0, c.y, 0))[0]; got != c.want {
			t.Errorf("touch at y = %v: %v, want %v", c.y, got, c.want)
		}
	}
}

// TestProprioception: excitatory motor neurons feel the bending, inhibitory
// ones do not, and a neuron with several rows gets all of them.
func TestProprioception(t *testing.T) {
	brain := mappedBrain(6,
		[]snn.SensorMapRow{sensor(3, snn.Mechanical, snn.Head, snn.Left)},
		[]snn.BodyMapRow{
			{Neuron: 5, Segment: 9, Side: snn.Ventral},
			{Neuron: 1, Segment: 9, Side: snn.Dorsal},
			{Neuron: 2, Segment: 9, Side: snn.Dorsal, Effect: snn.Inhibitory},
			{Neuron: 3, Segment: 0, Side: snn.Dorsal},
			{Neuron: 3, Segment: 9, Side: snn.Dorsal},
		})
	s := newSenses(t, brain, 0, 0, DefaultSensoryGain)
	if want := []int32{1, 3, 5}; !slices.Equal(s.Neurons(), want) {
		t.Fatalf("neurons %v sense, want %v", s.Neurons(), want)
	}
	b := worm.New(0, 29, 0) // touch: 7.5
	for j := range b.Theta {
		b.Theta[j] = 0.1
	}
	got := currentsOf(t, s, b)
	for n, want := range map[int32]float64{
		1: 2.5 + 1,
		5: 2.5 - 1,
		3: 2.5 + 7.5 - 0.75 + 1,
	} {
		if !near(got[n], want, 1e-14) {
			t.Errorf("neuron %d: %v, want %v", n, got[n], want)
		}
	}
	if worm.LocalProprioception != 7.5 || worm.AnteriorProprioception != 17.5 {
		t.Error("the gain of 25 is split 0.3 to 0.7")
	}
}

// TestVentralIsMinusDorsal: the senses compute one side and negate it.
func TestVentralIsMinusDorsal(t *testing.T) {
	b := worm.New(0, 0, 0)
	for j := range b.Theta {
		b.Theta[j] = math.Sin(float64(j * j))
	}
	for segment := range worm.Segments {
		if d, v := b.Proprioception(segment, worm.Dorsal), b.Proprioception(segment, worm.Ventral); d != -v {
			t.Errorf("segment %d: dorsal %v, ventral %v", segment, d, v)
		}
	}
}

func TestCurrentsAllocateNothing(t *testing.T) {
	brain := mappedBrain(1, []snn.SensorMapRow{sensor(0, snn.Chemical, snn.Head, snn.Left)}, nil)
	s, b, dst := newSenses(t, brain, 0, 0, 5), worm.New(0, 0, 0), make([]float64, 1)
	if n := testing.AllocsPerRun(100, func() { s.Currents(b, 2.5, dst) }); n != 0 {
		t.Errorf("%v allocations in a tick", n)
	}
}

func TestMapsOutOfRange(t *testing.T) {
	for _, c := range []struct {
		brain *snn.Brain
		gain  float64
		want  string
	}{
		{mappedBrain(2, []snn.SensorMapRow{{Neuron: 2}}, nil), 5, "sensor_map, row 1: no neuron at position 2"},
		{mappedBrain(2, []snn.SensorMapRow{{Neuron: -1}}, nil), 5, "sensor_map"},
		{mappedBrain(2, nil, []snn.BodyMapRow{{}, {Neuron: 7}}), 5, "body_map, row 2"},
		{mappedBrain(2, nil, []snn.BodyMapRow{{Segment: 24}}), 5, "segment 24"},
		{mappedBrain(2, nil, []snn.BodyMapRow{{Segment: -1}}), 5, "segment -1"},
		{mappedBrain(2, nil, []snn.BodyMapRow{{Side: snn.Left}}), 5, "left"},
		{mappedBrain(2, nil, nil), math.NaN(), "gain"},
		{mappedBrain(2, nil, nil), math.Inf(-1), "gain"},
	} {
		if _, err := NewSenses(c.brain, arena.DefaultDish(), 0, 0, c.gain); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one about %q", err, c.want)
		}
	}
	if _, err := NewMotor(mappedBrain(2, nil, []snn.BodyMapRow{{Neuron: 3}})); err == nil {
		t.Error("NewMotor takes a row of a neuron that does not exist")
	}
}
