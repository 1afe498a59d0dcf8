package behaviour_test

import "slices"

func reboundTimer(p *probe) {
	const inhibit = 500
	// rebound returns how long after an inhibition of some ticks at rest the
	// rebound comes.
	rebound := func(p *probe, ticks int) int {
		end := inhibit + ticks
		r := p.run(trial{tonic: atRest, ticks: end + 1000, input: []pulse{{"inhibit_in", 20, inhibit, end}}})
		r.silent("rebound_out", 0, end)
		first := r.first("rebound_out", end)
		r.silent("rebound_out", first+5, end+1000)
		for _, neuron := range []string{"rebound_out[0]", "rebound_out[1]"} {
			r.fires(neuron, end, first+5, 1)
		}
		return first - end
	}
	p.does("fires both neurons once when inhibition ends", func(p *probe) {
		for _, ticks := range []int{50, 100, 200, 400} {
			if delay := rebound(p, ticks); delay > 30 {
				p.Errorf("the rebound comes %d ticks after an inhibition of %d", delay, ticks)
			}
		}
	})
	p.does("does not rebound from a weak inhibition at rest", func(p *probe) {
		for _, ticks := range []int{50, 100, 200, 400} {
			r := p.run(trial{tonic: atRest, ticks: 2000, input: []pulse{{"inhibit_in", 5, inhibit, inhibit + ticks}}})
			r.fires("inhibit_in", inhibit, 2000, 1)
			r.silent("rebound_out", 0, 2000)
		}
	})
	p.butDoes("times nothing: the rebound comes as soon after a long inhibition as after a short one", func(p *probe) {
		short, long := rebound(p, 50), rebound(p, 400)
		if short-long > 20 || long-short > 20 {
			p.Errorf("the rebound comes %d ticks after 50 ticks and %d after 400 ticks of inhibition", short, long)
		}
	})
	p.butDoes("is a pacemaker at V8's tonic current that inhibition halts", func(p *probe) {
		for _, ticks := range []int{100, 200, 400} {
			end := 1000 + ticks
			r := p.run(trial{tonic: waking, ticks: end + 1000, input: []pulse{{"inhibit_in", 20, 1000, end}}})
			r.keepsFiring("rebound_out", 0, 1000, 100, 2)
			r.silent("rebound_out", 1010, end)
			r.fires("rebound_out", end, end+40, 2)
			r.keepsFiring("rebound_out", end, end+1000, 200, 4)
		}
	})
}

func burstRebound(p *probe) {
	const from = 500
	all := channels("0", 6)
	p.does("rebounds from inhibition at V8's tonic current", func(p *probe) {
		for _, current := range []float64{-10, -20, -40} {
			for _, ticks := range []int{50, 100, 200} {
				end := from + ticks
				r := p.run(trial{tonic: waking, ticks: end + 500, input: []pulse{{"0", current, from, end}}})
				r.silent("1", 0, end)
				for _, neuron := range all {
					r.fires(neuron, end, end+40, 1)
				}
				r.silent("1", end+60, end+500)
			}
		}
	})
	p.does("does not rebound from a moment of inhibition", func(p *probe) {
		r := p.run(trial{tonic: waking, ticks: 1000, input: []pulse{{"0", -20, from, from + 5}}})
		r.silent("1", 0, 1000)
	})
	p.does("bursts at the onset of a drive and then slows down", func(p *probe) {
		for _, tonic := range []float64{atRest, waking} {
			for _, current := range []float64{5, 10} {
				r := p.run(trial{tonic: tonic, ticks: 2000, input: []pulse{{"0", current, from, 2000}}})
				for _, neuron := range all[1:] {
					times := r.times(neuron)
					n := len(times)
					if first, last := times[1]-times[0], (times[n-1]-times[n-4])/3; 3*first > last {
						p.Errorf("tonic %v, drive %v: %s fires %d ticks apart at first and %d at last", tonic, current, neuron, first, last)
					}
				}
			}
		}
	})
	p.does("bursts and rebounds by its neurons alone: the same without the synapses between them", func(p *probe) {
		chain := [][2]int32{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}}
		echo := [][2]int32{{6, 0}, {6, 1}, {7, 2}, {7, 3}, {8, 4}, {8, 5}, {9, 0}, {9, 5}}
		for _, current := range []float64{-20, -10, 5, 10, 20} {
			x := trial{tonic: waking, ticks: 1500, input: []pulse{{"0", current, from, from + 500}}}
			with := p.run(x).count("1", from, 1500)
			x.without = append(chain, echo...)
			if without := p.run(x).count("1", from, 1500); with == 0 || 10*with < 8*without || 10*without < 8*with {
				p.Errorf("current %v: %d spikes, %d without the synapses", current, with, without)
			}
		}
	})
	p.does("echoes each volley once at rest", func(p *probe) {
		const period, volleys = 150, 6
		r := p.run(trial{tonic: atRest, ticks: from + volleys*period, input: train("0", volley, from, volleyTicks, period, volleys)})
		for i := range volleys {
			at := from + i*period
			r.fires("2", at, at+40, 1)
			r.silent("2", at+40, at+period)
		}
	})
	p.does("passes nothing on along the chain", func(p *probe) {
		for _, tonic := range []float64{atRest, waking} {
			for _, current := range []float64{5, 10, 20, 40} {
				r := p.run(trial{tonic: tonic, ticks: 1500, input: []pulse{{"0[0]", current, from, 1500}}})
				r.fires("1[0]", from, 1500, 5)
				for _, neuron := range []string{"1[1]", "1[2]", "1[3]", "1[4]", "1[5]"} {
					r.silent(neuron, 0, 1500)
				}
			}
		}
	})
}

