package behaviour_test

func hypothalamicDrive(p *probe) {
	const from, satisfied, hungry, to = 500, 1500, 2500, 3500
	driven := func(p *probe, need, satisfaction float64) *record {
		x := trial{tonic: waking, ticks: to + 500, input: []pulse{{"need_in", need, from, to}}}
		if satisfaction > 0 {
			x.input = append(x.input, pulse{"satisfy_in", satisfaction, satisfied, hungry})
		}
		return p.run(x)
	}
	outs := []string{"urge_out", "drive_out"}
	p.does("presses as long as there is a need", func(p *probe) {
		for _, need := range []float64{3, 5, 10, 20, 40} {
			r := driven(p, need, 0)
			for _, out := range outs {
				r.silent(out, 0, from)
				r.keepsFiring(out, from, to, 500, 2)
				r.silent(out, to+50, to+500)
			}
		}
	})
	p.does("has more urge at more need", func(p *probe) {
		small, large := driven(p, 3, 0).count("urge_out", from, to), driven(p, 30, 0).count("urge_out", from, to)
		if 10*large < 13*small {
			p.Errorf("%d spikes at a large need, %d at a small one", large, small)
		}
	})
	p.does("is quiet while satisfied, and presses again after", func(p *probe) {
		for _, need := range []float64{3, 5, 10} {
			for _, satisfaction := range []float64{60, 100} {
				r := driven(p, need, satisfaction)
				for _, out := range outs {
					r.keepsFiring(out, from, satisfied, 500, 2)
					r.silent(out, satisfied+50, hungry)
					r.keepsFiring(out, hungry, to, 500, 2)
				}
			}
		}
	})
	p.butDoes("keeps driving at a great need though it is satisfied; only the urge ends", func(p *probe) {
		for _, need := range []float64{20, 40} {
			for _, satisfaction := range []float64{60, 100} {
				r := driven(p, need, satisfaction)
				r.silent("urge_out", satisfied+50, hungry)
				r.keepsFiring("drive_out", satisfied, hungry, 500, 2)
			}
		}
	})
	p.butDoes("does not build up: a lasting need presses no harder than a new one", func(p *probe) {
		for _, need := range []float64{3, 5, 10, 20, 40} {
			r := driven(p, need, 0)
			for _, out := range outs {
				if early, late := r.count(out, from, from+1000), r.count(out, to-1000, to); 10*late > 12*early+10 {
					p.Errorf("need %v: %s has %d spikes in its first second and %d in its last", need, out, early, late)
				}
			}
		}
	})
}

func rewardCircuit(p *probe) {
	const (
		tests  = 10
		test   = 3500
		end    = test + tests*period
		lead   = 6 // of a prediction before its reward [ticks]
		length = 5
	)
	// tested runs a training of the prediction and then tests with a reward, a
	// prediction, or both.
	type setting struct{ trained, frozen, reward, prediction bool }
	tested := func(p *probe, s setting, lead int) *record {
		x := trial{tonic: waking, ticks: end, frozen: s.frozen}
		if s.trained { // nothing less makes its weak synapse fire a neuron
			x.input = append(x.input, pulse{"prediction_in", 200, 500, 2500})
		}
		if s.reward {
			x.input = append(x.input, train("reward_in", volley, test, length, period, tests)...)
		}
		if s.prediction {
			x.input = append(x.input, train("prediction_in", volley, test-lead, length, period, tests)...)
		}
		return p.run(x)
	}
	answers := func(r *record) (dopamine, reward int) {
		return r.count("dopamine_out", test-lead, end), r.count("reward_out", test-lead, end)
	}
	p.does("answers each reward that is not predicted", func(p *probe) {
		for _, trained := range []bool{false, true} {
			dopamine, reward := answers(tested(p, setting{trained: trained, reward: true}, lead))
			if dopamine < tests || reward < tests/3 {
				p.Errorf("trained %v: %d spikes of dopamine and %d of reward at %d rewards", trained, dopamine, reward, tests)
			}
			if dopamine, reward := answers(tested(p, setting{trained: trained}, lead)); dopamine != 0 || reward != 0 {
				p.Errorf("trained %v: %d spikes of dopamine and %d of reward without a reward", trained, dopamine, reward)
			}
		}
	})
	p.does("does not answer a reward that a learned prediction announces", func(p *probe) {
		for _, lead := range []int{5, 6, 7, 8} {
			if dopamine, reward := answers(tested(p, setting{trained: true, reward: true, prediction: true}, lead)); dopamine != 0 || reward != 0 {
				p.Errorf("lead %d: %d spikes of dopamine and %d of reward", lead, dopamine, reward)
			}
		}
	})
	p.does("answers it if the prediction was not learned", func(p *probe) {
		for _, s := range []setting{
			{reward: true, prediction: true},
			{reward: true, prediction: true, trained: true, frozen: true},
		} {
			if dopamine, _ := answers(tested(p, s, lead)); dopamine < tests {
				p.Errorf("%+v: %d spikes of dopamine at %d rewards", s, dopamine, tests)
			}
		}
	})
	p.butDoes("answers it also if the prediction comes with the reward", func(p *probe) {
		if dopamine, _ := answers(tested(p, setting{trained: true, reward: true, prediction: true}, 0)); dopamine < tests {
			p.Errorf("%d spikes of dopamine at %d rewards", dopamine, tests)
		}
	})
	p.butDoes("learns nothing from rewards: predictions of common strength stay without effect", func(p *probe) {
		for _, current := range []float64{volley, 40, 80} {
			x := trial{tonic: waking, ticks: end}
			x.input = append(x.input, train("prediction_in", current, 500-lead, length, period, 25)...)
			x.input = append(x.input, train("reward_in", volley, 500, length, period, 25)...)
			x.input = append(x.input, train("prediction_in", volley, test-lead, length, period, tests)...)
			x.input = append(x.input, train("reward_in", volley, test, length, period, tests)...)
			if dopamine, _ := answers(p.run(x)); dopamine < tests {
				p.Errorf("prediction %v: %d spikes of dopamine at %d rewards", current, dopamine, tests)
			}
		}
	})
	p.butDoes("does not miss a reward that fails to come: punishment_out keeps its own pace", func(p *probe) {
		missed := tested(p, setting{trained: true, prediction: true}, lead)
		never := tested(p, setting{trained: true}, lead)
		if with, without := missed.count("punishment_out", test, end), never.count("punishment_out", test, end); without == 0 || with > without+2 {
			p.Errorf("%d spikes of punishment at %d missing rewards, %d without any prediction", with, tests, without)
		}
	})
}
