package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/encoder"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// audioOptions are the flags of run that let a brain hear.
type audioOptions struct {
	file, mapping *string
	loop          *bool
	tones         *tonesValue
}

func audioFlags(f *flags) *audioOptions {
	o := &audioOptions{
		file: f.text("audio", "FILE", "a sound (WAV, mono or stereo) that drives the sensors, in 32 bands"),
		loop: f.yes("audio-loop", false, "begin the sound again when it ends"),
		mapping: f.text("audio-map", "FILE",
			"which neurons a band drives (JSON; default: the chemical sensors, dealt out by position)"),
		tones: new(tonesValue),
	}
	f.add("tone", "LIST", "pure tones for the whole run [Hz], as in 440,1000", o.tones)
	return o
}

// given reports whether there is anything to hear.
func (o *audioOptions) given() bool { return *o.file != "" || len(*o.tones) > 0 }

// check reports flags that need others.
func (o *audioOptions) check(f *flags) error {
	if *o.loop && *o.file == "" {
		return f.wrong("--audio-loop needs --audio FILE")
	}
	if *o.mapping != "" && !o.given() {
		return f.wrong("--audio-map needs --audio FILE or --tone HZ")
	}
	return nil
}

// tonesValue is a list of frequencies; the flag may be given again.
type tonesValue []float64

func (v *tonesValue) String() string {
	texts := make([]string, len(*v))
	for i, x := range *v {
		texts[i] = strconv.FormatFloat(x, 'g', -1, 64)
	}
	return strings.Join(texts, ",")
}

// maxTones keeps the sum of all currents within what a neuron may receive.
const maxTones = 32

func (v *tonesValue) Set(text string) error {
	for item := range strings.SplitSeq(text, ",") {
		x, err := strconv.ParseFloat(strings.TrimSpace(item), 64)
		if err != nil || !(x >= encoder.LowestFrequency && x <= encoder.HighestFrequency) {
			return fmt.Errorf("must be frequencies from %d to %d Hz, as in 440,1000; %q is none",
				encoder.LowestFrequency, encoder.HighestFrequency, item)
		}
		*v = append(*v, x)
	}
	if len(*v) > maxTones {
		return fmt.Errorf("must be at most %d tones", maxTones)
	}
	return nil
}

// hearing is what a run hears.
type hearing struct {
	sounds  []*encoder.Encoded
	sources []*encoder.Source
	looped  []bool
	neurons *encoder.Mapping
	raster  *hearingRaster // nil without --out
}

// soundSummary is a sound in the summary.
type soundSummary struct {
	Name    string `json:"name"`
	Rate    int    `json:"rate"`    // [Hz]
	Seconds figure `json:"seconds"` // null: a tone, which does not end
	Loop    bool   `json:"loop"`
	Hash    string `json:"sha256"` // of its values in 32 bands
}

// hear reads the sounds and ties them to the brain's neurons.
func (s *session) hear(ctx context.Context) error {
	o := s.o.audio
	if !o.given() {
		return nil
	}
	h := &hearing{}
	if err := h.mapNeurons(s, *o.mapping); err != nil {
		return err
	}
	if *o.file != "" {
		sound, err := encoder.LoadWAV(ctx, *o.file)
		if errors.Is(err, context.Canceled) {
			return errInterrupted
		}
		if err != nil {
			return err
		}
		h.add(sound, *o.loop)
		s.warnAboutSound(sound)
	}
	for _, frequency := range *o.tones {
		sound, err := encoder.Tone(frequency)
		if err != nil {
			return err
		}
		h.add(sound, true)
	}
	if *s.o.out != "" {
		h.raster = newHearingRaster(h.neurons.Neurons(), len(s.brain.Neurons), int32(*s.o.ticks))
		h.raster.first = s.firstTick()
	}
	s.hearing = h
	return nil
}

func (h *hearing) mapNeurons(s *session, path string) (err error) {
	if path != "" {
		h.neurons, err = encoder.LoadMapping(path, s.brain)
		return err
	}
	if h.neurons, err = encoder.SensorMapping(s.brain); err != nil {
		return fmt.Errorf("%s: %w: name the neurons with --audio-map FILE", s.name, err)
	}
	if silent := h.neurons.Silent(); silent > 0 {
		s.std.warn("%s: %s of 32 bands drive no neuron: there are only %s",
			s.name, grouped(int64(silent)), plural(int64(len(h.neurons.Neurons())), "chemical sensor"))
	}
	return nil
}

