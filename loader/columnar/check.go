package columnar

import (
	"errors"
	"fmt"
	"math"
	"reflect"

	"github.com/engine-gpu/engine-gpu/snn"
)

// parseTexts gives the parameter sets their texts and what these say.
func (c *content) parseTexts() error {
	begin := int64(0)
	for i := range c.ParamSets {
		p, end := &c.ParamSets[i], c.textEnds[i]
		if end < begin || end > int64(len(c.text)) {
			return damaged("the text of parameter set %d ends at byte %d of %d", i, end, len(c.text))
		}
		p.Text = string(c.text[begin:end])
		var err error
		if p.Params, err = snn.ParseParams(p.Type, p.Text); err != nil {
			return fmt.Errorf("parameter set %d: %w", i, err)
		}
		begin = end
	}
	if begin != int64(len(c.text)) {
		return damaged("%d bytes of text belong to no parameter set", int64(len(c.text))-begin)
	}
	return nil
}

// joinTexts is the way back. The text is the parameters' only form in a file:
// a brain whose parameters are not what their text says cannot be written.
func (c *content) joinTexts() error {
	for i := range c.ParamSets {
		p := &c.ParamSets[i]
		said, err := snn.ParseParams(p.Type, p.Text)
		if err != nil {
			return fmt.Errorf("parameter set %d: %w", i, err)
		}
		if !reflect.DeepEqual(said, p.Params) {
			return fmt.Errorf("parameter set %d: the text %s does not say what the parameters are", i, p.Text)
		}
		c.text = append(c.text, p.Text...)
		c.textEnds = append(c.textEnds, int64(len(c.text)))
	}
	return nil
}

// check demands of a brain what a database's texts allow and numbers could
// break, beside what every brain is validated for.
func check(b *snn.Brain) error {
	if err := b.Validate(); err != nil {
		return err
	}
	for i := range b.ParamSets {
		if t := b.ParamSets[i].Type; t >= snn.NumSynapseTypes {
			return fmt.Errorf("parameter set %d: unknown synapse type %v", i, t)
		}
	}
	for i := range b.States {
		s := &b.States[i]
		if s.SourceFires < 0 || s.Coincidences < 0 || s.SourceFires > math.MaxInt32 || s.Coincidences > math.MaxInt32 {
			return fmt.Errorf("state %d: a counter is outside 0..%d", i, math.MaxInt32)
		}
	}
	for i, m := range b.BodyMap {
		if m.Side > snn.Ventral || m.Effect > snn.Inhibitory {
			return fmt.Errorf("body_map row %d: %w", i+1, errUnknownValue)
		}
	}
	for i, m := range b.SensorMap {
		if m.Modality > snn.Thermal || m.Location > snn.Tail || m.Response > snn.Off || m.Side < snn.Left || m.Side > snn.Bilateral {
			return fmt.Errorf("sensor_map row %d: %w", i+1, errUnknownValue)
		}
	}
	return nil
}

var errUnknownValue = errors.New("a value is none of the known ones")
