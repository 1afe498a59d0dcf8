package engine

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

func TestCollect(t *testing.T) {
	m, err := NewMotor(mappedBrain(5, nil, []snn.BodyMapRow{
		{Neuron: 3, Segment: 7, Side: snn.Ventral},
		{Neuron: 0, Segment: 7, Side: snn.Ventral},
		{Neuron: 0, Segment: 23, Side: snn.Dorsal},
		{Neuron: 4, Segment: 7, Side: snn.Ventral, Effect: snn.Inhibitory},
	}))
	if err != nil {
		t.Fatal(err)
	}
	input := worm.Muscles{2: {9, 9}} // left over from an earlier tick
	if n := m.Collect([]int32{0, 1, 2, 3, 4}, &input); n != 3 {
		t.Errorf("%d motor spikes, want 3", n)
	}
	want := worm.Muscles{}
	want[7][worm.Ventral] = 1 + 1 - 0.5
	want[23][worm.Dorsal] = 1
	if input != want {
		t.Errorf("input %v, want %v", input, want)
	}
	if n := m.Collect(nil, &input); n != 0 || input != (worm.Muscles{}) {
		t.Errorf("a silent tick gives %d motor spikes and the input %v", n, input)
	}
}
