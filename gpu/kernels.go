//go:build linux && cgo && egl

package gpu

import (
	"errors"
	"io/fs"

	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/shaders"
	"github.com/engine-gpu/engine-gpu/snn"
)

// kernels are the compiled programs. Their names are those of the files in
// package shaders and of the functions in package cpu.
type kernels struct {
	integrate *glc.Program // quiet or noisy
	quiet     *glc.Program
	noisy     *glc.Program // nil until there is noise

	deliver, learn, gap, late, window, prune, reward, input *glc.Program

	fsys   fs.FS
	groups uint32 // most workgroups of one dispatch
	of     groups // of this network's dispatches
}

// groups are the workgroups of the kernels whose work does not change; 0 where
// there is nothing to do.
type groups struct{ integrate, gap, late, window int }

// Bounds of the workgroups of one dispatch; kernels loop over the rest. Every
// GL allows the first. Software GL runs workgroups one after the other on each
// core, so that more than a few only add to the work.
const (
	mostGroups         = 65535
	mostSoftwareGroups = 16
)

func newKernels(b *Backend, fsys fs.FS) (*kernels, error) {
	k := &kernels{fsys: fsys, groups: uint32(min(b.info.Limits.WorkGroupCount[0], mostGroups))}
	if b.info.Software {
		k.groups = mostSoftwareGroups
	}
	l := b.layout
	k.of = groups{
		integrate: k.groupsFor(b.net.Neurons, snn.IntegrateGroup),
		gap:       k.synapseGroups(len(l.gaps)),
		late:      k.synapseGroups(len(l.lates)),
		window:    k.synapseGroups(len(l.groupBegin) - 1),
	}
	for _, p := range []struct {
		file    string
		program **glc.Program
	}{
		{"integrate.comp", &k.quiet}, {"deliver.comp", &k.deliver}, {"learn.comp", &k.learn},
		{"gap.comp", &k.gap}, {"late.comp", &k.late}, {"window.comp", &k.window},
		{"prune.comp", &k.prune}, {"reward.comp", &k.reward}, {"input.comp", &k.input},
	} {
		var err error
		if *p.program, err = k.build(b.device, p.file); err != nil {
			return nil, err
		}
	}
	k.integrate = k.quiet
	if err := k.setIntegrate(b); err != nil {
		return nil, err
	}
	return k, k.setConstants(b)
}

// build compiles and links a kernel.
func (k *kernels) build(d *glc.Device, file string, defines ...shaders.Define) (*glc.Program, error) {
	source, err := shaders.Expand(k.fsys, file, defines...)
	if err != nil {
		return nil, err
	}
	return d.NewProgram(source)
}

// setNoise chooses between integrating with noise and without.
func (k *kernels) setNoise(b *Backend, seed uint64, noise bool) error {
	if !noise {
		k.integrate = k.quiet
		return nil
	}
	if k.noisy == nil {
		p, err := k.build(b.device, "integrate.comp", shaders.Define{Name: "NOISY", Value: "1"})
		if err != nil {
			return err
		}
		k.noisy, k.integrate = p, p
		if err := k.setIntegrate(b); err != nil {
			return err
		}
	}
	k.integrate = k.noisy
	var s setter
	s.uint(k.noisy, "noise_seed_low", uint32(seed))
	s.uint(k.noisy, "noise_seed_high", uint32(seed>>32))
	return s.err
}

// setIntegrate sets the uniforms of the program that integrates.
func (k *kernels) setIntegrate(b *Backend) error {
	l, p := b.layout, k.integrate
	var s setter
	s.int(p, "neurons", int32(b.net.Neurons))
	s.int(p, "ring_mask", l.ringSlots-1)
	s.int(p, "history_mask", l.historyTicks-1)
	s.int(p, "history_words", l.historyWords)
	s.int(p, "shard_count", int32(len(l.shards)))
	s.float(p, "unit", b.net.FixedPoint.Unit())
	s.int(p, "learn", truth(b.learns()))
	s.uint(p, "most_groups", k.groups)
	return s.err
}

// setConstants sets the uniforms of the others that a run does not change.
func (k *kernels) setConstants(b *Backend) error {
	l := b.layout
	scale := b.net.FixedPoint.Scale()
	pruning := &b.net.Pruning
	var s setter
	for _, p := range []*glc.Program{k.deliver, k.gap, k.late} {
		s.int(p, "neurons", int32(b.net.Neurons))
		s.int(p, "ring_mask", l.ringSlots-1)
	}
	for _, p := range []*glc.Program{k.late, k.window} {
		s.int(p, "history_mask", l.historyTicks-1)
		s.int(p, "history_words", l.historyWords)
	}
	for _, p := range []*glc.Program{k.deliver, k.learn} {
		s.int(p, "shard_count", int32(len(l.shards)))
	}
	s.float(k.deliver, "scale", scale)
	s.float(k.gap, "scale", scale)
	s.int(k.gap, "gap_count", int32(len(l.gaps)))
	s.int(k.late, "late_count", int32(len(l.lates)))
	s.int(k.window, "group_count", int32(len(l.groupBegin)-1))
	s.int(k.prune, "min_source_fires", pruning.MinSourceFires)
	s.uint(k.prune, "threshold_high", uint32(pruning.Threshold>>32))
	s.uint(k.prune, "threshold_low", uint32(pruning.Threshold))
	return s.err
}

// groupsFor returns the workgroups for a number of invocations, at most as many
// as one dispatch takes.
func (k *kernels) groupsFor(invocations, group int) int {
	return min((invocations+group-1)/group, int(k.groups))
}

// synapseGroups returns the workgroups of a kernel over so many elements.
func (k *kernels) synapseGroups(elements int) int { return k.groupsFor(elements, snn.SynapseGroup) }

// setter sets uniforms until one fails.
type setter struct{ err error }

func (s *setter) int(p *glc.Program, name string, v int32) {
	s.err = errors.Join(s.err, p.SetInt(name, v))
}

func (s *setter) uint(p *glc.Program, name string, v uint32) {
	s.err = errors.Join(s.err, p.SetUint(name, v))
}

func (s *setter) float(p *glc.Program, name string, v float32) {
	s.err = errors.Join(s.err, p.SetFloat(name, v))
}