func gainController(p *probe) {
	const from, to = 500, 2500
	driven := func(p *probe, tonic, drive float64) *record {
		return p.run(trial{tonic: tonic, ticks: to + 500, input: []pulse{{"drive_in", drive, from, to}}})
	}
	p.does("bursts faster under a stronger drive, less than in proportion", func(p *probe) {
		var bursts, drives []int
		for _, drive := range []float64{20, 60, 120, 300} {
			r := driven(p, eager, drive)
			bursts = append(bursts, r.count("modulation_out", from, to))
			drives = append(drives, r.count("drive_in", from, to))
		}
		for i := range len(bursts) - 1 {
			if bursts[i+1] <= bursts[i] || bursts[i+1]*drives[i] >= bursts[i]*drives[i+1] {
				p.Errorf("%v spikes at %v spikes of drive, want more and more, but less than in proportion", bursts, drives)
			}
		}
	})
	p.does("fires both bursters together", func(p *probe) {
		for _, drive := range []float64{20, 60, 120, 300} {
			r := driven(p, eager, drive)
			if first, second := r.times("modulation_out[0]"), r.times("modulation_out[1]"); len(first) == 0 || !slices.Equal(first, second) {
				p.Errorf("drive %v: the bursters fire at different ticks", drive)
			}
		}
	})
	p.butDoes("answers only the onset of a drive at V8's tonic current", func(p *probe) {
		for _, drive := range []float64{20, 40, 80} {
			r := driven(p, waking, drive)
			r.fires("modulation_out", from, from+50, 2)
			r.silent("modulation_out", from+50, to)
			r.keepsFiring("drive_in", from, to, 100, 3)
		}
	})
	p.does("ends with its drive", func(p *probe) {
		for _, tonic := range []float64{waking, eager} {
			driven(p, tonic, 60).silent("modulation_out", to+50, to+500)
		}
	})
}

func modulatory(p *probe) {
	const from, to = 500, 1500
	banks := []struct{ out, other string }{{"dopamine_out", "serotonin_out"}, {"serotonin_out", "dopamine_out"}}
	p.does("fires with its input, both banks alike", func(p *probe) {
		for _, tonic := range []float64{atRest, waking} {
			for _, current := range []float64{5, 10, 20} {
				r := p.run(trial{tonic: tonic, ticks: to + 500, input: []pulse{{"sensory_in", current, from, to}}})
				for _, bank := range banks {
					r.silent(bank.out, 0, from)
					r.keepsFiring(bank.out, from, to, 250, 4*3)
					r.silent(bank.out, to+50, to+500)
				}
				if d, s := r.count("dopamine_out", from, to), r.count("serotonin_out", from, to); d != s {
					p.Errorf("%d spikes of dopamine and %d of serotonin at the same input", d, s)
				}
			}
		}
	})
	p.does("keeps the banks apart if only one is driven", func(p *probe) {
		for _, bank := range banks {
			for _, current := range []float64{10, 20, 40} {
				x := trial{tonic: waking, ticks: to}
				first := map[string]int{"dopamine_out": 0, "serotonin_out": 4}[bank.out]
				for i := range 4 {
					x.input = append(x.input, pulse{channels("sensory_in", 8)[first+i], current, from, to})
				}
				r := p.run(x)
				if own, other := r.count(bank.out, from, to), r.count(bank.other, from, to); own < 10*max(other, 1) {
					p.Errorf("%s driven by %v: %d spikes, and %d of %s", bank.out, current, own, other, bank.other)
				}
			}
		}
	})
	p.does("spreads an input to the neighbour", func(p *probe) {
		for i, neuron := range channels("sensory_in", 8) {
			r := p.run(trial{tonic: waking, ticks: to, input: []pulse{{neuron, 10, from, to}}})
			r.fires(channels("sensory_in", 8)[i^1], from, to, 5)
		}
	})
}
