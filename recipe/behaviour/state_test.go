package behaviour_test

func stateMachine3(p *probe) {
	states := []string{"a", "b", "c"}
	in := func(state string, from int) pulse { return choose("trigger_"+state, from) }
	// only demands that one state, or none, is on from a tick to the end.
	only := func(r *record, on string, from, to int) {
		for _, state := range states {
			if out := "state_" + state + "_out"; state == on {
				r.keepsFiring(out, from, to, 100, 20)
			} else {
				r.silent(out, from, to)
			}
		}
	}
	p.does("keeps the state that was triggered last", func(p *probe) {
		for _, from := range states {
			for _, to := range states {
				for phase := range 2 * ringPeriod {
					second := 1200 + phase
					r := p.run(trial{tonic: waking, ticks: 2000, input: []pulse{in(from, 500), in(to, second)}})
					only(r, from, 500+choiceTicks, second)
					only(r, to, second+choiceTicks, 2000)
				}
			}
		}
	})
	p.does("goes through any sequence of states", func(p *probe) {
		x := trial{tonic: waking, ticks: 500}
		path := "abcacbabca"
		for _, state := range path {
			x.input = append(x.input, in(string(state), x.ticks))
			x.ticks += 600
		}
		r := p.run(x)
		for i, state := range path {
			only(r, string(state), 500+600*i+choiceTicks, 500+600*(i+1))
		}
	})
	p.butDoes("has no state at first, nor after volleys into two triggers at once", func(p *probe) {
		for i := range states {
			r := p.run(trial{tonic: waking, ticks: 1500, input: []pulse{
				onset("trigger_"+states[i], 500), onset("trigger_"+states[(i+1)%3], 500),
			}})
			only(r, "", 0, 1500)
		}
	})
	p.butDoes("may lose its state to a weak trigger", func(p *probe) {
		ends := map[string]int{}
		for phase := range 6 * ringPeriod {
			from := 1000 + phase
			r := p.run(trial{tonic: waking, ticks: 2000, input: []pulse{in("a", 500), {"trigger_b", 10, from, from + 10}}})
			on := ""
			for _, state := range states {
				if r.count("state_"+state+"_out", 1500, 2000) > 0 {
					on += state
				}
			}
			ends[on]++
		}
		if ends["a"] == 0 || ends["b"] == 0 || ends[""] == 0 || len(ends) != 3 {
			p.Errorf("a weak trigger of b in state a ended in %v, want a, b and none, depending on the moment", ends)
		}
	})
}
