package behaviour_test

// A volley is a current that makes an RS or FS neuron fire twice or so within
// ten ticks, at V8's tonic current.
const (
	volley      = 15.0
	volleyTicks = 10
)

// onset returns a volley.
func onset(terminal string, from int) pulse {
	return pulse{terminal, volley, from, from + volleyTicks}
}

// ringPeriod is about how long a ring of three CH neurons takes from one spike
// to the next [ticks]; a pulse may fall anywhere within it.
const ringPeriod = 4

// holdsUntil checks what the three circuits of one ring have in common: the
// ring is silent until it is set, fires without input until it is stopped, and
// stays stopped.
func holdsUntil(set, stop, out string) func(*probe) {
	return func(p *probe) {
		for phase := range 3 * ringPeriod { // the stop must not depend on the moment
			stopAt := 1500 + phase
			r := p.run(trial{tonic: waking, ticks: 3500, input: []pulse{
				onset(set, 500), onset(stop, stopAt), onset(set, 3000),
			}})
			r.silent(out, 0, 500)
			r.keepsFiring(out, 520, 1500, 70, 30)
			r.silent(out, stopAt+2*volleyTicks, 3000)
			r.keepsFiring(out, 3020, 3500, 70, 30) // and can be set again
		}
	}
}

// strengths are of volleys that make a trigger fire one to five times.
var strengths = []float64{10, 12.5, 15, 17.5, 20, 22.5, 25, 27.5, 30, 32.5, 35, 37.5, 40, 42.5, 45, 47.5, 50, 52.5, 55, 57.5, 60}

// timerStops checks V8's auto-timer: what sets the ring also stops it, a fixed
// time later. It repeats the spikes of the trigger, and those that are a
// multiple of the ring's period apart miss the ring, which then goes on.
func timerStops(set, out string, delay int) func(*probe) {
	return func(p *probe) {
		stopped := 0
		for _, strength := range strengths {
			r := p.run(trial{tonic: waking, ticks: 2000, timers: true, input: []pulse{{set, strength, 500, 500 + volleyTicks}}})
			start := r.first(out, 500)
			r.keepsFiring(out, start, 500+delay-20, 20, 6)
			if r.count(out, start+delay+30, 2000) == 0 {
				stopped++
			} else {
				r.keepsFiring(out, start+delay+30, 2000, 100, 20)
			}
		}
		if stopped <= len(strengths)/2 || stopped == len(strengths) {
			p.Errorf("%d of %d strengths of trigger are timed, want most and not all", stopped, len(strengths))
		}
	}
}

// needsStrongSet checks that without a tonic current only a much stronger
// volley sets the ring, which then holds as well.
func needsStrongSet(set, stop, out string) func(*probe) {
	return func(p *probe) {
		weak := p.run(trial{tonic: atRest, ticks: 1000, input: []pulse{onset(set, 500)}})
		weak.silent(out, 0, 1000)
		strong := p.run(trial{tonic: atRest, ticks: 2500, input: []pulse{
			{set, 4 * volley, 500, 500 + volleyTicks}, onset(stop, 1500),
		}})
		strong.silent(out, 0, 500)
		strong.keepsFiring(out, 520, 1500, 70, 30)
		strong.silent(out, 1520, 2500)
	}
}

func bistableMotif(p *probe) {
	p.does("holds its bit until it is cleared", holdsUntil("trigger_in", "kill_in", "sustained_out"))
	p.does("clears itself 500 ticks later with V8's timer, after most triggers", timerStops("trigger_in", "sustained_out", 500))
	p.does("needs a stronger trigger at rest", needsStrongSet("trigger_in", "kill_in", "sustained_out"))
	p.does("is not set by what clears it", func(p *probe) {
		r := p.run(trial{tonic: waking, ticks: 1000, input: []pulse{onset("kill_in", 500)}})
		r.silent("sustained_out", 0, 1000)
	})
	p.does("stays set when it is set twice", func(p *probe) {
		r := p.run(trial{tonic: waking, ticks: 2000, input: []pulse{onset("trigger_in", 500), onset("trigger_in", 1000)}})
		r.keepsFiring("sustained_out", 520, 2000, 70, 30)
	})
}

func emotionalState(p *probe) {
	p.does("holds its state until it is calmed", holdsUntil("trigger_in", "calm_in", "emotion_out"))
	p.does("calms down 400 ticks later with V8's timer, after most triggers", timerStops("trigger_in", "emotion_out", 400))
	p.does("needs a stronger trigger at rest", needsStrongSet("trigger_in", "calm_in", "emotion_out"))
	p.does("modulates while the state lasts and not otherwise", func(p *probe) {
		r := p.run(trial{tonic: waking, ticks: 3000, input: []pulse{onset("trigger_in", 500), onset("calm_in", 1500)}})
		r.silent("modulate_out", 0, 500)
		r.keepsFiring("modulate_out", 500, 1500, 250, 1)
		r.silent("modulate_out", 1520, 3000)
	})
}

