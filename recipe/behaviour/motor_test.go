package behaviour_test

import (
	"fmt"
	"slices"
)

// motor is a circuit of a dorsal and a ventral row of motor neurons.
type motor struct {
	cells   int // of each row
	command int // neurons of the command, the first ones of both rows in turn
}

// rows are the output terminals of the two rows.
var rows = []string{"motor_out_dorsal", "motor_out_ventral"}

func forwardMotor(p *probe) {
	m := motor{cells: 4, command: 4}
	p.does("passes a wave from its first neurons to its last", m.wave)
	m.common(p)
}

func backwardMotor(p *probe) {
	m := motor{cells: 5, command: 5}
	p.butDoes("passes a wave from its first neurons to its last, as forward_motor does", m.wave)
	m.common(p)
}

func (m motor) common(p *probe) {
	p.does("drives both rows alike", m.alike)
	p.does("is silenced in one row by a negative current", m.silenced)
	p.butDoes("passes next to nothing of a lasting command to its last neurons at V8's tonic current", m.fades)
	p.butDoes("is driven by a positive current into what is called inhibition", m.excited)
}

// head is a current into the first neuron of each row.
func head(current float64, from, to int) []pulse {
	return []pulse{{"command_in[0]", current, from, to}, {"command_in[1]", current, from, to}}
}

// wave: a volley into the head of both rows makes each neuron fire after the
// one before it, and so does the next volley.
func (m motor) wave(p *probe) {
	const period, volleys = 200, 5
	for _, current := range []float64{volley, 20, 40} {
		x := trial{tonic: eager, ticks: 500 + volleys*period}
		for i := range volleys {
			at := 500 + i*period
			x.input = append(x.input, head(current, at, at+volleyTicks)...)
		}
		r := p.run(x)
		for i := range volleys {
			for _, row := range rows {
				before := 500 + i*period
				for _, cell := range channels(row, m.cells) {
					at := r.first(cell, before)
					if at == before || at > before+25 {
						p.Errorf("%s fires at tick %d, the neuron before it or the volley at %d; want 1 to 25 ticks later", cell, at, before)
					}
					before = at
				}
			}
		}
	}
}

// alike: there is nothing in the circuit that takes the rows apart.
func (m motor) alike(p *probe) {
	for _, current := range []float64{5, 10, 20, 40} {
		r := p.run(trial{tonic: waking, ticks: 1000, input: head(current, 500, 1000)})
		if dorsal, ventral := r.times(rows[0]), r.times(rows[1]); len(dorsal) == 0 || !slices.Equal(dorsal, ventral) {
			p.Errorf("command %v: the dorsal row fires at %v, the ventral row at %v", current, dorsal, ventral)
		}
	}
}

// silenced: a current into a row's inhibition holds the row, not the other.
func (m motor) silenced(p *probe) {
	for i, inhibit := range []string{"inhibit_dorsal_in", "inhibit_ventral_in"} {
		for _, current := range []float64{5, 10, 20} {
			r := p.run(trial{tonic: waking, ticks: 1000, input: []pulse{
				{"command_in", current, 500, 1000}, {inhibit, -1.5 * current, 500, 1000},
			}})
			r.silent(rows[i], 0, 1000)
			r.fires(rows[1-i], 500, 1000, 5)
		}
	}
}

// fades: a lasting command fires the head of a row and hardly its end.
func (m motor) fades(p *probe) {
	for _, current := range []float64{10, 20, 40, 80} {
		r := p.run(trial{tonic: waking, ticks: 2500, input: head(current, 500, 2500)})
		for _, row := range rows {
			first, last := row+"[0]", fmt.Sprintf("%s[%d]", row, m.cells-1)
			r.fires(first, 500, 2500, 30)
			if begin, end := r.count(first, 500, 2500), r.count(last, 500, 2500); 5*end > begin {
				p.Errorf("command %v: %s has %d spikes, %s %d", current, first, begin, last, end)
			}
		}
	}
}

func (m motor) excited(p *probe) {
	r := p.run(trial{tonic: waking, ticks: 1000, input: []pulse{{"inhibit_dorsal_in", 10, 500, 1000}}})
	r.fires("motor_out_dorsal", 500, 1000, 5*m.cells)
	r.silent("motor_out_ventral", 0, 1000)
}

func headSteering(p *probe) {
	const from, to = 500, 2500
	sides := []struct{ neuron, out, other string }{
		{"sensory_in[0]", "left_out", "right_out"},
		{"sensory_in[1]", "right_out", "left_out"},
	}
	p.does("turns to the side whose neuron is driven", func(p *probe) {
		for _, side := range sides {
			for _, current := range []float64{10, 20, 40} {
				r := p.run(trial{tonic: eager, ticks: to, input: []pulse{{side.neuron, current, from, to}}})
				r.keepsFiring(side.out, from, to, 500, 4*2)
				r.silent(side.other, settle, to)
			}
		}
	})
	p.butDoes("answers only the onset of a drive at V8's tonic current", func(p *probe) {
		for _, side := range sides {
			for _, current := range []float64{20, 40, 80} {
				r := p.run(trial{tonic: waking, ticks: to, input: []pulse{{side.neuron, current, from, to}}})
				r.fires(side.out, from, from+50, 4)
				r.silent(side.out, from+50, to)
				r.silent(side.other, 0, to)
			}
		}
	})
	p.butDoes("has no input for one side: either terminal as a whole drives both", func(p *probe) {
		for _, in := range []string{"sensory_in", "command_in"} {
			r := p.run(trial{tonic: eager, ticks: to, input: []pulse{{in, 20, from, to}}})
			r.keepsFiring("left_out", from, to, 500, 4*2)
			r.keepsFiring("right_out", from, to, 500, 4*2)
		}
	})
	p.butDoes("does not keep the weaker side from firing as it would alone", func(p *probe) {
		for i, side := range sides {
			weaker := sides[1-i]
			for _, current := range []float64{20, 40, 80} {
				weak := pulse{weaker.neuron, current / 2, from, to}
				both := p.run(trial{tonic: eager, ticks: to, input: []pulse{{side.neuron, current, from, to}, weak}})
				alone := p.run(trial{tonic: eager, ticks: to, input: []pulse{weak}})
				if with, without := both.count(weaker.out, from, to), alone.count(weaker.out, from, to); 10*with < 8*without || without == 0 {
					p.Errorf("%s has %d spikes against a stronger side, %d without one", weaker.out, with, without)
				}
			}
		}
	})
}
