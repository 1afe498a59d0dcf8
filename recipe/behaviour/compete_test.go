package behaviour_test

func commandDecision(p *probe) {
	sides := []struct{ in, out, other string }{
		{"fwd_sensory_in", "forward_out", "backward_out"},
		{"bwd_sensory_in", "backward_out", "forward_out"},
	}
	p.does("drives the side whose input comes", func(p *probe) {
		for _, side := range sides {
			for _, strength := range []float64{5, 10, 20} {
				r := p.run(trial{tonic: waking, ticks: 1500, input: []pulse{{side.in, strength, 500, 1000}}})
				r.fires(side.out, 500, 1000, 3*5)
				r.silent(side.other, 0, 1500)
			}
		}
	})
	p.does("spreads an input from one neuron to the rest of its side", func(p *probe) {
		for _, side := range sides {
			r := p.run(trial{tonic: waking, ticks: 1500, input: []pulse{{side.in + "[0]", 10, 500, 1500}}})
			r.fires(side.in+"[1]", 500, 1500, 1)
			r.fires(side.in+"[2]", 500, 1500, 1)
			r.silent(side.other, 0, 1500)
		}
	})
	p.butDoes("forgets: a side fires only while its input lasts", func(p *probe) {
		for _, side := range sides {
			for _, strength := range []float64{5, 10, 20, 40} {
				r := p.run(trial{tonic: waking, ticks: 1500, input: []pulse{{side.in, strength, 500, 1000}}})
				r.silent(side.out, 1020, 1500)
			}
		}
	})
	p.butDoes("does not choose: two inputs drive both sides as each would alone", func(p *probe) {
		for _, side := range sides {
			other := sides[0]
			if side == sides[0] {
				other = sides[1]
			}
			for _, strength := range []float64{10, 20, 40} {
				weak := pulse{other.in, strength / 2, 500, 1500}
				r := p.run(trial{tonic: waking, ticks: 1600, input: []pulse{{side.in, strength, 500, 1500}, weak}})
				alone := p.run(trial{tonic: waking, ticks: 1600, input: []pulse{weak}})
				if both, one := r.count(other.out, 500, 1500), alone.count(other.out, 500, 1500); 10*both < 9*one || one == 0 {
					p.Errorf("%s: %d spikes against a stronger input, %d without one; want about as many", other.out, both, one)
				}
			}
		}
	})
	p.butDoes("lets one side excite the other when all neurons are near threshold", func(p *probe) {
		for _, side := range sides {
			for _, strength := range []float64{5, 10, 20} {
				x := trial{tonic: eager, ticks: 1500, input: []pulse{{side.in, strength, 500, 1500}}}
				p.run(x).fires(side.other, 500, 1500, 3)
				// It does so directly and through the modulators.
				x.without = [][2]int32{{1, 4}, {0, 5}, {4, 1}, {5, 0}, {6, 0}, {6, 3}, {7, 2}, {7, 5}}
				p.run(x).silent(side.other, settle, 1500)
			}
		}
	})
	p.butDoes("gives its modulators no side", func(p *probe) {
		for _, modulator := range []string{"modulator_in[0]", "modulator_in[1]"} {
			r := p.run(trial{tonic: eager, ticks: 1500, input: []pulse{{modulator, 40, 500, 1500}}})
			r.fires("forward_out", 500, 1500, 3)
			r.fires("backward_out", 500, 1500, 3)
		}
	})
}

func winnerTakeAll(p *probe) {
	sides := []struct{ in, out string }{{"input_a", "winner_a"}, {"input_b", "winner_b"}}
	const from, to = 500, 1500
	drive := func(p *probe, tonic float64, currents [2]float64, without ...[2]int32) (spikes [2]int) {
		x := trial{tonic: tonic, ticks: to, without: without}
		for i, current := range currents {
			if current != 0 {
				x.input = append(x.input, pulse{sides[i].in, current, from, to})
			}
		}
		r := p.run(x)
		return [2]int{r.count("winner_a", from, to), r.count("winner_b", from, to)}
	}
	// pair returns the currents of a stronger and a weaker input.
	pair := func(stronger int, strong, weak float64) (currents [2]float64) {
		currents[stronger], currents[1-stronger] = strong, weak
		return currents
	}
	p.does("fires more on the side of the stronger input", func(p *probe) {
		for stronger := range 2 {
			for _, tonic := range []float64{atRest, waking} {
				for _, current := range []float64{10, 20, 40, 60} {
					spikes := drive(p, tonic, pair(stronger, current, current/2))
					if win, lose := spikes[stronger], spikes[1-stronger]; 10*win < 14*lose || win == 0 {
						p.Errorf("input %v against %v at tonic %v: %d spikes against %d", current, current/2, tonic, win, lose)
					}
				}
			}
		}
	})
	p.does("silences an input that is barely felt", func(p *probe) {
		for stronger := range 2 {
			if alone := drive(p, atRest, pair(stronger, 0, 3)); alone[1-stronger] == 0 {
				p.Error("the weaker input alone does not fire its side")
			}
			spikes := drive(p, atRest, pair(stronger, 5, 3))
			if spikes[stronger] == 0 || spikes[1-stronger] != 0 {
				p.Errorf("%v spikes, want the weaker side silent", spikes)
			}
		}
	})
	p.butDoes("does not silence any other: the loser fires almost as it would alone", func(p *probe) {
		// An inhibition of -30 for one tick is made good within three ticks,
		// and the winner fires every ten or twenty.
		for stronger := range 2 {
			for _, current := range []float64{10, 20, 40, 60} {
				both := drive(p, waking, pair(stronger, current, current/2))
				alone := drive(p, waking, pair(stronger, 0, current/2))
				if with, without := both[1-stronger], alone[1-stronger]; 10*with < 8*without || without < 10 {
					p.Errorf("input %v: the loser has %d spikes, and %d without a winner", current, with, without)
				}
			}
		}
	})
	p.butDoes("fires much the same without its inhibition", func(p *probe) {
		cross := [][2]int32{{2, 3}, {2, 4}, {5, 0}, {5, 1}, {2, 5}, {5, 2}}
		for _, current := range []float64{10, 20, 40, 60} {
			with := drive(p, waking, pair(0, current, current/2))
			without := drive(p, waking, pair(0, current, current/2), cross...)
			for i := range with {
				if 10*with[i] < 8*without[i] || 10*without[i] < 8*with[i] {
					p.Errorf("input %v: %v spikes, %v without inhibition", current, with, without)
				}
			}
		}
	})
	p.butDoes("keeps no winner: both fall silent with their inputs", func(p *probe) {
		r := p.run(trial{tonic: waking, ticks: 2000, input: []pulse{{"input_a", 20, from, to}, {"input_b", 10, from, to}}})
		r.silent("winner_a", to+20, 2000)
		r.silent("winner_b", to+20, 2000)
	})
}
