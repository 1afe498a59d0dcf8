package behaviour_test

import (
	"cmp"
	"slices"
)

// burst is a group of spikes less than burstGap ticks apart.
type burst struct {
	from, to int    // first and last spike
	label    string // of the terminal
}

const burstGap = 15

// bursts returns the bursts of some terminals that begin in the ticks
// from, ..., to-1, in order.
func (r *record) bursts(from, to int, labels ...string) []burst {
	r.t.Helper()
	var all []burst
	for _, label := range labels {
		var own []burst
		for _, t := range r.times(label) {
			if last := len(own) - 1; last >= 0 && t-own[last].to < burstGap {
				own[last].to = t
			} else {
				own = append(own, burst{t, t, label})
			}
		}
		all = append(all, own...)
	}
	all = slices.DeleteFunc(all, func(b burst) bool { return b.from < from || b.from >= to })
	slices.SortFunc(all, func(a, b burst) int { return cmp.Compare(a.from, b.from) })
	return all
}

// halfCentre is a rhythm generator of two halves.
type halfCentre struct {
	drive string
	phase [2]string
}

// A run of a half-centre: the drive, and a kick into one half, because the two
// are mirror images and nothing else tells them apart.
const (
	driveFrom, driveTo = 500, 4500
	locked             = 2000 // by when the halves have found their rhythm
)

func (h halfCentre) run(p *probe, tonic, drive float64, kick int, frozen bool) *record {
	x := trial{tonic: tonic, ticks: driveTo + 1000, frozen: frozen, input: []pulse{{h.drive, drive, driveFrom, driveTo}}}
	if kick > 0 {
		x.input = append(x.input, pulse{h.phase[0], 10, driveFrom, driveFrom + kick})
	}
	return p.run(x)
}

// unison: with the same drive and no noise both halves do the same.
func (h halfCentre) unison(p *probe) {
	for _, drive := range []float64{60, 80, 100} {
		r := h.run(p, eager, drive, 0, false)
		r.keepsFiring(h.phase[0], driveFrom, driveTo, 500, 10)
		if first, second := r.times(h.phase[0]), r.times(h.phase[1]); !slices.Equal(first, second) {
			p.Errorf("drive %v: the halves fire at different ticks though nothing tells them apart", drive)
		}
	}
}

// alternates demands of several drives and kicks together that most bursts
// follow a burst of the other half, and do not overlap it.
func (h halfCentre) alternates(p *probe, drives []float64, frozen bool) {
	pairs, alternating := 0, 0
	for _, drive := range drives {
		for _, kick := range []int{3, 5, 9, 13} {
			all := h.run(p, eager, drive, kick, frozen).bursts(locked, driveTo, h.phase[0], h.phase[1])
			if len(all) < 20 { // over 2.5 s
				p.Errorf("drive %v: %d bursts, want a rhythm", drive, len(all))
			}
			for i := range len(all) - 1 {
				pairs++
				if all[i].label != all[i+1].label && all[i].to < all[i+1].from {
					alternating++
				}
			}
		}
	}
	if 10*alternating < 9*pairs {
		p.Errorf("%d of %d bursts are followed by one of the other half, want nearly all", alternating, pairs)
	}
}

// stops: no rhythm before the drive and none after it.
func (h halfCentre) stops(p *probe) {
	for _, drive := range []float64{60, 80, 100} {
		r := h.run(p, eager, drive, 9, false)
		for _, phase := range h.phase {
			r.silent(phase, settle, driveFrom)
			r.silent(phase, driveTo+200, driveTo+1000)
		}
	}
}

// onsetOnly: at V8's tonic current the halves answer a drive with one burst at
// most.
func (h halfCentre) onsetOnly(p *probe) {
	for _, drive := range []float64{5, 10, 20, 40, 80} {
		r := h.run(p, waking, drive, 0, false)
		r.fires(h.drive, driveFrom, driveTo, 40)
		for _, phase := range h.phase {
			r.silent(phase, 0, driveFrom)
			r.silent(phase, driveFrom+100, driveTo)
		}
	}
}

// lag returns how long after a burst of one half the other's comes, as a share
// of the cycle, the shorter way round; the mean over the run.
func (h halfCentre) lag(r *record) float64 {
	all := r.bursts(locked, driveTo, h.phase[0], h.phase[1])
	sum, n := 0.0, 0
	for i := range len(all) - 2 {
		if all[i].label == all[i+2].label && all[i].label != all[i+1].label {
			share := float64(all[i+1].from-all[i].from) / float64(all[i+2].from-all[i].from)
			sum += min(share, 1-share)
			n++
		}
	}
	return sum / float64(n)
}

func cpg(p *probe) {
	h := halfCentre{"command_in", [2]string{"phase_a", "phase_b"}}
	p.does("alternates under command once its halves differ", func(p *probe) {
		h.alternates(p, []float64{60, 80, 100, 120}, false)
	})
	p.does("falls silent with its command", h.stops)
	p.butDoes("fires both phases together if nothing tells them apart", h.unison)
	p.butDoes("alternates unevenly: one phase follows the other early in the cycle", func(p *probe) {
		for _, command := range []float64{60, 80, 100} {
			if lag := h.lag(h.run(p, eager, command, 9, false)); !(0.1 < lag && lag < 0.4) {
				p.Errorf("command %v: the phases are %.2f of a cycle apart, anti-phase would be 0.5", command, lag)
			}
		}
	})
	p.butDoes("has no rhythm at V8's tonic current", h.onsetOnly)
}

func cpgOscillator(p *probe) {
	h := halfCentre{"0", [2]string{"1", "2"}}
	p.does("alternates under drive once its halves differ", func(p *probe) {
		h.alternates(p, []float64{40, 60, 80}, true)
	})
	p.does("falls silent with its drive", h.stops)
	p.does("learns to go faster", func(p *probe) {
		count := func(frozen bool, from, to int) int {
			return len(h.run(p, eager, 60, 9, frozen).bursts(from, to, "1", "2"))
		}
		early, late, naive := count(false, driveFrom, 1500), count(false, 3500, driveTo), count(true, 3500, driveTo)
		if late <= early || late <= naive {
			p.Errorf("%d bursts in the last second of the drive, %d in the first, %d in the last without learning; want most in the last", late, early, naive)
		}
	})
	p.butDoes("fires both phases together if nothing tells them apart", h.unison)
	p.butDoes("has no rhythm at V8's tonic current", h.onsetOnly)
}
