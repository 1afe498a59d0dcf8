package behaviour_test

// period is that of the volleys into circuits that learn [ticks].
const period = 100

// volleysOf is count volleys from a tick on, one every period.
func volleysOf(terminal string, from, count int) []pulse {
	return train(terminal, 20, from, volleyTicks, period, count)
}

func basalGanglia(p *probe) {
	const from, to = 500, 1500
	driven := func(p *probe, cortex, dopamine float64) *record {
		x := trial{tonic: waking, ticks: to, frozen: true, input: []pulse{{"cortical_in", cortex, from, to}}}
		if dopamine > 0 {
			x.input = append(x.input, pulse{"dopamine_in", dopamine, from, to})
		}
		return p.run(x)
	}
	p.does("fires go and no-go alike without dopamine", func(p *probe) {
		for _, cortex := range []float64{5, 10, 20, 40} {
			r := driven(p, cortex, 0)
			if g, n := r.count("go_out", from, to), r.count("nogo_out", from, to); g == 0 || g != n {
				p.Errorf("cortex %v: %d spikes of go, %d of no-go", cortex, g, n)
			}
		}
	})
	p.does("favours go under dopamine, and silences no-go under much of it", func(p *probe) {
		g, n := 0, 0
		for _, cortex := range []float64{5, 10, 20, 40} {
			some := driven(p, cortex, 20)
			g, n = g+some.count("go_out", from, to), n+some.count("nogo_out", from, to)
			much := driven(p, cortex, 60)
			much.silent("nogo_out", 0, to)
			if with, without := much.count("go_out", from, to), driven(p, cortex, 0).count("go_out", from, to); with < without || with == 0 {
				p.Errorf("cortex %v: %d spikes of go under dopamine, %d without", cortex, with, without)
			}
		}
		if 10*g < 12*n {
			p.Errorf("some dopamine: %d spikes of go, %d of no-go", g, n)
		}
	})
	p.does("learns go under dopamine: half of the input then fires go alone", func(p *probe) {
		const lessons = 40
		test := 500 + (lessons+15)*period
		for _, c := range []struct {
			frozen   bool
			dopamine float64
			g, n     bool // fire at the test
		}{{false, 60, true, false}, {false, 0, true, true}, {true, 60, false, false}} {
			x := trial{tonic: waking, ticks: test + 5*period, frozen: c.frozen, input: volleysOf("cortical_in", 500, lessons)}
			if c.dopamine > 0 {
				x.input = append(x.input, pulse{"dopamine_in", c.dopamine, 500, 500 + lessons*period})
			}
			for i := range 5 {
				x.input = append(x.input, onset("cortical_in[0]", test+i*period))
			}
			r := p.run(x)
			if g, n := r.count("go_out", test, x.ticks), r.count("nogo_out", test, x.ticks); (g >= 3) != c.g || (n > 0) != c.n {
				p.Errorf("dopamine %v, learning %v: %d spikes of go and %d of no-go at 5 tests", c.dopamine, !c.frozen, g, n)
			}
		}
	})
	p.butDoes("selects no action: it comes as often with go, with no-go and without either", func(p *probe) {
		// Go and no-go act on neuron 4, which inhibits the action; it hardly
		// fires, and an action needs only the cortex.
		const volleys = 20
		action := func(dopamine float64, without ...[2]int32) int {
			x := trial{tonic: waking, ticks: 500 + volleys*period, frozen: true, without: without, input: volleysOf("cortical_in", 500, volleys)}
			if dopamine > 0 {
				x.input = append(x.input, pulse{"dopamine_in", dopamine, 500, x.ticks})
			}
			return p.run(x).count("action_out", 500, x.ticks)
		}
		both, goOnly := action(0), action(60)
		neither := action(0, [2]int32{0, 2}, [2]int32{1, 2}, [2]int32{0, 3}, [2]int32{1, 3})
		if both < volleys/4 || 10*goOnly < 8*both || 10*goOnly > 12*both || 10*neither < 8*both || 10*neither > 12*both {
			p.Errorf("%d actions with go and no-go, %d with go alone, %d with neither; want as many", both, goOnly, neither)
		}
	})
}

func cerebellarCircuit(p *probe) {
	const lessons, tests = 40, 20
	test := 500 + (lessons+10)*period
	// taught runs lessons, with an error some ticks before each, and then tests
	// without.
	taught := func(p *probe, tonic float64, frozen bool, errorCurrent float64, lead int) *record {
		x := trial{tonic: tonic, ticks: test + tests*period, frozen: frozen}
		x.input = append(volleysOf("mossy_in", 500, lessons), volleysOf("mossy_in", test, tests)...)
		if errorCurrent > 0 {
			x.input = append(x.input, train("error_in", errorCurrent, 500-lead, volleyTicks, period, lessons)...)
		}
		return p.run(x)
	}
	lessonsEnd := 500 + lessons*period
	p.does("keeps its nuclei silent without an error", func(p *probe) {
		r := taught(p, alert, false, 0, 0)
		r.fires("purkinje_out", 500, lessonsEnd, lessons)
		r.silent("nucleus_out", 500, test+tests*period)
	})
	p.does("fires its nuclei at an error just before its input", func(p *probe) {
		for _, lead := range []int{3, 4, 5} {
			r := taught(p, alert, true, 20, lead)
			r.fires("nucleus_out", 500, lessonsEnd, lessons)
			r.silent("nucleus_out", test, test+tests*period) // nothing was learned
		}
	})
	p.does("learns from the error to fire its nuclei without it", func(p *probe) {
		for _, lead := range []int{3, 4, 5} {
			r := taught(p, alert, false, 20, lead)
			r.fires("nucleus_out", test, test+tests*period, tests)
		}
	})
	p.butDoes("ignores an error that comes with its input or later", func(p *probe) {
		for _, lead := range []int{0, -5, -10} {
			taught(p, alert, false, 20, lead).silent("nucleus_out", 500, test+tests*period)
		}
	})
	p.butDoes("never fires its nuclei at V8's tonic current", func(p *probe) {
		for _, errorCurrent := range []float64{0, 20, 40} {
			r := taught(p, waking, false, errorCurrent, 5)
			r.fires("purkinje_out", 500, lessonsEnd, lessons/4)
			r.silent("nucleus_out", 0, test+tests*period)
		}
	})
}
