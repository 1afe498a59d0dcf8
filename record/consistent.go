package record

import (
	"fmt"
	"math"
	"path/filepath"
)

// CheckRun reports where what a folder says of its run contradicts itself: ticks
// that its hashes, or the rows of its files, do not bear out. Whoever makes the
// run again finds that only at its end, which a damaged number of ticks would
// put off for hours.
func (r *Recording) CheckRun() error {
	m := &r.Manifest
	err := m.checkTicks()
	for i := range m.Files {
		if err != nil {
			break
		}
		f := &m.Files[i]
		if low, high := rowsOf(f, m.Ticks, m.Spikes, m.Brain.Neurons); f.Rows < low || f.Rows > high {
			err = fmt.Errorf("%s is said to have %d rows, which are not those of %d ticks, %d spikes and %d neurons", f.Name, f.Rows, m.Ticks, m.Spikes, m.Brain.Neurons)
		}
	}
	if err == nil {
		return nil
	}
	name := ManifestName
	if m.Format == CertificateFormat {
		name = CertificateName
	}
	return briefError{fmt.Errorf("%s contradicts itself: %w; it is damaged, or was changed by hand", filepath.Join(r.dir, name), err)}
}

// checkTicks holds the number of ticks to the hashes that a run notes on its way.
func (m *Manifest) checkTicks() error {
	if m.Ticks < 0 {
		return fmt.Errorf("%d ticks are said to be run", m.Ticks)
	}
	if asked := m.Options.Ticks; asked > 0 && int64(m.Ticks) > asked {
		return fmt.Errorf("%d ticks are said to be run, where %d were asked for", m.Ticks, asked)
	}
	last, every := Mark{}, int32(hashEvery)
	if len(m.Hashes) > 0 {
		every = m.Hashes[0].Tick
	}
	if n := every / hashEvery; n < 1 || every%hashEvery != 0 || n&(n-1) != 0 {
		return fmt.Errorf("the first hash is said to be that after %d ticks", every)
	}
	for _, h := range m.Hashes {
		if h.Tick-last.Tick != every || h.Spikes < last.Spikes {
			return fmt.Errorf("the hash after tick %d, of %d spikes, follows that after tick %d, of %d", h.Tick, h.Spikes, last.Tick, last.Spikes)
		}
		last = h
	}
	room := int64(every)
	if len(m.Hashes) == maxHashes {
		room *= 2 // the list is full: the next due are left out
	}
	if m.Ticks < last.Tick || int64(m.Ticks-last.Tick) > room {
		return fmt.Errorf("%d ticks are said to be run, the last hash is that after %d", m.Ticks, last.Tick)
	}
	if m.Spikes < last.Spikes {
		return fmt.Errorf("%d spikes are said to be made in all, and %d until tick %d", m.Spikes, last.Spikes, last.Tick)
	}
	for _, mark := range m.Marks {
		if mark.Tick < 0 || mark.Tick > m.Ticks {
			return fmt.Errorf("%d ticks are said to be run, a mark is of tick %d", m.Ticks, mark.Tick)
		}
	}
	return nil
}

// rowsOf bounds the rows of a file of a run of so many ticks and spikes.
func rowsOf(f *File, ticks int32, spikes int64, neurons int) (low, high int64) {
	switch {
	case f.Field == FieldNeurons:
		return int64(neurons), int64(neurons)
	case f.Field == FieldSpikes:
		return spikes, spikes
	case f.Every > 0: // a row may be due, and there is one more at the start and at the end
		n := int64(ticks) / int64(f.Every)
		return n - 1, n + 2
	}
	return 0, math.MaxInt64
}
