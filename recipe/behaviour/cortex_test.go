package behaviour_test

func corticalColumn(p *probe) {
	const from, to = 500, 2500
	driven := func(p *probe, tonic, thalamus, inhibition float64) *record {
		x := trial{tonic: tonic, ticks: to, frozen: true, input: []pulse{{"thalamic_in", thalamus, from, to}}}
		if inhibition > 0 {
			x.input = append(x.input, pulse{"inhibit_in", inhibition, settle, to})
		}
		return p.run(x)
	}
	p.does("passes an input through both of its layers", func(p *probe) {
		for _, thalamus := range []float64{10, 20, 40} {
			r := driven(p, eager, thalamus, 0)
			r.keepsFiring("layer23_out", from, to, 500, 3*2)
			r.keepsFiring("cortical_out", from, to, 500, 2*2)
			if first, second := r.first("layer23_out", from), r.first("cortical_out", from); second <= first {
				p.Errorf("the output fires at tick %d, the layer before it at %d", second, first)
			}
		}
	})
	p.does("passes only the onset of an input at V8's tonic current", func(p *probe) {
		for _, thalamus := range []float64{20, 40} {
			r := driven(p, waking, thalamus, 0)
			r.fires("cortical_out", from, from+200, 2)
			if late := r.count("cortical_out", from+200, to); late > 4 {
				p.Errorf("input %v: %d spikes long after the onset", thalamus, late)
			}
		}
	})
	p.does("is silenced by its inhibition", func(p *probe) {
		for _, tonic := range []float64{waking, eager} {
			for _, thalamus := range []float64{10, 20, 40} {
				r := driven(p, tonic, thalamus, 40)
				r.keepsFiring("thalamic_in", from, to, 500, 10)
				r.silent("layer23_out", from, to)
				r.silent("cortical_out", from, to)
			}
		}
	})
	p.does("fires much the same without its inhibitory loops", func(p *probe) {
		for _, thalamus := range []float64{10, 20, 40} {
			x := trial{tonic: eager, ticks: to, frozen: true, input: []pulse{{"thalamic_in", thalamus, from, to}}}
			with := p.run(x)
			x.without = [][2]int32{{7, 2}, {7, 3}, {7, 4}, {8, 2}, {8, 3}, {8, 4}}
			without := p.run(x)
			for _, out := range []string{"layer23_out", "cortical_out"} {
				if a, b := with.count(out, from, to), without.count(out, from, to); a == 0 || 10*a < 8*b || 10*b < 8*a {
					p.Errorf("input %v: %s has %d spikes, %d without inhibition", thalamus, out, a, b)
				}
			}
		}
	})
	p.does("learns to answer more of its input", func(p *probe) {
		const volleys = 60
		answers := func(frozen bool) (early, late int) {
			r := p.run(trial{tonic: waking, ticks: 500 + volleys*period, frozen: frozen, input: volleysOf("thalamic_in", 500, volleys)})
			return r.count("layer23_out", 500, 500+10*period), r.count("layer23_out", 500+(volleys-10)*period, 500+volleys*period)
		}
		early, late := answers(false)
		_, naive := answers(true)
		if 10*late < 12*early || 10*late < 15*naive {
			p.Errorf("%d spikes at the last ten volleys, %d at the first ten, %d at the last without learning", late, early, naive)
		}
	})
}

