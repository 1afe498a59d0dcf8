package web

import (
	"encoding/binary"
	"encoding/json"
	"math"

	"github.com/engine-gpu/engine-gpu/view"
)

// message is an event as it goes over the wire.
type message struct {
	text   []byte
	number int64
	over   bool // no more follow
}

// event formats a server-sent event. JSON has no line breaks in it.
func event(name string, value any) ([]byte, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	text := make([]byte, 0, len(name)+len(data)+20)
	text = append(text, "event: "...)
	text = append(text, name...)
	text = append(text, "\ndata: "...)
	text = append(text, data...)
	return append(text, "\n\n"...), nil
}

// frameEvent is a frame as the page reads it.
type frameEvent struct {
	Number         int64        `json:"number"`
	State          string       `json:"state"`
	Over           bool         `json:"over"`
	Ticks          int32        `json:"ticks"`
	Total          int32        `json:"total"`
	TicksPerSecond short        `json:"ticksPerSecond"`
	Speed          float64      `json:"speed"`
	Spikes         int64        `json:"spikes"`
	Rewards        int          `json:"rewards"`
	NetReward      short        `json:"netReward"`
	ByHand         int          `json:"byHand"`
	Worm           *wormData    `json:"worm,omitempty"`
	Trail          []short      `json:"trail,omitempty"` // tick, x, y, tick, x, y, ...
	Raster         rasterData   `json:"raster"`
	Rates          []short      `json:"rates,omitempty"` // by the scene's types [Hz]
	Weights        []weightData `json:"weights,omitempty"`
}

// wormData is the worm: points as x, y, x, y, ...; activations as dorsal,
// ventral, dorsal, ventral, ...
type wormData struct {
	Points     []short `json:"points"`
	Activation []short `json:"activation"`
	Distance   short   `json:"distance"`
	Index      short   `json:"index"`
}

// rasterData has a spike as two little-endian uint16: tick less From, and row.
type rasterData struct {
	From   int32  `json:"from"`
	To     int32  `json:"to"`
	Spikes []byte `json:"spikes"` // base64 in JSON
}

type weightData struct {
	Type string  `json:"type"`
	Low  short   `json:"low"`
	High short   `json:"high"`
	Mean short   `json:"mean"`
	Bins []int64 `json:"bins"`
}

// short is a number that is rounded to what can be seen, and null if it is not
// finite.
type short float64

// MarshalJSON implements json.Marshaler.
func (s short) MarshalJSON() ([]byte, error) {
	const precision = 1e4
	x := float64(s)
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return []byte("null"), nil
	}
	if rounded := math.Round(x*precision) / precision; !math.IsInf(rounded, 0) {
		x = rounded
	}
	return json.Marshal(x)
}

// frameMessage encodes a frame.
func frameMessage(f *view.Frame) (message, error) {
	e := frameEvent{
		Number: f.Number, State: f.State.String(), Over: f.State.Over(), Ticks: f.Ticks, Total: f.Total,
		TicksPerSecond: short(f.TicksPerSecond), Speed: f.Speed, Spikes: f.Spikes,
		Rewards: f.Rewards, NetReward: short(f.NetReward), ByHand: f.RewardsByHand,
		Worm: wormOf(f.Worm), Trail: trailOf(f.Trail), Raster: rasterOf(&f.Raster),
	}
	for _, r := range f.Rates {
		e.Rates = append(e.Rates, short(r.Hz))
	}
	for _, w := range f.Weights {
		e.Weights = append(e.Weights, weightData{w.Type, short(w.Low), short(w.High), short(w.Mean), w.Bins})
	}
	text, err := event("frame", e)
	return message{text, e.Number, e.Over}, err
}

func wormOf(w *view.Worm) *wormData {
	if w == nil {
		return nil
	}
	d := &wormData{Points: flat(w.Segments[:]), Distance: short(w.Distance), Index: short(w.Index)}
	for _, sides := range w.Activation {
		d.Activation = append(d.Activation, short(sides[0]), short(sides[1]))
	}
	return d
}

func rasterOf(r *view.Raster) rasterData {
	d := rasterData{From: r.From, To: r.To, Spikes: make([]byte, 0, 4*len(r.Tick))}
	for i, tick := range r.Tick {
		d.Spikes = binary.LittleEndian.AppendUint16(d.Spikes, uint16(tick-r.From))
		d.Spikes = binary.LittleEndian.AppendUint16(d.Spikes, r.Row[i])
	}
	return d
}

func flat(points []view.Point) []short {
	xy := make([]short, 0, 2*len(points))
	for _, p := range points {
		xy = append(xy, short(p.X), short(p.Y))
	}
	return xy
}

func trailOf(points []view.TrailPoint) []short {
	data := make([]short, 0, 3*len(points))
	for _, p := range points {
		data = append(data, short(p.Tick), short(p.X), short(p.Y))
	}
	return data
}

// sceneEvent is what the page is told first.
type sceneEvent struct {
	Brain    string     `json:"brain"`
	Backend  string     `json:"backend"`
	Device   string     `json:"device"`
	Neurons  int        `json:"neurons"`
	Synapses int        `json:"synapses"`
	Types    []typeData `json:"types"`
	RowTypes []int      `json:"rowTypes"` // of the raster's rows: index into types
	Dish     *dishData  `json:"dish,omitempty"`
	Trail    []short    `json:"trail,omitempty"`

	RasterTicks int `json:"rasterTicks"`
}

type typeData struct {
	Name    string `json:"name"`
	Neurons int    `json:"neurons"`
}

type dishData struct {
	Radius float64    `json:"radius"`
	Foods  []foodData `json:"foods"`
}

type foodData struct {
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	Peak  float64 `json:"peak"`
	Sigma float64 `json:"sigma"`
}

// sceneMessage encodes a run's scene and the worm's trail so far.
func sceneMessage(c *view.Capture) ([]byte, error) {
	s := c.Scene()
	e := sceneEvent{
		Brain: s.Brain, Backend: s.Backend, Device: s.Device, Neurons: s.Neurons, Synapses: s.Synapses,
		Types: []typeData{}, RowTypes: []int{}, Trail: trailOf(c.Trail()),
		RasterTicks: view.RasterTicks,
	}
	for _, g := range s.Types {
		e.Types = append(e.Types, typeData{g.Name, g.Neurons})
	}
	for _, r := range s.Rows {
		e.RowTypes = append(e.RowTypes, r.Type)
	}
	if s.Dish != nil {
		e.Dish = &dishData{Radius: s.Dish.Radius}
		for i, p := range s.Dish.Foods {
			e.Dish.Foods = append(e.Dish.Foods, foodData{p.X, p.Y, s.Dish.Peak[i], s.Dish.Sigma[i]})
		}
	}
	return event("scene", e)
}
