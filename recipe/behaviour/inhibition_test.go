package behaviour_test

import "fmt"

// steady is when the circuits of this file are driven: for two seconds.
const steadyFrom, steadyTo = 500, 2500

func steady(terminal string, current float64) pulse {
	return pulse{terminal, current, steadyFrom, steadyTo}
}

func crossInhibition(p *probe) {
	sides := []struct{ in, out, other string }{
		{"dorsal_motor_in", "inhibit_ventral_out", "inhibit_dorsal_out"},
		{"ventral_motor_in", "inhibit_dorsal_out", "inhibit_ventral_out"},
	}
	// share is how much a row fires beside the other, of what it fires alone.
	share := func(p *probe, side int, tonic, own, against float64) float64 {
		one, other := sides[side], sides[1-side]
		both := p.run(trial{tonic: tonic, ticks: steadyTo, input: []pulse{steady(one.in, own), steady(other.in, against)}})
		alone := p.run(trial{tonic: tonic, ticks: steadyTo, input: []pulse{steady(one.in, own)}})
		alone.fires(one.out, steadyFrom, steadyTo, 100)
		return float64(both.count(one.out, steadyFrom, steadyTo)) / float64(alone.count(one.out, steadyFrom, steadyTo))
	}
	p.does("fires the row that is driven and not the other", func(p *probe) {
		for _, side := range sides {
			for _, current := range []float64{5, 10, 20, 40} {
				r := p.run(trial{tonic: waking, ticks: steadyTo, input: []pulse{steady(side.in, current)}})
				r.keepsFiring(side.out, steadyFrom, steadyTo, 100, 6*3)
				r.silent(side.other, 0, steadyTo)
			}
		}
	})
	p.does("holds back a row that is barely driven", func(p *probe) {
		for side := range sides {
			if s := share(p, side, atRest, 5, 60); s > 0.25 {
				p.Errorf("%s: %.0f%% of its spikes are left beside a drive twelve times as strong", sides[side].in, 100*s)
			}
		}
	})
	p.butDoes("lets both rows fire together, almost as each would alone", func(p *probe) {
		for side := range sides {
			for _, tonic := range []float64{atRest, waking, eager} {
				for _, current := range []float64{10, 20, 40} {
					for _, against := range []float64{current, 2 * current} {
						if s := share(p, side, tonic, current, against); s < 0.6 {
							p.Errorf("tonic %v, drive %v against %v: %.0f%% of the spikes are left", tonic, current, against, 100*s)
						}
					}
				}
			}
		}
	})
}

