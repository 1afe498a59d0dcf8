package main

import (
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"strings"

	"github.com/dustin/go-humanize"

	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/internal/plan"
	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/snn"
)

// memoryLimit is the flag --memory-limit: what this process may take of the
// host's memory [bytes]. Without it, it may take what the machine has left.
type memoryLimit struct{ bytes int64 }

// byMemoryLimit names the flag as what bounds the memory.
const byMemoryLimit = "--memory-limit"

func (f *flags) memoryLimit() *memoryLimit {
	m := &memoryLimit{}
	f.add("memory-limit", "SIZE", "refuse, before it is allocated, what would need more memory, as in 500MB or 2GiB\n(default: what the machine, or its control group, has left)", m)
	return m
}

// String implements flag.Value.
func (m *memoryLimit) String() string {
	if m.bytes == 0 {
		return ""
	}
	return fmt.Sprint(m.bytes)
}

// Set implements flag.Value.
func (m *memoryLimit) Set(text string) error {
	if strings.ContainsAny(text, ",") {
		return errors.New("must be a size, as in 500MB or 2GiB")
	}
	x, err := humanize.ParseBytes(text)
	if err != nil || x == 0 || x > math.MaxInt64 {
		return errors.New("must be a size, as in 500MB or 2GiB")
	}
	m.bytes = int64(x)
	return nil
}

// host is what there is for this process, and what it already has. From now on
// the collector works harder before Go's heap grows beyond the limit; what is
// in use is not bounded by that.
func (m *memoryLimit) host() plan.HostMemory {
	h := hostMemory()
	if m.bytes > 0 {
		h.Available, h.By, h.Known = m.bytes, byMemoryLimit, true
		debug.SetMemoryLimit(m.bytes)
	}
	return h
}

// left is what a brain in the making may take [bytes]; 0 where that is not
// known.
func (m *memoryLimit) left() int64 {
	h := m.host()
	if !h.Known {
		return 0
	}
	if m.bytes > 0 {
		h.Available -= h.Program
	}
	return max(h.Available, 1)
}

// memorySubject is a run of a brain whose memory is to be foretold.
type memorySubject struct {
	backend  string
	threads  int
	backends int // side by side
}

// checkBrain refuses a brain file that there is no memory to read and run. What
// cannot be counted is left to who reads it to tell.
func (m *memoryLimit) checkBrain(path string, s memorySubject) error {
	h := m.host()
	if path == "" || !h.Known {
		return nil
	}
	neurons, synapses, err := loader.Count(path)
	if err != nil {
		return nil //nolint:nilerr // reading it tells better
	}
	return m.check(path, neurons, synapses, s, h)
}

// checkLoaded refuses a brain that is there already: the built-in one.
func (m *memoryLimit) checkLoaded(name string, brain *snn.Brain, s memorySubject) error {
	h := m.host()
	if !h.Known {
		return nil
	}
	return m.check(name, int64(len(brain.Neurons)), int64(brain.Synapses.Len()), s, h)
}

func (m *memoryLimit) check(name string, neurons, synapses int64, s memorySubject, h plan.HostMemory) error {
	if neurons > snn.MaxNeurons || synapses > snn.MaxSynapses {
		return nil // reading it says so
	}
	p, err := plan.ForBrain(neurons, synapses, s.threads, s.backend == launch.BackendGPU)
	if err != nil {
		return err
	}
	need := p.Sum(int64(s.backends)) + h.Program
	if need <= h.Available {
		return nil
	}
	advice := ""
	if fits := fewerBackends(p, h, s.backends); fits > 0 {
		advice = fmt.Sprintf("; --jobs %d would fit", fits)
	}
	// The same program holds some MiB more or less from start to start, and what
	// is advised must do at the next one.
	limit := limitText(need + h.Program/4)
	if m.bytes > 0 {
		advice += fmt.Sprintf("; --memory-limit %s would do", limit)
	} else {
		advice += fmt.Sprintf("; --memory-limit %s tries it all the same", limit)
	}
	what := fmt.Sprintf("%s: %s and %s", name, plural(neurons, "neuron"), plural(synapses, "synapse"))
	return refused(what, &plan.Obstacle{Limit: plan.LimitHost, Needs: need, Has: h.Available, Unit: plan.Bytes, Text: h.By}, advice)
}

// fewerBackends is how many backends would fit where so many do not; 0 if not
// even one does, or one is all that was wanted.
func fewerBackends(p *plan.BrainMemory, h plan.HostMemory, wanted int) int64 {
	for n := int64(wanted) - 1; n > 0; n-- {
		if p.Sum(n)+h.Program <= h.Available {
			return n
		}
	}
	return 0
}

// limitText writes a size as the flag takes it, rounded up.
func limitText(bytes int64) string {
	if bytes < 10<<30 {
		return fmt.Sprintf("%dMiB", (bytes+1<<20-1)>>20)
	}
	return fmt.Sprintf("%dGiB", (bytes+1<<30-1)>>30)
}
