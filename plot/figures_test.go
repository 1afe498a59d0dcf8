package plot_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/plot/bins"
	"github.com/engine-gpu/engine-gpu/record"
)

func picture(t *testing.T, f plot.Figure) image.Image {
	t.Helper()
	var file bytes.Buffer
	if err := plot.Write(&file, f, plot.PNG); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func svg(t *testing.T, f plot.Figure) string {
	t.Helper()
	var file bytes.Buffer
	if err := plot.Write(&file, f, plot.SVG); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// raster counts spikes given as pairs of tick and neuron; the first three of
// five neurons are RS, the others FS.
func raster(ticks int32, spikes ...[2]int32) *plot.Raster {
	s := bins.NewSpikes(bins.NewLayout([]string{"RS", "FS"}, []uint8{0, 0, 0, 1, 1}), 0)
	for _, x := range spikes {
		s.Record(x[0], []int32{x[1]})
	}
	s.Cover(ticks)
	return &plot.Raster{Run: "test", Spikes: s}
}

// changed is the smallest rectangle around the pixels below the heading in
// which two pictures differ.
func changed(a, b image.Image) image.Rectangle {
	var r image.Rectangle
	size := a.Bounds().Size()
	p, q := a.(*image.RGBA), b.(*image.RGBA)
	for y := size.Y * 15 / 100; y < size.Y; y++ {
		for x := range size.X {
			if at := p.PixOffset(x, y); !bytes.Equal(p.Pix[at:at+4], q.Pix[at:at+4]) {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

// TestRasterPlaces: a spike colours the pixels of its neuron and its tick, and
// no others.
func TestRasterPlaces(t *testing.T) {
	const ticks = 20
	before := picture(t, raster(ticks, [2]int32{0, 0}, [2]int32{0, 4}))
	cell := func(tick, neuron int32) image.Rectangle {
		return changed(before, picture(t, raster(ticks, [2]int32{0, 0}, [2]int32{0, 4}, [2]int32{tick, neuron})))
	}
	first, last := cell(1, 1), cell(19, 1)
	width := float64(last.Min.X-first.Min.X) / 18
	if width < 20 {
		t.Fatalf("a tick is %v pixels wide: cells %v and %v", width, first, last)
	}
	for _, at := range [][2]int32{{5, 2}, {11, 3}, {18, 1}} {
		tick, neuron := at[0], at[1]
		got := cell(tick, neuron)
		left := float64(first.Min.X) + float64(tick-1)*width
		if math.Abs(float64(got.Min.X)-left) > 1.5 || math.Abs(float64(got.Dx())-width) > 2.5 {
			t.Errorf("tick %d is at pixels %d to %d, want %.1f to %.1f", tick, got.Min.X, got.Max.X, left, left+width)
		}
		row := first.Min.Y + int(neuron-1)*first.Dy() // less than a gap from there for neuron 3, which is of the next type
		if math.Abs(float64(got.Min.Y-row)) > 12 || math.Abs(float64(got.Dy()-first.Dy())) > 2 {
			t.Errorf("neuron %d is at pixels %d to %d, want %d high from %d on", neuron, got.Min.Y, got.Max.Y, first.Dy(), row)
		}
	}
}

// TestRasterColours: types have their own colours.
func TestRasterColours(t *testing.T) {
	img := picture(t, raster(4, [2]int32{1, 1}, [2]int32{2, 4}))
	isBlue := func(r, g, b int) bool { return b > r+60 && b > g+20 }
	isVermilion := func(r, g, b int) bool { return r > b+100 && r > g+60 }
	if up, down := count(img, 0.12, 0.15, 0.85, 0.6, isBlue), count(img, 0.12, 0.66, 0.85, 0.9, isBlue); up < 5000 || down > 0 {
		t.Errorf("%d blue pixels among RS, %d among FS", up, down)
	}
	if up, down := count(img, 0.12, 0.15, 0.85, 0.5, isVermilion), count(img, 0.12, 0.66, 0.85, 0.9, isVermilion); down < 5000 || up > 0 {
		t.Errorf("%d vermilion pixels among RS, %d among FS", up, down)
	}
}

// TestIntervalsDensity: the intervals of a regular train are one bar of area
// 100 %.
func TestIntervalsDensity(t *testing.T) {
	s := bins.NewSpikes(bins.NewLayout([]string{"RS"}, []uint8{0}), 0)
	for tick := int32(0); tick < 5000; tick += 50 {
		s.Record(tick, []int32{0})
	}
	d := plot.NewIntervals("test", s).Distributions[0]
	if len(d.Density) != 1 || !(d.Edges[0] < 50 && 50 < d.Edges[1]) {
		t.Fatalf("bars at %v, want one around 50", d.Edges)
	}
	if area := d.Density[0] * math.Log10(d.Edges[1]/d.Edges[0]); math.Abs(area-100) > 1e-9 {
		t.Errorf("the area is %v %%", area)
	}
}

// TestRatesDensity: a neuron that fires 10 times in 2 s has 5 Hz.
func TestRatesDensity(t *testing.T) {
	s := bins.NewSpikes(bins.NewLayout([]string{"RS"}, []uint8{0, 0}), 0)
	for tick := int32(0); tick < 2000; tick += 200 {
		s.Record(tick, []int32{1})
	}
	s.Cover(2000)
	d := plot.NewRates("test", s).Distributions[0]
	if len(d.Density) != 1 || !(d.Edges[0] < 5 && 5 < d.Edges[1]) {
		t.Errorf("bars at %v, want one around 5", d.Edges)
	}
	if want := "mean 2.5 Hz, 1 of 2 silent"; d.Note != want {
		t.Errorf("note %q, want %q", d.Note, want)
	}
}

// TestPopulationRate: all neurons of a type firing in every 4th tick is 250 Hz,
// at all times.
func TestPopulationRate(t *testing.T) {
	s := bins.NewSpikes(bins.NewLayout([]string{"RS", "FS"}, []uint8{0, 1, 1}), 0)
	for tick := int32(0); tick < 40_000; tick += 4 {
		s.Record(tick, []int32{1, 2})
	}
	s.Cover(40_000)
	p := plot.NewPopulation("test", s)
	want := map[string]float64{"RS": 0, "FS": 250, "all": 500.0 / 3}
	for _, series := range p.Series {
		if math.Abs(series.Mean-want[series.Type]) > 1e-9 || len(series.Hz) < 100 {
			t.Errorf("%s: mean %v Hz over %d points, want %v", series.Type, series.Mean, len(series.Hz), want[series.Type])
		}
		for _, hz := range series.Hz {
			if math.Abs(hz-want[series.Type]) > 1e-9 {
				t.Fatalf("%s: %v Hz, want %v", series.Type, hz, want[series.Type])
			}
		}
	}
}

// TestKymographSlants: a bend that travels from head to tail is a line that
// goes down to the right, as steep as it is fast.
func TestKymographSlants(t *testing.T) {
	const ticks, delay = 800, 25.0 // from joint to joint
	b := &plot.Body{Run: "test", Theta: bins.NewTrack(23, 1), Activation: bins.NewTrack(24, 1)}
	for tick := range int32(ticks + 1) {
		theta, activation := make([]float32, 23), make([]float32, 24)
		for j := range theta {
			x := (float64(tick) - 100 - delay*float64(j)) / 20
			theta[j] = float32(math.Exp(-x * x))
		}
		b.Theta.Add(tick, theta)
		b.Activation.Add(tick, activation)
	}
	img := picture(t, b)
	size := img.Bounds().Size()
	// Per row of pixels: the middle of what is red, left of the colour bars.
	var xs, ys []float64
	for y := size.Y / 8; y < size.Y/2; y++ {
		sum, n := 0.0, 0.0
		for x := size.X / 10; x < size.X*85/100; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			if int(c.R) > int(c.B)+60 {
				sum, n = sum+float64(x), n+1
			}
		}
		if n > 3 {
			xs, ys = append(xs, sum/n), append(ys, float64(y))
		}
	}
	if len(ys) < 200 {
		t.Fatalf("only %d rows of pixels have something red", len(ys))
	}
	joint := (ys[len(ys)-1] - ys[0] + 1) / 23
	// The x axis has 800 ticks; find its width from the panel's own bend: the
	// first joint's is after 100 ticks, the last's after 650.
	top, bottom := xs[int(joint/2)], xs[len(xs)-1-int(joint/2)]
	perTick := (bottom - top) / (22 * delay)
	if width := perTick * ticks; width < 0.7*float64(size.X) || width > 0.85*float64(size.X) {
		t.Errorf("800 ticks would be %v pixels wide", width)
	}
	for j := range 23 {
		want := top + float64(j)*delay*perTick
		if got := xs[min(int((float64(j)+0.5)*joint), len(xs)-1)]; math.Abs(got-want) > 6*perTick+2 {
			t.Errorf("joint %d is bent at pixel %.1f, want %.1f", j+1, got, want)
		}
	}
}

// TestWeightsOverTime: of weights that jump from 1 to 3 halfway, the map shows
// the lower half on the left and the upper half on the right.
func TestWeightsOverTime(t *testing.T) {
	limits := bins.NewRange(1, []uint8{0, 0})
	limits.Add([]float32{1, 1})
	limits.Add([]float32{3, 3})
	w := bins.NewWeights([]string{"plastic"}, limits)
	for tick := int32(0); tick <= 1000; tick += 50 {
		x := float32(1)
		if tick >= 500 {
			x = 3
		}
		w.Add(tick, []float32{x, x})
	}
	img := picture(t, &plot.Weights{Run: "test", Weights: w})
	isLine := func(r, g, b int) bool { return r > b+120 && r > g+60 } // the median
	// The only panel: left half of the page, below the legend.
	low := count(img, 0.12, 0.72, 0.24, 0.85, isLine)
	high := count(img, 0.3, 0.32, 0.42, 0.5, isLine)
	if low < 200 || high < 200 {
		t.Errorf("%d pixels of the median lower left, %d upper right", low, high)
	}
	if wrong := count(img, 0.12, 0.32, 0.24, 0.6, isLine) + count(img, 0.3, 0.6, 0.42, 0.8, isLine); wrong > 0 {
		t.Errorf("%d pixels of the median elsewhere", wrong)
	}
}

// TestVoltageKeepsSpikes: a peak of one tick in a long recording is drawn.
func TestVoltageKeepsSpikes(t *testing.T) {
	v := &plot.Voltages{Run: "test", Of: 1, Neurons: []plot.TracedNeuron{{ID: 7, Type: "RS"}}, V: bins.NewTrack(1, 1)}
	for tick := range int32(100_000) {
		x := float32(-65)
		if tick == 50_000 {
			x = 30
		}
		v.V.Add(tick+1, []float32{x})
	}
	img := picture(t, v)
	blue := func(r, g, b int) bool { return b > r+60 }
	if n := count(img, 0.45, 0.4, 0.65, 0.6, blue); n < 20 {
		t.Errorf("the peak has %d pixels", n)
	}
	if n := count(img, 0.12, 0.4, 0.45, 0.6, blue); n > 0 {
		t.Errorf("%d pixels beside the peak", n)
	}
}

func distance(values ...float32) *bins.Track {
	t := bins.NewTrack(1, 10)
	for i, x := range values {
		t.Add(int32(i)*10, []float32{x})
	}
	return t
}

// edgeCases are figures of as little as there can be, and of odd values.
func edgeCases() map[string]plot.Figure {
	still := func(values int) *bins.Track {
		t := bins.NewTrack(values, 10)
		t.Add(0, make([]float32, values))
		return t
	}
	gap := bins.NewTrack(1, 1)
	gap.Add(0, []float32{1})
	gap.Add(3, []float32{2})
	same := bins.NewRange(1, []uint8{0})
	same.Add([]float32{5})
	weights := bins.NewWeights([]string{"plastic"}, same)
	weights.Add(0, []float32{5})
	many := bins.NewWeights([]string{"plastic"}, same)
	for i := range int32(9) {
		many.Add(i, []float32{5})
	}
	silent := raster(1)
	foreign := bins.NewSpikes(bins.NewLayout([]string{"Pyramidal <L5>", "τ"}, []uint8{0, 1}), 0)
	foreign.Record(0, []int32{0, 1})
	foreign.Record(9, []int32{0, 1})
	rewards := bins.NewRewards(0)
	rewards.Add(3, -1)
	return map[string]plot.Figure{
		"silent raster":       silent,
		"silent population":   plot.NewPopulation("test", silent.Spikes),
		"silent rates":        plot.NewRates("test", raster(5, [2]int32{0, 0}).Spikes),
		"foreign raster":      &plot.Raster{Run: "a & b", Spikes: foreign},
		"foreign population":  plot.NewPopulation("test", foreign),
		"foreign intervals":   plot.NewIntervals("test", foreign),
		"weights of one kind": &plot.Weights{Run: "test", Weights: weights},
		"constant weights":    &plot.Weights{Run: "test", Weights: many},
		"one posture":         &plot.Body{Run: "test", Theta: still(23), Activation: still(24)},
		"one distance":        &plot.Chemotaxis{Run: "test", First: 20, Distance: distance(20)},
		"start at the food":   &plot.Chemotaxis{Run: "test", Distance: distance(0, 0, 0), Rewards: rewards},
		"gaps":                &plot.Chemotaxis{Run: "test", First: 1, Distance: gap},
		"one potential":       &plot.Voltages{Run: "test", Of: 1, Neurons: []plot.TracedNeuron{{ID: 1, Type: "?"}}, V: distance(-65)},
		"one pose":            &plot.Trajectory{Dish: dish(), Path: []record.Pose{{}}, Title: "test"},
		"overview": &plot.Overview{Columns: [2][]plot.Figure{
			{&plot.Trajectory{Dish: dish(), Path: []record.Pose{{}, {Tick: 10, X: 1}}, Title: "test"}}, {silent},
		}},
	}
}

// TestEdgeCases: all of them can be drawn, and no number in them is none.
func TestEdgeCases(t *testing.T) {
	notANumber := regexp.MustCompile(`NaN|Inf`)
	for name, f := range edgeCases() {
		picture(t, f)
		text := svg(t, f)
		if bad := notANumber.FindString(stripImages(text)); bad != "" {
			t.Errorf("%s: %s in the SVG", name, bad)
		}
		if !strings.HasSuffix(strings.TrimSpace(text), "</svg>") {
			t.Errorf("%s: the SVG has no end", name)
		}
	}
}

// stripImages drops the images of an SVG, whose letters may be any.
func stripImages(text string) string {
	return regexp.MustCompile(`base64,[A-Za-z0-9+/=]*`).ReplaceAllString(text, "")
}

func TestNothing(t *testing.T) {
	empty := raster(0).Spikes
	none := bins.NewTrack(1, 1)
	for _, f := range []plot.Figure{
		&plot.Raster{Spikes: empty},
		plot.NewPopulation("", empty),
		plot.NewIntervals("", raster(5, [2]int32{0, 0}).Spikes),
		plot.NewRates("", raster(5).Spikes),
		&plot.Weights{Weights: bins.NewWeights(nil, bins.NewRange(0, nil))},
		&plot.Voltages{V: none},
		&plot.Body{Theta: none, Activation: none},
		&plot.Chemotaxis{Distance: none},
		&plot.Trajectory{Dish: dish()},
		&plot.Overview{},
	} {
		err := plot.Write(io.Discard, f, plot.PNG)
		if !errors.Is(err, plot.ErrNothing) || !strings.HasPrefix(err.Error(), f.Name()+": ") {
			t.Errorf("%s: error %v", f.Name(), err)
		}
	}
	if err := plot.Write(io.Discard, raster(1), "jpeg"); err == nil || !strings.Contains(err.Error(), "png or svg") {
		t.Errorf("error %v", err)
	}
}

// TestSVGIsSmall: what has many points in it is an image: an SVG of 100,000
// neurons has few elements.
func TestSVGIsSmall(t *testing.T) {
	kind := make([]uint8, 100_000)
	for i := range kind {
		kind[i] = uint8(i / 50_000)
	}
	s := bins.NewSpikes(bins.NewLayout([]string{"RS", "FS"}, kind), 0)
	fired := make([]int32, 0, 10_000)
	for tick := range int32(300) {
		fired = fired[:0]
		for n := tick % 10; n < int32(len(kind)); n += 10 {
			fired = append(fired, n)
		}
		s.Record(tick, fired)
	}
	for _, f := range []plot.Figure{&plot.Raster{Spikes: s}, plot.NewPopulation("", s), plot.NewIntervals("", s), plot.NewRates("", s)} {
		text := svg(t, f)
		if n := strings.Count(stripImages(text), "<"); n > 1500 || len(text) > 4<<20 {
			t.Errorf("%s: %d elements in %d bytes", f.Name(), n, len(text))
		}
	}
}

// TestColoursAreConsistent: a type has its colour in every figure.
func TestColoursAreConsistent(t *testing.T) {
	s := bins.NewSpikes(bins.NewLayout([]string{"CH"}, []uint8{0}), 0)
	for tick := int32(0); tick < 100; tick += 9 {
		s.Record(tick, []int32{0})
	}
	for _, f := range []plot.Figure{
		&plot.Raster{Spikes: s}, plot.NewPopulation("", s), plot.NewIntervals("", s), plot.NewRates("", s),
		&plot.Voltages{Of: 1, Neurons: []plot.TracedNeuron{{ID: 1, Type: "CH"}}, V: distance(-65, -60)},
	} {
		if !strings.Contains(strings.ToLower(svg(t, f)), "#b85a93") {
			t.Errorf("%s: nothing has the colour of CH", f.Name())
		}
	}
}