// mappingHash tells which neurons hear which band; "" where nothing is heard.
func (h *hearing) mappingHash() string {
	if h == nil {
		return ""
	}
	text, err := json.Marshal(h.neurons)
	if err != nil {
		panic(err) // lists of whole numbers
	}
	hash := sha256.Sum256(text)
	return hex.EncodeToString(hash[:])
}

// fileHash is the hash of the sound of --audio, "" without one.
func (h *hearing) fileHash() string {
	if h == nil || h.sounds[0].IsTone() {
		return ""
	}
	return h.sounds[0].Hash()
}

func (h *hearing) add(sound *encoder.Encoded, loop bool) {
	h.sounds, h.looped = append(h.sounds, sound), append(h.looped, loop)
	h.sources = append(h.sources, encoder.NewSource(sound, h.neurons, loop))
}

func (s *session) warnAboutSound(sound *encoder.Encoded) {
	ticks := int64(sound.Frames()) * encoder.FrameTicks
	switch {
	case sound.Silent():
		s.std.warn("%s is silent: it drives no neuron", sound.Name)
	case ticks < *s.o.ticks && !*s.o.audio.loop:
		s.note("%s ends after %s; --audio-loop would begin it again", sound.Name, plural(ticks, "tick"))
	}
}

// stimuli lists what a run hears, for the engine.
func (h *hearing) stimuli() []engine.Stimulus {
	if h == nil {
		return nil
	}
	var all []engine.Stimulus
	for _, s := range h.sources {
		all = append(all, s)
	}
	return all
}

// recorders lists who counts the spikes for the picture.
func (h *hearing) recorders() []engine.Recorder {
	if h == nil || h.raster == nil {
		return nil
	}
	return []engine.Recorder{h.raster}
}

func (h *hearing) summary() []soundSummary {
	if h == nil {
		return nil
	}
	var all []soundSummary
	for i, sound := range h.sounds {
		sum := soundSummary{sound.Name, sound.Rate, figure(sound.Seconds), h.looped[i], sound.Hash()}
		if sound.IsTone() {
			sum.Seconds = figure(math.Inf(1))
		}
		all = append(all, sum)
	}
	return all
}

// rows adds what was heard to the summary for people.
func (h *hearing) rows(t *table) {
	if h == nil {
		return
	}
	for i, sound := range h.sounds {
		text := fmt.Sprintf("%s, %.3g s of %s Hz", sound.Name, sound.Seconds, grouped(int64(sound.Rate)))
		if sound.IsTone() {
			text = "a tone of " + sound.Name
		} else if h.looped[i] {
			text += ", again and again"
		}
		t.row("sound", "%s, on %s, sha256 %s", text, plural(int64(len(h.neurons.Neurons())), "neuron"), sound.Hash())
	}
}

// hearingRaster counts the spikes of the neurons that hear, in cells of the
// picture.
type hearingRaster struct {
	place         []int32 // by position; -1 for those that do not hear
	neurons       int
	columns, rows int
	ticks         int32 // that the columns cover
	counts        []uint32
	last          int32 // ticks recorded
	first         int32 // that a resumed run began with
}

// The picture has no room for more.
const (
	rasterColumns = 600
	rasterRows    = 240
)

func newHearingRaster(neurons []int32, all int, ticks int32) *hearingRaster {
	r := &hearingRaster{
		place: slices.Repeat([]int32{-1}, all), neurons: len(neurons), ticks: max(ticks, 1),
		columns: int(min(max(ticks, 1), rasterColumns)), rows: min(len(neurons), rasterRows),
	}
	for i, n := range neurons {
		r.place[n] = int32(i)
	}
	r.counts = make([]uint32, r.columns*r.rows)
	return r
}

// Record implements engine.Recorder.
func (r *hearingRaster) Record(tick int32, fired []int32) error {
	column := int(int64(tick) * int64(r.columns) / int64(r.ticks))
	for _, n := range fired {
		if place := r.place[n]; place >= 0 {
			row := int(int64(place) * int64(r.rows) / int64(r.neurons))
			r.counts[row*r.columns+column]++
		}
	}
	r.last = tick + 1
	return nil
}

// soundOf returns what all sounds together have in a band during some ticks:
// the most, at most 1.
func (h *hearing) soundOf(band int, from, to int32) float64 {
	most := 0.0
	for tick := from; tick < to; tick = min(tick+encoder.FrameTicks, snn.MaxTicks) {
		sum := 0.0
		for _, s := range h.sources {
			sum += s.Value(tick, band)
		}
		most = max(most, sum)
	}
	return min(most, 1)
}
