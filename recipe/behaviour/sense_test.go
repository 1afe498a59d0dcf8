package behaviour_test

// touch is a steady input, and pause long enough to recover from it.
const (
	touch      = 500  // when it begins
	touchTicks = 1000 // how long it lasts
	longPause  = 3000 // between two
)

// adapts checks that an output marks the onset of a steady input and then falls
// silent, although the receptors go on, and that it recovers in a pause.
func adapts(in, out string, tooShort int) func(*probe) {
	return func(p *probe) {
		for _, strength := range []float64{5, 10, 20, 40} {
			again := touch + touchTicks + longPause
			r := p.run(trial{tonic: waking, ticks: again + touchTicks, input: []pulse{
				{in, strength, touch, touch + touchTicks}, {in, strength, again, again + touchTicks},
			}})
			for _, from := range []int{touch, again} {
				r.fires(out, from, from+25, 1)
				r.silent(out, from+25, from+touchTicks)
				r.keepsFiring(in, from, from+touchTicks, 100, 1)
			}
			soon := touch + touchTicks + tooShort
			r = p.run(trial{tonic: waking, ticks: soon + touchTicks, input: []pulse{
				{in, strength, touch, touch + touchTicks}, {in, strength, soon, soon + touchTicks},
			}})
			r.silent(out, soon, soon+touchTicks)
		}
	}
}

func sensoryBank(p *probe) {
	p.does("marks the onset of an input and adapts to the rest", adapts("channel_in", "sensory_out", 100))
	p.does("does not report a weak input to one of its two receptors", func(p *probe) {
		for _, receptor := range []string{"channel_in[0]", "channel_in[1]"} {
			for _, strength := range []float64{3, 5} {
				r := p.run(trial{tonic: waking, ticks: 1500, input: []pulse{{receptor, strength, touch, 1500}}})
				r.fires(receptor, touch, 1500, 5)
				r.silent("sensory_out", 0, 1500)
			}
		}
	})
	p.does("spreads an input from one receptor to the other", func(p *probe) {
		r := p.run(trial{tonic: waking, ticks: 1500, input: []pulse{{"channel_in[0]", 10, touch, 1500}}})
		r.fires("channel_in[1]", touch, 1500, 3)
	})
}

func mechanosensory(p *probe) {
	// The last neuron of an output is what the receptors converge on; the
	// others are the receptors themselves.
	ends := []struct{ in, receptors, onset, other string }{
		{"anterior_in", "reverse_out", "reverse_out[3]", "forward_out"},
		{"posterior_in", "forward_out", "forward_out[3]", "reverse_out"},
	}
	for _, end := range ends {
		p.does("marks the onset of a touch and adapts to the rest: "+end.in, adapts(end.in, end.onset, 100))
		p.does("does not mark a weak touch of one of its receptors: "+end.in, func(p *probe) {
			for _, strength := range []float64{5, 10} {
				for _, receptor := range channels(end.in, 3) {
					r := p.run(trial{tonic: waking, ticks: 1500, input: []pulse{{receptor, strength, touch, 1500}}})
					r.fires(receptor, touch, 1500, 10)
					r.silent(end.onset, 0, 1500)
				}
			}
		})
		p.does("reports where it was touched: "+end.in, func(p *probe) {
			for _, strength := range []float64{5, 10, 20, 40} {
				r := p.run(trial{tonic: waking, ticks: 1500, input: []pulse{{end.in, strength, touch, 1500}}})
				r.keepsFiring(end.receptors, touch, 1500, 100, 3)
				r.silent(end.other, 0, 1500)
			}
		})
	}
}

func noveltyDetector(p *probe) {
	const stimuli = 16
	short := func(period int) []pulse { return train("stimulus_in", volley, touch, 5, period, stimuli) }
	p.does("fires at the first of many stimuli only, and again after a pause", func(p *probe) {
		for period := 40; period <= 200; period += 20 {
			again := touch + stimuli*period + longPause
			r := p.run(trial{tonic: waking, ticks: again + 500, input: append(short(period), onset("stimulus_in", again))})
			r.fires("stimulus_in", touch, again, stimuli)
			r.fires("novelty_out", touch, touch+period, 1)
			r.silent("novelty_out", touch+period, again)
			r.fires("novelty_out", again, again+50, 1)
		}
	})
	p.does("fires at the onset of a lasting stimulus only", adapts("stimulus_in", "novelty_out", 100))
	p.does("counts fast stimuli as familiar, more and more", func(p *probe) {
		early, late := 0, 0
		for _, tonic := range []float64{atRest, waking} {
			for _, period := range []int{40, 50, 60} {
				middle, end := touch+stimuli/2*period, touch+stimuli*period
				r := p.run(trial{tonic: tonic, ticks: end, input: short(period)})
				early += r.count("familiar_out", touch, middle)
				late += r.count("familiar_out", middle, end)
			}
		}
		if late <= early {
			p.Errorf("%d spikes at the later halves of the stimuli, %d at the first", late, early)
		}
	})
	p.does("knows nothing as familiar at rest before it was repeated", func(p *probe) {
		for _, period := range []int{50, 60, 80, 100} {
			end := touch + stimuli*period
			r := p.run(trial{tonic: atRest, ticks: end, input: short(period)})
			r.silent("familiar_out", 0, touch+2*period)
			r.fires("familiar_out", touch+2*period, end, stimuli/4)
		}
	})
}