func lateralInhibition(p *probe) {
	const cells = 8
	row := channels("1", cells)
	// profile returns the spikes of each cell under a current into all and a
	// further one into the two in the middle.
	profile := func(p *probe, tonic, all, middle float64, without ...[2]int32) (spikes []int) {
		x := trial{tonic: tonic, ticks: steadyTo, frozen: true, without: without, input: []pulse{steady("0", all)}}
		if middle > 0 {
			x.input = append(x.input, steady("0[3]", middle), steady("0[4]", middle))
		}
		r := p.run(x)
		for _, cell := range row {
			spikes = append(spikes, r.count(cell, steadyFrom, steadyTo))
		}
		return spikes
	}
	p.does("passes a pattern on", func(p *probe) {
		spikes := profile(p, waking, 10, 20)
		for i, n := range spikes {
			if middle := i == 3 || i == 4; n < 20 || !middle && n >= spikes[3] {
				p.Errorf("%v spikes along the row, want some everywhere and the most in the middle", spikes)
				break
			}
		}
	})
	p.butDoes("does not sharpen a pattern: flanks fire as they would without the peak", func(p *probe) {
		for _, tonic := range []float64{atRest, waking, eager} {
			for _, base := range []float64{2, 5, 10, 20, 40} {
				with, without := profile(p, tonic, base, 2*base), profile(p, tonic, base, 0)
				for i := range with {
					if i != 3 && i != 4 && 10*with[i] < 9*without[i] {
						p.Errorf("tonic %v, base %v: cell %d has %d spikes beside the peak, %d without it", tonic, base, i, with[i], without[i])
					}
				}
			}
		}
	})
	p.butDoes("fires the same without its inhibition", func(p *probe) {
		var inhibition [][2]int32
		for _, link := range []string{"8 2", "8 3", "9 0", "9 1", "9 4", "10 2", "10 5", "10 6", "11 3", "11 6", "11 7", "12 4", "12 5", "13 0", "13 7"} {
			var l [2]int32
			if _, err := fmt.Sscan(link, &l[0], &l[1]); err != nil {
				p.Fatal(err)
			}
			inhibition = append(inhibition, l)
		}
		for _, tonic := range []float64{atRest, waking} {
			for _, base := range []float64{5, 10, 20} {
				with, without := profile(p, tonic, base, base), profile(p, tonic, base, base, inhibition...)
				for i := range with {
					if 10*with[i] < 9*without[i] || 10*without[i] < 9*with[i] {
						p.Errorf("tonic %v, base %v: %v spikes along the row, %v without inhibition", tonic, base, with, without)
						break
					}
				}
			}
		}
	})
	p.does("learns to pass a volley to the next cell", func(p *probe) {
		const sweeps, period, tests = 60, 200, 5
		test := 500 + sweeps*period + 500
		for _, frozen := range []bool{false, true} {
			x := trial{tonic: alert, ticks: test + tests*period, frozen: frozen, input: train("0[0]", volley, test, volleyTicks, period, tests)}
			for i, cell := range channels("0", cells) { // one cell after the other, like a moving touch
				x.input = append(x.input, train(cell, volley, 500+4*i, volleyTicks, period, sweeps)...)
			}
			r := p.run(x)
			r.fires("1[0]", test, x.ticks, tests)
			if frozen {
				r.silent("1[1]", test, x.ticks)
			} else {
				r.fires("1[1]", test, x.ticks, tests/2+1)
			}
		}
	})
}

func activityBrake(p *probe) {
	sense := channels("sense_in", 4)
	p.does("fires the more, the stronger all its inputs are", func(p *probe) {
		before := 0
		for _, current := range []float64{3, 5, 10, 40} {
			r := p.run(trial{tonic: waking, ticks: steadyTo + 500, input: []pulse{steady("sense_in", current)}})
			r.keepsFiring("suppress_out", steadyFrom, steadyTo, 200, 2)
			r.silent("suppress_out", steadyTo+50, steadyTo+500)
			n := r.count("suppress_out", steadyFrom, steadyTo)
			if n <= before {
				p.Errorf("%d spikes at an input of %v, %d at a weaker one", n, current, before)
			}
			before = n
		}
	})
	p.does("ignores half of its inputs, but for their onset", func(p *probe) {
		for i := range sense {
			for j := range i {
				for _, current := range []float64{5, 10, 20, 40} {
					r := p.run(trial{tonic: waking, ticks: steadyTo, input: []pulse{steady(sense[i], current), steady(sense[j], current)}})
					r.silent("suppress_out", 0, steadyFrom)
					r.silent("suppress_out", steadyFrom+50, steadyTo)
				}
			}
		}
	})
	p.butDoes("does not brake: projected with any negative weight, it leaves a driven neuron its spikes", func(p *probe) {
		for _, weight := range []float64{-8, -30, -60} {
			for _, drive := range []float64{3, 5, 10, 20} {
				spikes := func(brake float64) int {
					x := trial{
						tonic: waking, ticks: steadyTo, beside: "novelty_detector",
						projection: fmt.Sprintf(`{"from_type": "activity_brake", "from_terminal": "suppress_out",
							"to_type": "novelty_detector", "to_terminal": "stimulus_in", "weight": %v, "probability": 1}`, weight),
						input: []pulse{steady("novelty_detector.stimulus_in", drive)},
					}
					if brake > 0 {
						x.input = append(x.input, steady("sense_in", brake))
					}
					r := p.run(x)
					if brake > 0 {
						r.keepsFiring("suppress_out", steadyFrom, steadyTo, 200, 4)
					}
					return r.count("novelty_detector.stimulus_in", steadyFrom, steadyTo)
				}
				if braked, free := spikes(40), spikes(0); 10*braked < 9*free || free < 10 {
					p.Errorf("weight %v, drive %v: %d spikes under the brake, %d without it", weight, drive, braked, free)
				}
			}
		}
	})
}