func hippocampalCircuit(p *probe) {
	const (
		slow    = 150 // ticks between volleys, so that each finds the circuit at rest
		lessons = 150
		tests   = 5
		before  = 500
		lesson  = before + 10*slow
		after   = lesson + (lessons+5)*slow
	)
	halves := []struct{ in, own, other string }{
		{"ec_in[0]", "ca3_out[0]", "ca3_out[1]"},
		{"ec_in[1]", "ca3_out[1]", "ca3_out[0]"},
	}
	// recall shows half of a pattern, then the whole of it many times, then
	// the half again.
	recall := func(p *probe, half string, frozen bool) *record {
		x := trial{tonic: waking, ticks: after + tests*slow, frozen: frozen}
		x.input = train(half, volley, before, volleyTicks, slow, tests)
		x.input = append(x.input, train("ec_in", volley, lesson, volleyTicks, slow, lessons)...)
		x.input = append(x.input, train(half, volley, after, volleyTicks, slow, tests)...)
		return p.run(x)
	}
	p.does("completes a learned pattern from either half", func(p *probe) {
		for _, half := range halves {
			r := recall(p, half.in, false)
			r.fires(half.own, before, lesson, 2)
			r.silent(half.other, before, lesson)
			r.fires("ca3_out", lesson, after, lessons)
			r.fires(half.own, after, after+tests*slow, 3)
			r.fires(half.other, after, after+tests*slow, 3)
		}
	})
	p.does("does not complete it without learning", func(p *probe) {
		for _, half := range halves {
			r := recall(p, half.in, true)
			r.fires(half.own, after, after+tests*slow, 3)
			r.silent(half.other, after, after+tests*slow)
		}
	})
	p.does("passes a pattern through to its output near threshold", func(p *probe) {
		r := p.run(trial{tonic: eager, ticks: 500 + 10*slow, input: train("ec_in", volley, 500, volleyTicks, slow, 10)})
		for i := range 10 {
			at := 500 + i*slow
			for _, out := range []string{"ca3_out", "ca1_out", "hippocampal_out"} {
				r.fires(out, at, at+50, 1)
			}
		}
	})
	p.does("fires much the same without its inhibitory loops", func(p *probe) {
		for _, current := range []float64{10, 20, 40} {
			x := trial{tonic: eager, ticks: 2500, frozen: true, input: []pulse{{"ec_in", current, 500, 2500}}}
			with := p.run(x)
			x.without = [][2]int32{{4, 2}, {4, 3}, {9, 7}, {9, 8}, {10, 5}, {10, 6}}
			without := p.run(x)
			for _, out := range []string{"ca3_out", "ca1_out", "hippocampal_out"} {
				if a, b := with.count(out, 500, 2500), without.count(out, 500, 2500); a == 0 || 10*a < 7*b || 10*b < 7*a {
					p.Errorf("input %v: %s has %d spikes, %d without inhibition", current, out, a, b)
				}
			}
		}
	})
	p.does("lets its inhibition close the way to the recall", func(p *probe) {
		for _, tonic := range []float64{waking, eager} {
			x := trial{tonic: tonic, ticks: 2000, input: train("ec_in", volley, 500, volleyTicks, slow, 10)}
			p.run(x).fires("ca3_out", 500, 2000, 10)
			x.input = append(x.input, pulse{"inhibit_in", 40, settle, 2000})
			p.run(x).silent("ca3_out", 500, 2000)
		}
	})
	p.butDoes("takes the known for new: novelty_out fires more, the better a pattern is known", func(p *probe) {
		// Between V8's tonic current, where it is silent, and those at which it
		// answers everything.
		early, late := 0, 0
		for _, tonic := range []float64{2.7, 2.8, 2.9, 3.0} {
			end := 500 + lessons*slow
			r := p.run(trial{tonic: tonic, ticks: end, input: train("ec_in", volley, 500, volleyTicks, slow, lessons)})
			early += r.count("novelty_out", 500, 500+10*slow)
			late += r.count("novelty_out", end-10*slow, end)
		}
		if early == 0 || 10*late < 12*early {
			p.Errorf("%d spikes at the last ten volleys, %d at the first ten", late, early)
		}
	})
}

func prefrontalCircuit(p *probe) {
	context := pulse{"context_in", 40, 500, 500 + volleyTicks}
	p.does("keeps a goal without input", func(p *probe) {
		r := p.run(trial{tonic: waking, ticks: 3500, input: []pulse{context}})
		r.silent("persist_out", 0, 500)
		r.silent("goal_out", 0, 500)
		r.keepsFiring("persist_out", 520, 3500, 100, 20)
		r.keepsFiring("goal_out", 500, 3500, 250, 1)
	})
	p.does("takes up a strong context only", func(p *probe) {
		for _, current := range []float64{5, 10, 20} {
			for _, ticks := range []int{volleyTicks, 100, 300} {
				r := p.run(trial{tonic: waking, ticks: 2500, input: []pulse{{"context_in", current, 500, 500 + ticks}}})
				r.fires("context_in", 500, 2500, 2)
				r.silent("persist_out", 0, 2500)
				r.silent("goal_out", 0, 2500)
			}
		}
	})
	p.butDoes("cannot be cleared: the goal stays whatever goes into clear_in", func(p *probe) {
		for _, current := range []float64{10, 20, 60, 200} {
			for _, ticks := range []int{volleyTicks, 50, 300} {
				end := 1500 + ticks
				r := p.run(trial{tonic: waking, ticks: end + 1500, input: []pulse{context, {"clear_in", current, 1500, end}}})
				r.fires("clear_in", 1500, end+10, 2)
				r.keepsFiring("persist_out", 1500, end+1500, 100, 20)
				r.keepsFiring("goal_out", end, end+1500, 250, 1)
			}
		}
	})
	p.butDoes("signals a switch again and again while its goal lasts", func(p *probe) {
		r := p.run(trial{tonic: waking, ticks: 3500, input: []pulse{context}})
		r.silent("switch_out", 0, 500)
		r.keepsFiring("switch_out", 500, 3500, 1500, 2)
	})
	p.butDoes("does not shut out other contexts while it has a goal", func(p *probe) {
		for _, current := range []float64{10, 20, 40} {
			other := pulse{"context_in", current, 1500, 2500}
			busy := p.run(trial{tonic: waking, ticks: 2500, input: []pulse{context, other}})
			idle := p.run(trial{tonic: waking, ticks: 2500, input: []pulse{other}})
			if with, without := busy.count("context_in", 1500, 2500), idle.count("context_in", 1500, 2500); 10*with < 8*without || without == 0 {
				p.Errorf("context %v fires its inputs %d times beside a goal, %d times without", current, with, without)
			}
		}
	})
}
