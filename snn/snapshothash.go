package snn

import (
	"crypto/sha256"
	"encoding/hex"
)

// SavedHash names what saving a snapshot of everything leaves of it in a brain's
// file: SHA-256 over the neurons' potentials, recoveries and last spikes, and the
// synapses' weights and states. Left out is what a file may lose: the sign of a
// zero, and the postsynaptic trace of a synapse without LTD. So the snapshot of
// the brain that is read back, [NewSnapshot], has the same hash.
func SavedHash(b *Brain, s *Snapshot) string {
	sum := sha256.New()
	h := newRowHasher(sum)
	h.whole(int64(len(s.V)))
	for i := range s.V {
		h.unsigned(s.V[i], s.U[i])
		h.whole(s.LastSpike[i])
	}
	h.whole(int64(len(s.Weight)))
	for i := range s.Weight {
		y := s.State[i]
		if !b.ParamSets[b.Synapses.Params[i]].HasLTD {
			y.EligPost = 0
		}
		h.unsigned(s.Weight[i], y.Eligibility, y.EligPost, y.Trace, y.CurrentGain)
		h.whole(y.SourceFires)
		h.whole(y.Coincidences)
		h.truth(y.Alive)
	}
	h.flush()
	return hex.EncodeToString(sum.Sum(nil))
}

// unsigned writes numbers, -0 as 0.
func (h *rowHasher) unsigned(xs ...float64) {
	for _, x := range xs {
		h.numbers(x + 0)
	}
}