func chemosensory(p *probe) {
	channel := channels("sensory_in", 4)
	smell := func(p *probe, strength float64, channels ...string) *record {
		x := trial{tonic: waking, ticks: 2000}
		for _, c := range channels {
			x.input = append(x.input, pulse{c, strength, touch, 2000})
		}
		return p.run(x)
	}
	p.does("approaches the first two odours and avoids the last two", func(p *probe) {
		for _, strength := range []float64{10, 15, 20} {
			r := smell(p, strength, channel[0], channel[1])
			r.fires("approach_out", touch, 2000, 2)
			r.silent("avoid_out", 0, 2000)
			r = smell(p, strength, channel[2], channel[3])
			r.fires("avoid_out", touch, 2000, 2)
			r.silent("approach_out", 0, 2000)
		}
	})
	p.does("ignores a weak odour in one channel", func(p *probe) {
		for _, c := range channel {
			r := smell(p, 10, c)
			r.fires(c, touch, 2000, 10)
			r.silent("approach_out", 0, 2000)
			r.silent("avoid_out", 0, 2000)
		}
	})
	p.does("approaches rather than avoids all odours at once", func(p *probe) {
		for _, strength := range []float64{10, 20, 40} {
			r := smell(p, strength, channel...)
			approach, avoid := r.count("approach_out", touch, 2000), r.count("avoid_out", touch, 2000)
			if avoid == 0 || approach < 2*avoid {
				p.Errorf("odours of %v: %d spikes of approach, %d of avoidance; want some of both, and twice as many of the former", strength, approach, avoid)
			}
		}
	})
}

func thalamicRelay(p *probe) {
	const (
		volleys = 10
		period  = 150
		end     = touch + volleys*period
	)
	// passed counts the volleys that reach the output at rest.
	passed := func(p *probe, strength, gate float64) (n int) {
		x := trial{tonic: atRest, ticks: end, input: train("sensory_in", strength, touch, volleyTicks, period, volleys)}
		if gate > 0 {
			x.input = append(x.input, pulse{"gate_in", gate, settle, end})
		}
		r := p.run(x)
		for i := range volleys {
			if from := touch + i*period; r.count("relay_out", from, from+30) > 0 {
				n++
			}
		}
		return n
	}
	p.does("relays volleys through an open gate and holds weak ones back at a closed one", func(p *probe) {
		for _, strength := range []float64{15, 20} {
			if n := passed(p, strength, 0); n < 7 {
				p.Errorf("%d of %d volleys of %v pass the open gate", n, volleys, strength)
			}
			if n := passed(p, strength, 120); n != 0 {
				p.Errorf("%d of %d volleys of %v pass the closed gate", n, volleys, strength)
			}
		}
	})
	p.does("holds a weak lasting sense back at a closed gate", func(p *probe) {
		for _, strength := range []float64{3, 5} {
			for _, gate := range []float64{40, 80, 120} {
				sense := pulse{"sensory_in", strength, touch, 2500}
				open := p.run(trial{tonic: waking, ticks: 2500, input: []pulse{sense}})
				open.keepsFiring("relay_out", touch, 2500, 500, 3)
				closed := p.run(trial{tonic: waking, ticks: 2500, input: []pulse{sense, {"gate_in", gate, settle, 2500}}})
				closed.silent("relay_out", touch+50, 2500) // the onset may slip through
			}
		}
	})
	p.butDoes("lets strong volleys through any gate", func(p *probe) {
		for _, strength := range []float64{30, 40} {
			for _, gate := range []float64{20, 40, 80, 120} {
				if n := passed(p, strength, gate); n < volleys {
					p.Errorf("%d of %d volleys of %v pass a gate of %v, want all", n, volleys, strength, gate)
				}
			}
		}
	})
	p.butDoes("fires without any sense at V8's tonic current", func(p *probe) {
		r := p.run(trial{tonic: waking, ticks: 2500})
		r.keepsFiring("rebound_out", touch, 2500, 500, 5)
		r.keepsFiring("relay_out", touch, 2500, 500, 2)
	})
	p.does("rebounds once when a strong gate opens", func(p *probe) {
		for _, gate := range []float64{20, 40, 80} {
			for _, ticks := range []int{100, 200, 400} {
				open := touch + ticks
				r := p.run(trial{tonic: atRest, ticks: open + 500, input: []pulse{{"gate_in", gate, touch, open}}})
				r.silent("rebound_out", 0, open)
				r.fires("rebound_out", open, open+30, 1)
				r.silent("rebound_out", open+30, open+500)
			}
		}
	})
}
