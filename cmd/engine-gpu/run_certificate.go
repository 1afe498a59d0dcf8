package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/input"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// certificate is the certificate as the run's observer.
type certificate struct{ *record.Certificate }

// Observe implements engine.Observer.
func (c certificate) Observe(m *engine.Moment) error {
	c.Look(m)
	return nil
}

// describe notes what is run, before --save changes the brain's file, where it
// goes into a file of --out.
func (s *session) describe() (err error) {
	if *s.o.out != "" {
		s.described, err = s.manifest()
	}
	return err
}

// certify writes the certificate of a run without a recording, whose manifest
// would be one, and returns its path.
func (s *session) certify(r *engine.Result, weightHash string) ([]string, error) {
	if *s.o.out == "" || s.recorder != nil {
		return nil, nil
	}
	m := s.described
	m.Ticks, m.Spikes, m.SpikeHash, m.WeightHash = r.Ticks, r.Spikes, r.SpikeHash, weightHash
	m.Interrupted, m.Marks, m.Hashes, m.RewardsByHand = r.Interrupted, recordedMarks(r), s.certificate.Hashes(), s.rewardsByHand()
	path, err := record.WriteCertificate(*s.o.out, m)
	if err != nil {
		return nil, err
	}
	return []string{path}, nil
}

func recordedMarks(r *engine.Result) (marks []record.Mark) {
	for _, m := range r.Marks {
		marks = append(marks, record.Mark(m))
	}
	return marks
}

// manifest says what is run, without results.
func (s *session) manifest() (record.Manifest, error) {
	o := s.o
	m := record.Manifest{
		ProgramVersion: version(), Command: withoutSecrets(os.Args),
		Backend: s.backend.Name, Device: s.backend.Device(), Threads: s.backend.Threads(),
		Seed: *o.seed, Learn: *o.learn, NeuronTypes: map[string]int{},
		Options: record.Options{
			Ticks: *o.ticks, World: launch.WorldNone, Flags: o.checkpoint.flags.values(settingFlags()),
			Program: s.program.Source(), ProgramPath: *o.program,
			Record: o.record.fields.String(), Sounds: s.recordedSounds(), AudioMapHash: s.hearing.mappingHash(),
			Checkpoint: *o.checkpoint.file, ResumedFrom: *o.checkpoint.resume,
		},
	}
	for i := range s.brain.Neurons {
		m.NeuronTypes[s.brain.Neurons[i].Type.String()]++
	}
	if s.arena != nil {
		m.Options.World = launch.WorldArena
		body, dish := s.arena.Body, s.arena.Dish()
		m.Arena = &record.Arena{Radius: dish.Radius(), Start: record.Start{X: body.X, Y: body.Y, Heading: body.Heading}}
		for _, f := range dish.Foods() {
			m.Arena.Foods = append(m.Arena.Foods, record.Food{X: f.X, Y: f.Y, Peak: f.Peak, Sigma: f.Sigma})
		}
	}
	var err error
	if m.Legs, err = s.legs(); err != nil {
		return m, err
	}
	m.Brain, err = s.recordedBrain()
	return m, err
}

// leg is what is run of a run now.
func (s *session) leg() record.Leg {
	l := record.Leg{Backend: s.backend.Name, Device: s.backend.Device(), Threads: s.backend.Threads()}
	if s.resumed != nil {
		l.From = s.resumed.ticks
	}
	return l
}

// legs are those of the checkpoint and this one, nil where there is but one and
// the manifest says all of it.
func (s *session) legs() ([]record.Leg, error) {
	if s.resumed == nil {
		return nil, nil
	}
	before, _, err := history(s.resumed.file)
	if err != nil {
		return nil, err
	}
	legs := record.AddLeg(before.Legs(), s.leg())
	if len(legs) == 1 && legs[0].From == 0 {
		return nil, nil
	}
	return legs, nil
}

func (s *session) recordedSounds() (all []record.Sound) {
	if s.hearing == nil {
		return nil
	}
	for i, sound := range s.hearing.sounds {
		r := record.Sound{Loop: s.hearing.looped[i], Hash: sound.Hash()}
		if tone := i - (len(s.hearing.sounds) - len(*s.o.audio.tones)); tone >= 0 {
			r.Tone = (*s.o.audio.tones)[tone]
		} else {
			r.Path = *s.o.audio.file
		}
		all = append(all, r)
	}
	return all
}

// recordedBrain says which brain is run.
func (s *session) recordedBrain() (record.Brain, error) {
	b := record.Brain{Name: shortName(s.name), Neurons: len(s.brain.Neurons), Synapses: s.brain.Synapses.Len()}
	if *s.o.brain == "" {
		r, err := recipe.Builtin(launch.BuiltinName)
		if err != nil {
			return b, err
		}
		seed := int64(r.Seed)
		b.Recipe, b.RecipeSeed = r.Name, &seed
		return b, nil
	}
	b.Path = s.name
	var err error
	b.SHA256, err = s.brainFileHash()
	b.Content = s.contentHash()
	return b, err
}

// brainFileHash is the SHA-256 of the brain's file as it was before the run: of
// one that the run may have saved into since, what the checkpoint says, which of
// an older program is nothing.
func (s *session) brainFileHash() (string, error) {
	if r := s.resumed; s.restored != "" || r != nil && r.setting.BrainFile != "" && !s.brainIsElsewhere() {
		return r.setting.BrainFile, nil
	}
	return fileHash(s.name)
}

// contentHash names the brain by what is in it.
func (s *session) contentHash() string {
	if s.brainHash == "" {
		s.brainHash = snn.BrainHash(s.brain)
	}
	return s.brainHash
}

// fileHash is the SHA-256 of a file, in hexadecimal.
func fileHash(path string) (string, error) {
	if err := input.CheckRegular(path); err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
