package gpu

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/snn"
)

// mostBlockBytes bounds a storage block: kernels index with 32 bits, and so do
// drivers the bytes.
const mostBlockBytes = 1<<32 - 4

// array is the size of one array of the device.
type array struct {
	name     string
	element  int64 // [bytes]
	elements int64
}

func (a array) bytes() int64 { return a.element * a.elements }

// sizes are the numbers that the sizes of the device's arrays follow from.
type sizes struct {
	neurons, ringSlots, historyTicks, historyWords, batchTicks int64
	traces, decays, decayFactors                               int64
	columns, workItems, classes, gaps, lates                   int64
	gates, groups, groupMembers                                int64

	shards []counts
}

// sizes counts what is laid out.
func (l *layout) sizes() *sizes {
	s := &sizes{
		neurons: int64(l.net.Neurons), ringSlots: int64(l.ringSlots),
		historyTicks: int64(l.historyTicks), historyWords: int64(l.historyWords), batchTicks: int64(l.batchTicks),
		traces: int64(len(l.traces)), decays: int64(len(l.decays)), decayFactors: int64(len(l.decayFactors)),
		columns: int64(len(l.columns)), workItems: l.workItems, classes: int64(len(l.classes)),
		gaps: int64(len(l.gaps)), lates: int64(len(l.lates)),
		gates: int64(len(l.gates)), groups: int64(len(l.groupBegin) - 1), groupMembers: int64(len(l.groupMembers)),
	}
	for _, x := range l.shards {
		s.shards = append(s.shards, x.counts)
	}
	return s
}

// arrays lists what the network needs on the device, the inputs and what
// brings the spikes back left out.
func (l *layout) arrays() []array { return l.sizes().arrays() }

// arrays lists what a network of these sizes needs.
func (s *sizes) arrays() []array {
	var list []array
	add := func(binding int, elements int64) {
		a := snn.DeviceArrays()[binding]
		list = append(list, array{a.Name, int64(a.Element.Size()), elements})
	}
	for _, a := range []struct {
		binding  int
		elements int64
	}{
		{snn.BindRecovery, s.neurons},
		{snn.BindMembrane, s.neurons},
		{snn.BindLastSpike, s.neurons},
		{snn.BindExternal, s.neurons},
		{snn.BindNoise, s.neurons},
		{snn.BindRing, s.ringSlots * s.neurons},
		{snn.BindHistory, s.historyTicks * s.historyWords},
		{snn.BindTraces, s.traces},
		{snn.BindPostBegin, s.neurons + 1},
		{snn.BindDecays, s.decays},
		{snn.BindDecayFactors, s.decayFactors},
		{snn.BindRows, s.neurons},
		{snn.BindColumns, s.columns},
		{snn.BindShards, int64(len(s.shards))},
		{snn.BindWork, s.workItems},
		{snn.BindDispatches, int64(4 * len(s.shards))},
		{snn.BindClasses, s.classes},
		{snn.BindGaps, s.gaps},
		{snn.BindLates, s.lates},
		{snn.BindGates, s.gates},
		{snn.BindGateTotals, s.groups},
		{snn.BindGateHistory, s.groups * snn.GateWindow},
		{snn.BindGroupBegin, s.groups + 1},
		{snn.BindGroupMembers, s.groupMembers},
	} {
		add(a.binding, a.elements)
	}
	for _, c := range s.shards {
		for _, a := range []struct {
			binding  int
			elements int64
		}{
			{snn.BindStatics, c.statics},
			{snn.BindLinks, c.dynamics},
			{snn.BindWeights, c.dynamics},
			{snn.BindIncoming, c.learning},
			{snn.BindRewards, c.rewards},
			{snn.BindGains, c.gains},
			{snn.BindDevelopments, c.developments},
		} {
			add(a.binding, a.elements)
		}
	}
	return list
}

// check refuses arrays that are larger than a storage block.
func (l *layout) check(blockBytes int64) error { return checkBlocks(l.arrays(), blockBytes) }

func checkBlocks(list []array, blockBytes int64) error {
	for _, a := range list {
		if a.bytes() > blockBytes {
			return fmt.Errorf("the array %s needs %d bytes, a storage block of this device holds %d", a.name, a.bytes(), blockBytes)
		}
	}
	return nil
}

// fits refuses a network that is larger than the device's memory, which is 0
// where unknown.
func (l *layout) fits(memory int64) error { return fitArrays(l.sizes(), memory) }

func fitArrays(s *sizes, memory int64) error {
	list := s.arrays()
	total := batchesInFlight * 4 * s.batchTicks * s.historyWords
	for _, a := range list {
		total += a.bytes()
	}
	if memory <= 0 || total <= memory {
		return nil
	}
	return fmt.Errorf("the network needs %d bytes, the device has %d; the largest arrays: %s", total, memory, largest(list))
}

// largest names the arrays that take the most, shards added up.
func largest(list []array) string {
	sums := map[string]int64{}
	for _, a := range list {
		sums[a.name] += a.bytes()
	}
	names := slices.SortedFunc(maps.Keys(sums), func(a, b string) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
	texts := make([]string, 0, 4)
	for _, name := range names[:min(len(names), cap(texts))] {
		texts = append(texts, fmt.Sprintf("%s %d", name, sums[name]))
	}
	return strings.Join(texts, ", ")
}