func workingMemoryCell(p *probe) {
	p.does("holds its bit until it is killed", holdsUntil("trigger_in", "kill_in", "memory_out"))
	p.does("forgets 500 ticks later with V8's timer, after most triggers", timerStops("trigger_in", "memory_out", 500))
	p.does("needs a stronger trigger at rest", needsStrongSet("trigger_in", "kill_in", "memory_out"))

	// The cue is one current into the association input, before, while and
	// after the cell remembers.
	const cueTicks = 100
	cue := func(from int) pulse { return pulse{"association_in", volley, from, from + cueTicks} }
	recall := func(p *probe, frozen, paired bool) *record {
		input := []pulse{cue(500), onset("trigger_in", 1000), onset("kill_in", 1500), cue(2000)}
		if paired {
			input = append(input, cue(1020))
		}
		r := p.run(trial{tonic: waking, ticks: 3000, frozen: frozen, input: input})
		r.silent("memory_out", 500, 1000)
		r.keepsFiring("memory_out", 1020, 1500, 70, 30)
		r.silent("memory_out", 1520, 2000)
		return r
	}
	p.does("remembers again at the cue that was there", func(p *probe) {
		r := recall(p, false, true)
		r.keepsFiring("memory_out", 2000+cueTicks, 3000, 70, 30) // long after the cue
	})
	p.does("does not do so without learning", func(p *probe) {
		recall(p, true, true).silent("memory_out", 2000, 3000)
	})
	p.does("does not do so at a cue that was not there", func(p *probe) {
		recall(p, false, false).silent("memory_out", 2000, 3000)
	})
}

func sequenceDetector(p *probe) {
	const (
		memory = 300 // how long the first event is remembered [ticks]
		a      = 500 // when it comes
	)
	// This a fires once, which is enough for the memory and to clear it; not
	// all volleys do both.
	first := pulse{"sequence_a", 10, a, a + volleyTicks}
	pair := func(p *probe, second int) *record {
		return p.run(trial{tonic: waking, ticks: 2000, input: []pulse{first, onset("sequence_b", second)}})
	}
	p.does("fires at b up to 300 ticks after a", func(p *probe) {
		for lag := 15; lag <= memory-15; lag += 15 {
			r := pair(p, a+lag)
			r.silent("sequence_out", 0, a+lag)
			r.fires("sequence_out", a+lag, a+lag+2*volleyTicks, 1)
		}
	})
	p.does("is silent at b more than 300 ticks after a", func(p *probe) {
		for lag := memory + 15; lag <= 1200; lag += 35 {
			pair(p, a+lag).silent("sequence_out", 0, 2000)
		}
	})
	p.does("is silent at b before a", func(p *probe) {
		for lag := volleyTicks; lag <= memory; lag += volleyTicks {
			pair(p, a-lag).silent("sequence_out", 0, 2000)
		}
	})
	p.does("is silent at a alone and at b alone", func(p *probe) {
		for _, one := range []pulse{first, onset("sequence_a", a), onset("sequence_b", a)} {
			p.run(trial{tonic: waking, ticks: 2000, input: []pulse{one}}).silent("sequence_out", 0, 2000)
		}
	})
	p.does("remembers a for 300 ticks", func(p *probe) {
		r := p.run(trial{tonic: waking, ticks: 2000, input: []pulse{first}})
		start := r.first("memory_out", a)
		r.silent("memory_out", 0, a)
		r.keepsFiring("memory_out", start, start+memory-20, 20, 4)
		r.silent("memory_out", start+memory+20, 2000)
	})
	p.butDoes("fires at b alone if b is strong", func(p *probe) {
		r := p.run(trial{tonic: waking, ticks: 1000, input: []pulse{{"sequence_b", 2 * volley, a, a + volleyTicks}}})
		r.fires("sequence_out", a, a+2*volleyTicks, 1)
	})
	p.butDoes("remembers some a for ever", func(p *probe) {
		// The spikes of a come back 300 ticks later to clear the memory. Those
		// that are a multiple of the ring's period apart may all miss the ring.
		forgets, keeps := 0, 0
		for _, strength := range strengths {
			r := p.run(trial{tonic: waking, ticks: 2500, input: []pulse{{"sequence_a", strength, a, a + volleyTicks}}})
			r.keepsFiring("memory_out", a+20, a+memory, 20, 4)
			if r.count("memory_out", a+memory+50, 2500) == 0 {
				forgets++
			} else {
				r.keepsFiring("memory_out", a+memory+50, 2500, 50, 10)
				keeps++
			}
		}
		if keeps == 0 || forgets <= keeps {
			p.Errorf("%d strengths of a are forgotten in time and %d never, want more of the former and some of the latter", forgets, keeps)
		}
	})
}
