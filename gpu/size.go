package gpu

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/snn"
)

// mostBlockBytes bounds a storage block: kernels index with 32 bits, and so do
// drivers the bytes.
const mostBlockBytes = 1<<32 - 4

// array is the size of one array of the device.
type array struct {
	name  string
	bytes int64
}

// arrays lists what the network needs on the device, the inputs and what
// brings the spikes back left out.
func (l *layout) arrays() []array {
	var list []array
	add := func(binding int, elements int64) {
		a := snn.DeviceArrays()[binding]
		list = append(list, array{a.Name, int64(a.Element.Size()) * elements})
	}
	neurons, groups := int64(l.net.Neurons), int64(len(l.groupBegin)-1)
	for _, a := range []struct {
		binding  int
		elements int64
	}{
		{snn.BindRecovery, neurons},
		{snn.BindMembrane, neurons},
		{snn.BindLastSpike, neurons},
		{snn.BindExternal, neurons},
		{snn.BindNoise, neurons},
		{snn.BindRing, int64(l.ringSlots) * neurons},
		{snn.BindHistory, int64(l.historyTicks) * int64(l.historyWords)},
		{snn.BindTraces, int64(len(l.traces))},
		{snn.BindPostBegin, neurons + 1},
		{snn.BindDecays, int64(len(l.decays))},
		{snn.BindDecayFactors, int64(len(l.decayFactors))},
		{snn.BindRows, neurons},
		{snn.BindColumns, int64(len(l.columns))},
		{snn.BindShards, int64(len(l.shardTable))},
		{snn.BindWork, l.workItems},
		{snn.BindDispatches, int64(4 * len(l.shards))},
		{snn.BindClasses, int64(len(l.classes))},
		{snn.BindGaps, int64(len(l.gaps))},
		{snn.BindLates, int64(len(l.lates))},
		{snn.BindGates, int64(len(l.gates))},
		{snn.BindGateTotals, groups},
		{snn.BindGateHistory, groups * snn.GateWindow},
		{snn.BindGroupBegin, groups + 1},
		{snn.BindGroupMembers, int64(len(l.groupMembers))},
	} {
		add(a.binding, a.elements)
	}
	for _, s := range l.shards {
		c := &s.counts
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
func (l *layout) check(blockBytes int64) error {
	for _, a := range l.arrays() {
		if a.bytes > blockBytes {
			return fmt.Errorf("the array %s needs %d bytes, a storage block of this device holds %d", a.name, a.bytes, blockBytes)
		}
	}
	return nil
}

// fits refuses a network that is larger than the device's memory, which is 0
// where unknown.
func (l *layout) fits(memory int64) error {
	list := l.arrays()
	total := int64(batchesInFlight * l.batchBytes())
	for _, a := range list {
		total += a.bytes
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
		sums[a.name] += a.bytes
	}
	list = list[:0:0]
	for name, bytes := range sums {
		list = append(list, array{name, bytes})
	}
	slices.SortFunc(list, func(a, b array) int { return cmp.Or(cmp.Compare(b.bytes, a.bytes), cmp.Compare(a.name, b.name)) })
	texts := make([]string, 0, 4)
	for _, a := range list[:min(len(list), cap(texts))] {
		texts = append(texts, fmt.Sprintf("%s %d", a.name, a.bytes))
	}
	return strings.Join(texts, ", ")
}
