package behaviour_test

import "fmt"

// The circuits of arena_v2.

func amphid(p *probe) {
	// Where the gradient lies across the head, it gets better on one side and
	// worse on the other.
	sides := []struct{ better, worse, drives, other string }{
		{"on_left_in", "off_right_in", "left_out", "right_out"},
		{"on_right_in", "off_left_in", "right_out", "left_out"},
	}
	for _, s := range sides {
		p.does("steers to the side where it gets better, away from where it gets worse: "+s.drives, func(p *probe) {
			for _, strength := range []float64{20, 30} { // of cells that see a change of 1 % and of 1.5 %
				r := p.run(trial{tonic: waking, ticks: 2000, input: []pulse{{s.better, strength, touch, 2000}, {s.worse, strength, touch, 2000}}})
				r.silent(s.drives, 0, touch)
				r.keepsFiring(s.drives, touch, 2000, 500, 1)
				r.silent(s.other, 0, 2000)
			}
		})
	}
	p.does("never steers to the side where it gets worse", func(p *probe) {
		for cells, other := range map[string]string{"on_left_in": "right_out", "on_right_in": "left_out", "off_left_in": "left_out", "off_right_in": "right_out"} {
			r := p.run(trial{tonic: waking, ticks: 1500, input: []pulse{{cells, 30, touch, 1500}}})
			r.silent(other, 0, 1500)
		}
	})
	p.does("does not steer where both sides change alike", func(p *probe) {
		for _, kind := range []string{"on", "off"} {
			for _, strength := range []float64{5, 10, 20, 30} {
				r := p.run(trial{tonic: waking, ticks: 1500, input: []pulse{
					{kind + "_left_in", strength, touch, 1500}, {kind + "_right_in", strength, touch, 1500},
				}})
				for _, side := range []string{"left_out", "right_out"} {
					r.silent(side, touch+50, 1500)
				}
			}
		}
	})
	p.does("tells better from worse", func(p *probe) {
		for _, kind := range [][2]string{{"on", "off"}, {"off", "on"}} {
			r := p.run(trial{tonic: waking, ticks: 1500, input: []pulse{{kind[0] + "_middle_in", 5, touch, 1500}}})
			r.keepsFiring(kind[0]+"_out", touch, 1500, 250, 3)
			r.silent(kind[1]+"_out", 0, 1500)
		}
	})
}

// The wave of ventral_cord, as its delays say.
const (
	segments     = 24
	segmentDelay = 18  // from a segment to the next [ticks]
	ventralDelay = 370 // from the pacemaker to the first ventral muscle [ticks]
	lastMuscle   = ventralDelay + (segments-1)*segmentDelay
	muscleLag    = 3 // from a volley to a motor neuron's spike, at most [ticks]
	bentSegments = 6
)

func ventralCord(p *probe) {
	p.does("sends a wave down the body again and again, a spike a muscle, without any drive", func(p *probe) {
		const ticks = 12000
		r := p.run(trial{tonic: waking, ticks: ticks})
		waves := r.times("wave_out")
		if len(waves) < 8 {
			p.Fatalf("%d waves in %d ticks", len(waves), ticks)
		}
		for s := range segments {
			for _, side := range []struct {
				row   string
				after int
			}{{"dorsal_out", 1}, {"ventral_out", ventralDelay}} {
				muscle := fmt.Sprintf("%s[%d]", side.row, s)
				complete := 0
				for _, wave := range waves {
					at := wave + side.after + s*segmentDelay
					if at+muscleLag >= ticks {
						break
					}
					complete++
					if n := r.count(muscle, at, at+muscleLag+1); n != 1 {
						p.Fatalf("%s has %d spikes in ticks %d to %d, want the wave of tick %d to bring one", muscle, n, at, at+muscleLag, wave)
					}
				}
				if n := r.count(muscle, 0, ticks); n > len(waves) || n < complete {
					p.Errorf("%s has %d spikes for %d waves", muscle, n, len(waves))
				}
			}
		}
	})
	p.does("sends more waves when driven", func(p *probe) {
		const ticks = 20000
		before := -1
		for _, drive := range []float64{0, 0.5, 1, 2} {
			r := p.run(trial{tonic: waking, ticks: ticks, input: []pulse{{"drive_in", drive, settle, ticks}}})
			waves := r.count("wave_out", 0, ticks)
			if waves <= before {
				p.Errorf("%d waves under a drive of %v, %d under less", waves, drive, before)
			}
			before = waves
		}
	})
	for _, side := range [][2]string{{"dorsal", "ventral"}, {"ventral", "dorsal"}} {
		p.does("bends the head to its "+side[0]+" side", func(p *probe) {
			r := p.run(trial{tonic: waking, ticks: 6000})
			// In the pause between two waves that nothing else falls into.
			at := r.times("wave_out")[1] - 20
			driven := p.run(trial{tonic: waking, ticks: 6000, input: []pulse{{"head_" + side[0] + "_in", 40, at, at + 1}}})
			for s := range segments {
				same, other := fmt.Sprintf("%s_out[%d]", side[0], s), fmt.Sprintf("%s_out[%d]", side[1], s)
				extra := driven.count(same, at, at+10) - r.count(same, at, at+10)
				if want := map[bool]int{true: 1, false: 0}[s < bentSegments]; extra != want {
					p.Errorf("%s has %d spikes more, want %d", same, extra, want)
				}
				if extra := driven.count(other, at, at+10) - r.count(other, at, at+10); extra != 0 {
					p.Errorf("%s has %d spikes more", other, extra)
				}
			}
		})
	}
}
