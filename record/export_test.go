package record

import "slices"

// Kill leaves a recording as a killed process does: nothing more is written.
func (r *Recorder) Kill() { r.close() }

// Commit notes what was recorded until now as if a second had passed.
func (r *Recorder) Commit(hash string) error { return r.commit(hash) }

// HashesOf returns what the list of hashes keeps of marks at the given ticks.
func HashesOf(ticks func(yield func(int32) bool)) (kept []int32) {
	h := newHashList()
	for t := range ticks {
		h.add(Mark{Tick: t})
	}
	for _, m := range h.marks {
		kept = append(kept, m.Tick)
	}
	return kept
}

// HashTimesOf returns which of the hashes of the given ticks are kept, as a
// recorder knows it that keeps none, and what is left when the last is thinned.
func HashTimesOf(ticks func(yield func(int32) bool)) (kept []int32) {
	h := newHashList().times()
	for t := range ticks {
		if h.due(t) && h.add(t) {
			kept = append(kept, t)
		}
	}
	return slices.DeleteFunc(kept, func(t int32) bool { return t%h.every != 0 })
}
